"""How soon the page is there: sizes, time to interactive on a slowed processor, first sound after the tap on Start.

`python -m bench.page_load [runs]`. Time to interactive, as Lighthouse defines it but for the length of the quiet window:
the end of the last long task (over 50 ms) before QUIET_SECONDS without one, or the first contentful paint if that is later.
Nothing is cached: each run is a new browser context.
"""

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser

from bench.table import spread, table
from tests.e2e.learner import Learner, chromium
from tests.e2e.stack_process import StackProcess

SLOWED = 4  # times slower than this machine: a mid-range phone beside a desktop
QUIET_SECONDS = 1.5
INTERACTIVE_LIMIT = 1500  # ms
FIRST_SOUND_LIMIT = 3000  # ms; "seconds later inside that scene"

_WATCH = """
window.longTasks = [];
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) longTasks.push([task.startTime, task.startTime + task.duration]);
}).observe({ type: 'longtask', buffered: true });
"""
_INTERACTIVE = """
async (quiet) => {
  const last = () => longTasks.reduce((latest, [, ended]) => Math.max(latest, ended), 0);
  while (performance.now() - last() < quiet) await new Promise((done) => setTimeout(done, 50));
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return Math.max(last(), paint ? paint.startTime : NaN);
}
"""


async def interactive_ms(browser: Browser, url: str) -> float:
    context = await browser.new_context(locale="ko-KR", viewport={"width": 390, "height": 844})
    try:
        page = await context.new_page()
        await page.add_init_script(_WATCH)
        devtools = await context.new_cdp_session(page)
        await devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        await page.goto(url)
        await page.wait_for_selector("[data-testid=start-build]:enabled")
        return float(await page.evaluate(_INTERACTIVE, QUIET_SECONDS * 1000))
    finally:
        await context.close()


async def first_sound_ms(browser: Browser, url: str) -> float:
    learner = await Learner.at(browser, url)
    try:
        button = learner.page.locator("[data-testid=start-free]")
        await button.wait_for()
        tapped = await learner.now()
        await button.click()
        heard = await learner.hears_tutor()
        await learner.page.click("[data-testid=end]")
        await learner.page.click("[data-testid=end-confirm]")
        await learner.page.wait_for_url("**/report")
        return heard - tapped
    finally:
        await learner.context.close()


async def measure(url: str, runs: int) -> list[list[str]]:
    async with chromium() as browser:
        await interactive_ms(browser, url)  # the first page of a browser also starts the browser's own parts
        interactive = [await interactive_ms(browser, url) for _ in range(runs)]
        sounds = [await first_sound_ms(browser, url) for _ in range(runs)]
    return [
        [
            f"time to interactive, processor slowed {SLOWED} times",
            spread(interactive, "ms"),
            f"{INTERACTIVE_LIMIT} ms",
        ],
        [
            "tap on Start to the tutor's first sound, local engine",
            spread(sounds, "ms"),
            f"{FIRST_SOUND_LIMIT} ms",
        ],
    ]


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stack = StackProcess.start(Path(folder))
        try:
            sizes = subprocess.run(
                ["npm", "--prefix", "web_client", "--silent", "run", "size"],
                check=False,
                capture_output=True,
                text=True,
            )
            print(sizes.stdout + sizes.stderr)
            print(table(["figure", "measured", "limit"], asyncio.run(measure(stack.url, runs))))
        finally:
            stack.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
