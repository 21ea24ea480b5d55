"""Every page that stands outside a lesson: axe-clean, no sideways scrolling, in both languages, sizes and lights.

`make test` looks at each page once, `make test-all` at each in every way. At 200 % zoom, a lesson too: every control can be
reached, and nothing moves for who wants no motion.
"""

import asyncio

import pytest
from playwright.async_api import Browser, Page, Route

from tests.e2e.accessible import assert_accessible
from tests.e2e.learner import Learner
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 800}}
PAGES = {
    "/": "main:has(a[href='/scenes']):has([data-testid=voice])",
    "/scenes": "[data-testid=scene-card]",
    "/history": "h1",
    "/microphone": "[data-testid=microphone-verdict]",
    "/debug": "h1",
    "/nowhere": "h1",
    "/lessons/00000000-0000-4000-8000-000000000000/report": "h1",
}

# 1280 x 800 at 200 %: half as many CSS pixels, each twice as large.
ZOOMED = {"width": 640, "height": 400}
_UNREACHABLE = """() => {
  const told = [];
  for (const control of document.querySelectorAll('a[href]:not([href^="#"]), button, select, textarea, input')) {
    const one = control.closest('label') ?? control;
    const modal = document.querySelector('[role=dialog], [role=alertdialog]');
    if (!one.checkVisibility({ visibilityProperty: true }) || (modal && !modal.contains(one))) continue;
    one.scrollIntoView({ block: 'center', inline: 'center' });
    const { left, right, top, height } = one.getBoundingClientRect();
    const hit = document.elementFromPoint((left + right) / 2, top + height / 2);
    if (left < 0 || right > innerWidth || !hit || !(one.contains(hit) || hit.contains(one)))
      told.push(`${one.tagName} "${one.innerText ?? ''}" [${one.dataset.testid ?? ''}] at ${Math.round(left)},${Math.round(top)}`
        + ` lies under ${hit?.tagName} "${(hit?.innerText ?? '').slice(0, 30)}"`);
  }
  return told;
}"""
_MOVING = """() => document.getAnimations()
  .filter(({ effect, playState }) => playState === 'running' && effect.getComputedTiming().duration > 0)
  .map(({ animationName, transitionProperty }) => animationName ?? transitionProperty)"""


# What one comes for is seen at once: each way into a lesson, with a row left for "continue"; on a desktop all of the page.
_OUT_OF_SIGHT = """(all) => {
  const tabs = document.querySelector('nav').getBoundingClientRect();
  const bottom = tabs.top > innerHeight / 2 ? tabs.top : innerHeight;
  const rows = [...document.querySelectorAll('main li')].map((row) => row.getBoundingClientRect());
  const told = [];
  if (rows.length < 3) told.push(`${rows.length} ways`);
  if (rows.at(-1).bottom + rows[0].height > bottom) told.push(`ways end at ${rows.at(-1).bottom} of ${bottom}`);
  if (all && document.documentElement.scrollHeight > innerHeight)
    told.push(`the page is ${document.documentElement.scrollHeight} high`);
  return told;
}"""


# What moved under the learner's finger without being asked, since the page was opened.
_SHIFTED = """async () => {
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  return new Promise((resolve) => {
    const told = [];
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry.entryType === 'mark') return resolve(told);
        for (const { node } of entry.sources) told.push((node?.innerText ?? node?.nodeName ?? '').slice(0, 40));
      }
    });
    observer.observe({ type: 'layout-shift', buffered: true });
    observer.observe({ type: 'mark' });
    performance.mark('all before this was told');
  });
}"""


async def _open_with_late_answers(page: Page, url: str) -> None:
    """What the server answers comes when the page stands already."""
    stands = asyncio.Event()

    async def answer(route: Route) -> None:
        await stands.wait()
        await route.continue_()

    await page.route("**/api/**", answer)
    await page.goto(url)
    await page.wait_for_selector("h1, main")
    await page.evaluate("new Promise(requestAnimationFrame)")
    stands.set()


async def _scrolls_sideways(page: Page) -> bool:
    return bool(
        await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )


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
        await _open_with_late_answers(learner.page, stack.url + path)
        await learner.page.wait_for_selector(shown)
        # At the check it is the microphone that comes late, and the buttons stand at the bottom.
        if path != "/microphone":
            assert await learner.page.evaluate(_SHIFTED) == [], f"{path} moves while it loads"
        await assert_accessible(learner.page, path)
        assert not await _scrolls_sideways(learner.page), (
            f"{path} scrolls sideways at {SIZES[size]['width']} px"
        )
        if path == "/":
            assert await learner.page.evaluate(_OUT_OF_SIGHT, size == "desktop") == [], "start page"
    assert learner.problems == []


async def test_at_twice_the_size_everything_is_reached_and_nothing_moves(
    stack: StackProcess, browser: Browser
) -> None:
    learner = await Learner.at(
        browser, stack.url, viewport=ZOOMED, device_scale_factor=2, reduced_motion="reduce"
    )
    page = learner.page

    async def check(what: str) -> None:
        assert not await _scrolls_sideways(page), f"{what} scrolls sideways"
        assert await page.evaluate(_UNREACHABLE) == [], what
        assert await page.evaluate(_MOVING) == [], what

    for path, shown in PAGES.items():
        await page.goto(stack.url + path)
        await page.wait_for_selector(shown)
        await check(path)
    await page.goto(stack.url)
    await learner.start_scene("hotel", "receptionist", "check in")
    await learner.hears_tutor()
    await check("a lesson")
    await page.click("[data-testid=settings]")
    await page.wait_for_selector("[data-testid=settings-close]")
    await check("its settings")
    await page.click("[data-testid=settings-close]")
    await page.wait_for_selector("[data-testid=settings-close]", state="detached")
    await page.click("[data-testid=hint]")
    await page.wait_for_selector("[data-testid=hint-card]")
    await check("a hint")
    await page.emulate_media(reduced_motion="no-preference")
    assert await page.evaluate(_MOVING) != []
    await page.emulate_media(reduced_motion="reduce")
    await learner.end()
    await page.click("[data-testid=report-used]")
    await page.wait_for_selector("[data-testid=report-models]")
    await check("its report")
    await assert_accessible(page, "its report, with what it used")
    assert learner.problems == []
