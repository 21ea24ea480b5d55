"""A line is opened for what it means and to be heard again; captions can wait for a tap, or be off."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.e2e.learner import Learner
from tests.e2e.sizes import at_both_sizes
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

TYPED = "It was a good day."


async def _focused(page: Page) -> str:
    return str(await page.evaluate("document.activeElement?.innerText ?? ''"))


async def _choose_captions(page: Page, choice: str) -> None:
    await page.click("[data-testid=settings]")
    await page.locator("[data-testid=settings-sheet]").get_by_text(choice, exact=True).click()
    await page.click("[data-testid=settings-close]")


@at_both_sizes(quick="desktop", locale="en")
async def test_lines_are_opened_by_key_and_hidden_captions_show_one_line_at_a_time(
    stack: StackProcess, browser: Browser, size: dict[str, Any]
) -> None:
    learner = await Learner.at(browser, stack.url, **size)
    await learner.page.click("[data-testid=start-free]")
    await learner.hears_tutor()
    sent = await learner.now()
    await learner.type(TYPED)
    await learner.caption("learner", TYPED)
    await learner.hears_silence(since=await learner.hears_tutor(since=sent), for_ms=1000)
    page = learner.page
    await page.keyboard.press("Escape")

    # What the tutor said last, in Korean, and again; while it sounds, the tutor does not hear it.
    await page.wait_for_selector("[data-testid=caption][data-role=tutor]:last-child[data-turn-id]")
    await page.keyboard.press("k")
    await page.wait_for_selector("[data-testid=translation] [lang=ko]", timeout=15_000)
    await page.keyboard.press("r")
    await page.wait_for_selector("[data-testid=line-replay][data-state=playing]")
    await page.wait_for_selector("[data-testid=sun][data-state=replaying]")
    await page.wait_for_selector("[data-testid=sun][data-state=listening]", timeout=30_000)
    await page.keyboard.press("Escape")
    await page.wait_for_selector("[data-testid=line-panel]", state="detached")

    # The conversation is one stop of the Tab key; the learner's own line is opened from there.
    await page.locator("[data-testid=line]").last.focus()
    await page.keyboard.press("ArrowUp")
    assert TYPED in await _focused(page)
    await page.keyboard.press("Enter")
    await page.wait_for_selector("[data-testid=line-panel]")
    await page.keyboard.press("Escape")

    # Hidden until tapped, for screen readers too; a tap shows that line only.
    await _choose_captions(page, "Tap to see")
    hidden = page.locator("[data-testid=caption][data-hiding=blurred]")
    count = await hidden.count()
    assert count >= 2
    assert (
        await page.locator("[data-hiding=blurred] [data-testid=caption-text]:not([aria-hidden])").count() == 0
    )
    await hidden.last.locator("[data-testid=line]").click()
    assert await hidden.count() == count - 1

    await _choose_captions(page, "Off")
    rows = {row["text"] for row in await learner.captions() if row["role"] == "tutor"}
    assert rows == {"Tutor"}
    await learner.caption("learner", TYPED)  # what the learner wrote is no caption
    assert learner.problems == []
