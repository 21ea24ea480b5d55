"""What the learner sees of hints and meanings while the chat model is broken, answers junk, is slow or does not answer."""

import pytest
from playwright.async_api import Browser

from tests.e2e.learner import Learner
from tests.e2e.pictures import Pictures
from tests.e2e.stack_process import StackProcess
from tests.fixtures.faults import Faults

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

PHONE = {"width": 360, "height": 740}
MEANING, HINT = "translate_to", "roleplay"  # what only these requests to the chat model have
NO_MEANING = "지금은 번역할 수 없어요. 영어로만 보여 드릴게요."
NO_HINT = "지금은 힌트를 만들지 못했어요. 한국어로 말해도 괜찮아요."
SLOW_SECONDS = 2.0


async def _opens_line(learner: Learner) -> None:
    await learner.page.locator("[data-testid=caption][data-role=tutor] [data-testid=line]").first.click()


async def _meaning(learner: Learner, text: str) -> None:
    await learner.page.wait_for_selector(f"[data-testid=translation]:has-text('{text}')", timeout=12_000)


async def _card(learner: Learner, status: str) -> None:
    await learner.page.wait_for_selector(f"[data-testid=hint-card][data-status={status}]", timeout=12_000)


async def test_the_page_says_so_and_the_lesson_goes_on(
    stack: StackProcess, browser: Browser, faults: Faults
) -> None:
    learner = await Learner.at(browser, stack.url, locale="ko", viewport=PHONE)
    page, pictures = learner.page, Pictures(learner, "failing-model")
    await page.click("[data-testid=start-free]")
    await learner.hears_silence(since=await learner.hears_tutor(), for_ms=700)

    # What a line means: broken, junk, then only slow. Hearing it again does not depend on it.
    for event, kind in (("request", "error"), ("answer", "broken_json")):
        fault = await faults.set("chat", event, kind, contains=MEANING)
        await _opens_line(learner)
        await _meaning(learner, NO_MEANING)
        await fault.has_struck()
        assert await page.is_enabled("[data-testid=line-replay]")
        if kind == "error":
            await pictures.take("no-meaning")
        await page.keyboard.press("Escape")
        await page.wait_for_selector("[data-testid=line-panel]", state="detached")
    await faults.set("chat", "request", "delay", seconds=SLOW_SECONDS, contains=MEANING)
    await _opens_line(learner)
    await _meaning(learner, "번역하고 있어요")
    await _meaning(learner, "안녕하세요, 만나서 반가워요.")
    await page.keyboard.press("Escape")

    # Hints: broken, junk, and one that does not come at all; then the learner types, and is answered.
    for event, kind in (("request", "error"), ("answer", "broken_json"), ("request", "stall")):
        fault = await faults.set("chat", event, kind, contains=HINT)
        await page.keyboard.press("h")
        if kind == "stall":
            await _card(learner, "loading")
            await pictures.take("slow-hint")
        await _card(learner, "empty")
        await fault.has_struck()
        assert NO_HINT in await page.inner_text("[data-testid=hint-card]")
        if kind == "error":
            await pictures.take("no-hint")
        await page.keyboard.press("Escape")
        await page.wait_for_selector("[data-testid=hint-card]", state="detached")
    sent = await learner.now()
    await learner.type("It was a good day.")
    await learner.hears_tutor(since=sent)

    # And when the model is well again, so is the help.
    await faults.clear()
    await page.keyboard.press("Escape")
    await page.keyboard.press("h")
    await _card(learner, "shown")
    assert await page.inner_text("[data-testid=hint-meaning]")
    assert learner.problems == []
