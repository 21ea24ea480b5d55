"""A browser test on a phone and at a desk: parameters."""

from typing import Any, Final

import pytest

SCREENS: Final[dict[str, dict[str, Any]]] = {
    "phone": {
        "viewport": {"width": 360, "height": 740},
        "is_mobile": True,
        "has_touch": True,  # no mouse: a coarse pointer
    },
    "desktop": {"viewport": {"width": 1280, "height": 800}},
}
LOCALES: Final = {"phone": "ko", "desktop": "en"}


def at_both_sizes(*, quick: str | None = None, locale: str | None = None) -> pytest.MarkDecorator:
    """`size` is what Learner.at takes; without a `locale` the phone is Korean and the desk English.

    `quick`: the size that also the quick run tests.
    """
    return pytest.mark.parametrize(
        "size",
        [
            pytest.param(
                {"locale": locale or LOCALES[name], **screen},
                id=name,
                marks=[] if name == quick else pytest.mark.slow,
            )
            for name, screen in SCREENS.items()
        ],
    )
