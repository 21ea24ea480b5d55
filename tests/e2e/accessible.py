"""axe-core in the real page: what it finds against WCAG 2.2 A and AA fails the test, with the element that is at fault."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}


_SETTLED = """async () => {
  const ends = (animation) => animation.effect?.getComputedTiming().endTime !== Infinity;
  await Promise.allSettled(document.getAnimations().filter(ends).map((animation) => animation.finished));
}"""


async def assert_accessible(page: Page, what: str) -> None:
    # A page that is still fading in has the contrast of that moment.
    await page.evaluate(_SETTLED)
    found = (await Axe().run(page, options=_RULES)).response["violations"]
    told = [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]
    assert told == [], f"{what}: " + "\n".join(told)
