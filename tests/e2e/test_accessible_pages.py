"""Every page that stands outside a lesson: axe-clean, no sideways scrolling, in both languages, sizes and lights.

`make test` looks at each page once, `make test-all` at each in every way.
"""

import pytest
from playwright.async_api import Browser

from tests.e2e.accessible import assert_accessible
from tests.e2e.learner import Learner
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 800}}
PAGES = {
    "/": "[data-testid=start-build]:enabled",
    "/scenes": "[data-testid=scene-card]",
    "/history": "h1",
    "/nowhere": "h1",
    "/lessons/00000000-0000-4000-8000-000000000000/report": "h1",
}


def _ways() -> list[object]:
    quick = {("ko", "phone", "light"), ("en", "desktop", "dark")}
    return [
        pytest.param(*way, id=" ".join(way), marks=[] if way in quick else [pytest.mark.slow])
        for way in (
            (locale, size, light) for locale in ("ko", "en") for size in SIZES for light in ("light", "dark")
        )
    ]


@pytest.mark.parametrize(("locale", "size", "light"), _ways())
async def test_each_page_is_accessible(
    stack: StackProcess, browser: Browser, locale: str, size: str, light: str
) -> None:
    learner = await Learner.at(
        browser, stack.url, locale=locale, viewport=SIZES[size], color_scheme=light, reduced_motion="reduce"
    )
    for path, shown in PAGES.items():
        await learner.page.goto(stack.url + path)
        await learner.page.wait_for_selector(shown)
        await assert_accessible(learner.page, path)
        assert await learner.page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), f"{path} scrolls sideways at {SIZES[size]['width']} px"
    assert learner.problems == []
