"""Who says nothing is offered a hint, then asked gently whether to go on, and never while they do something."""

from typing import Any

import pytest
from playwright.async_api import Browser

from tests.e2e.learner import Learner
from tests.e2e.sizes import at_both_sizes
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

OFFERED_MS = 15_000
ASKED_MS = 5_000
LATE_MS = 6_000  # this machine has two cores for everything


@at_both_sizes(quick="desktop", locale="en")
async def test_a_hint_is_offered_then_the_question_and_going_on_ends_it(
    stack: StackProcess, browser: Browser, size: dict[str, Any]
) -> None:
    learner = await Learner.at(browser, stack.url, **size)
    await learner.start_scene("hotel", "receptionist", "check in")
    heard = await learner.hears_tutor()
    silent = await learner.hears_silence(since=heard, for_ms=1000)
    page = learner.page

    await page.wait_for_selector("[data-testid=hint-offer]", timeout=OFFERED_MS + LATE_MS)
    offered = await learner.now()
    assert offered - silent > OFFERED_MS - 1500
    focused = await page.evaluate("document.activeElement?.dataset.testid ?? ''")
    assert focused != "hint-offer"  # an offer never takes the focus

    await page.wait_for_selector("[data-testid=idle]", timeout=ASKED_MS + LATE_MS)
    assert await learner.now() - offered > ASKED_MS - 500
    await page.click("[data-testid=idle-go-on]")
    await page.wait_for_selector("[data-testid=idle]", state="detached")

    # The keys take a hint and send it; it stands as the learner's own line, and the offer is gone.
    await page.keyboard.press("h")
    await page.wait_for_selector("[data-testid=hint-card][data-status=shown]", timeout=15_000)
    assert await page.evaluate("document.activeElement?.dataset.testid") == "hint-send"
    hint = await page.inner_text("[data-testid=hint-text]")
    await page.keyboard.press("Enter")
    line = await learner.caption("learner", hint)
    assert "Typed" in line["text"]
    await page.wait_for_selector("[data-testid=hint-card]", state="detached")
    assert await page.evaluate("document.activeElement?.dataset.testid") == "hint"
    await learner.hears_tutor(since=await learner.now())
    assert learner.problems == []
