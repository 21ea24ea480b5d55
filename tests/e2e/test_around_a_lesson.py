"""The pages around a lesson, by one learner who types: choose, look back, find again, take away, have it gone."""

import asyncio
import json
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route

from tests.e2e.accessible import assert_accessible
from tests.e2e.learner import Learner
from tests.e2e.sizes import at_both_sizes
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

TYPED = ("Hello, I would like a window table.", "Could I have the soup, please?")


async def _hears(page: Page, button: str) -> None:
    await page.locator(button).first.click()
    await page.wait_for_selector(f"{button}[data-state=playing]", timeout=15_000)


async def _ask_to_delete_all_while_the_page_loads(page: Page, history: str) -> None:
    """What comes last comes while the button is held down, and does not move it from under the pointer."""
    asked: asyncio.Queue[Route] = asyncio.Queue()
    await page.route("**/api/about", asked.put)
    await page.goto(history)
    late = await asked.get()
    await page.hover("[data-testid=delete-all]")
    await page.mouse.down()
    await late.continue_()
    await page.wait_for_selector("[data-testid=kept-for]")
    await page.mouse.up()
    await page.unroute("**/api/about")


@at_both_sizes(quick="desktop", locale="en")
async def test_from_the_first_choice_to_nothing_left(
    stack: StackProcess, browser: Browser, size: dict[str, Any]
) -> None:
    learner = await Learner.at(browser, stack.url, accept_downloads=True, **size)
    page = learner.page

    # A voice is heard before it is chosen; what is chosen stays in the browser and goes with the lesson.
    await page.select_option("[data-testid=voice]", "marin")
    await _hears(page, "[data-testid=voice-hear]")
    await page.click("[data-testid=more-settings]")
    for name in ("Slower", "Dark", "Tap to see"):
        await page.click(f"label:has-text('{name}')")
    assert await page.get_attribute("html", "data-theme") == "dark"

    # A scene of the catalogue: sought, looked into, begun.
    await page.click("nav a[href='/scenes']")
    await page.fill("[type=search]", "dinner")
    card = page.locator("[data-testid=scene-card]")
    await card.first.locator("button").first.click()
    await page.wait_for_selector("[data-testid=scene-card] li [lang=en]")
    await assert_accessible(page, "an opened scene")
    await _hears(page, "[data-testid=phrase-hear]")  # by somebody whom the server does not know yet
    async with page.expect_response("**/api/lessons") as started:
        await page.locator("[data-testid=scene-start]:visible").click()
    wish = (await started.value).request.post_data_json
    assert wish is not None
    assert (wish["voice"], wish["pace"], wish["locale"]) == ("marin", "slower", "en")
    assert wish["scenario_id"]
    await learner.hears_tutor()
    for line in TYPED:
        sent = await learner.now()
        await learner.type(line)
        await learner.caption("learner", line)
        await learner.hears_silence(since=await learner.hears_tutor(since=sent), for_ms=1000)
    lesson_id = learner.lesson_id
    await learner.end()

    # The report: a line's meaning and its sound, slowly; how the numbers are counted.
    await page.locator("[data-testid=turn][data-role=tutor] [data-testid=turn-open]").last.click()
    await page.wait_for_selector("[data-testid=translation] [lang=ko]", timeout=15_000)
    await _hears(page, "[data-testid=line-slow]")
    await page.click("[data-testid=report-how]")
    await assert_accessible(page, "the report")

    # The history: found by what was said, taken away, gone.
    await page.click("nav a[href='/history']")
    row = f"[data-testid=lesson][data-lesson-id='{lesson_id}']"
    await page.wait_for_selector(row)
    await page.fill("[type=search]", "nothing of the kind")
    await page.wait_for_selector(row, state="detached")
    await page.fill("[type=search]", "a WINDOW table")
    await page.wait_for_selector(row)
    await assert_accessible(page, "the history")
    async with page.expect_download() as downloading:
        await page.click("[data-testid=download]")
    download = await downloading.value
    assert download.suggested_filename.endswith(".json")
    export = json.loads((await download.path()).read_text())
    assert TYPED[0] in json.dumps(export)
    await page.click(f"{row} [data-testid=delete]")
    await assert_accessible(page, "delete one")
    await page.click("[data-testid=delete-confirm]")
    await page.wait_for_selector(row, state="detached")
    assert await page.inner_text("[data-testid=deleted]") == "Deleted"
    assert await page.evaluate("localStorage.getItem('tutor.settings') !== null")

    # Everything: a second lesson, the learner and what this browser remembers.
    await page.goto(stack.url)
    await page.click("[data-testid=start-free]")
    await learner.hears_tutor()
    await _ask_to_delete_all_while_the_page_loads(page, f"{stack.url}/history")
    await page.click("[data-testid=delete-confirm]")
    await page.wait_for_selector("[data-testid=records]", state="detached")
    assert await page.evaluate("localStorage.getItem('tutor.settings')") is None
    assert await page.evaluate("fetch('/api/lessons').then(({status}) => status)") == 401
    assert learner.problems == []
