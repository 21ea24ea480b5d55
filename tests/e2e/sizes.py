"""The same lesson on a phone in Korean and at a desk in English: parameters for a browser test."""

from typing import Any, Final

import pytest

PHONE: Final[dict[str, Any]] = {
    "locale": "ko",
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,  # no mouse: a coarse pointer
}
DESKTOP: Final[dict[str, Any]] = {"locale": "en", "viewport": {"width": 1280, "height": 800}}


def at_both_sizes(*, quick: str | None = None) -> pytest.MarkDecorator:
    """`size` is what Learner.at takes. `quick`: the size that also the quick run tests."""
    return pytest.mark.parametrize(
        "size",
        [
            pytest.param(size, id=name, marks=[] if name == quick else pytest.mark.slow)
            for name, size in (("phone", PHONE), ("desktop", DESKTOP))
        ],
    )
