"""What the learner sees of hints and meanings while the chat model is broken, answers junk, is slow or does not answer."""

import json
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.e2e.learner import Learner
from tests.e2e.pictures import Pictures
from tests.e2e.sizes import at_both_sizes
from tests.e2e.stack_process import StackProcess
from tests.fixtures.faults import Faults, SetFault

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

PHONE = {"width": 360, "height": 740}
MEANING, HINT = "translate_to", "roleplay"  # what only these requests to the chat model have
NO_MEANING = "지금은 번역할 수 없어요. 영어로만 보여 드릴게요."
NO_HINT = "지금은 힌트를 만들지 못했어요. 한국어로 말해도 괜찮아요."
SAID = {
    "ko": {"meaning": NO_MEANING, "hint": NO_HINT},
    "en": {
        "meaning": "No translation right now. Here is the English alone.",
        "hint": "No hint this time. You may also say it in Korean.",
    },
}
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


SAYABLE = "Two nights & breakfast, please. " + "o" * 60
NONSENSE = "가나다라 " * 12 + "<b>마바사</b>"
# Whole in form, and nothing in it that a learner could be shown.
NO_TRANSLATIONS: tuple[object, ...] = (
    {"translation": 7},
    {"translation": "Blah blah."},
    {"translation": "ㅁㄴㅇㄹ"},
    {"translation": "가" * 2000},
    {"hints": ["Yes."]},
)
NO_HINTS: tuple[object, ...] = (
    {"hints": "Yes."},
    {"hints": [7, None, {"text": "예약했어요."}, {"text": "<i>Two nights.</i>"}, {"text": "a" * 201}]},
    [["Yes."]],
)
ONE_HINT = {"hints": [{"text": "네."}, {"text": SAYABLE, "meaning": NONSENSE}, 7]}


async def _fits(page: Page) -> None:
    assert page.viewport_size is not None
    assert await page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@at_both_sizes(quick="phone")
async def test_nonsense_in_good_form_is_left_out_and_what_passes_stays_plain_text(
    stack: StackProcess, browser: Browser, faults: Faults, size: dict[str, Any]
) -> None:
    learner = await Learner.at(browser, stack.url, **size)
    page, pictures = learner.page, Pictures(learner, f"nonsense-{size['locale']}")
    say_no = SAID[size["locale"]]
    await page.click("[data-testid=start-free]")
    await learner.hears_silence(since=await learner.hears_tutor(), for_ms=700)

    async def model_says(answer: object, asked: str) -> SetFault:
        message = json.dumps(answer, ensure_ascii=False)
        return await faults.set("chat", "answer", "junk", message=message, contains=asked)

    for answer in NO_TRANSLATIONS:
        fault = await model_says(answer, MEANING)
        await _opens_line(learner)
        await _meaning(learner, say_no["meaning"])
        await fault.has_struck()
        await page.keyboard.press("Escape")
        await page.wait_for_selector("[data-testid=line-panel]", state="detached")
    # What looks like Korean cannot be told from a meaning. It is text, and breaks nothing.
    await model_says({"translation": NONSENSE}, MEANING)
    await _opens_line(learner)
    await _meaning(learner, NONSENSE)
    await _fits(page)
    await pictures.take("meaning")
    await page.keyboard.press("Escape")

    for answer in NO_HINTS:
        fault = await model_says(answer, HINT)
        await page.keyboard.press("h")
        await _card(learner, "empty")
        await fault.has_struck()
        assert say_no["hint"] in await page.inner_text("[data-testid=hint-card]")
        await page.keyboard.press("Escape")
        await page.wait_for_selector("[data-testid=hint-card]", state="detached")
    await model_says(ONE_HINT, HINT)
    await page.keyboard.press("h")
    await _card(learner, "shown")
    assert await page.inner_text("[data-testid=hint-text]") == SAYABLE
    assert await page.is_hidden("[data-testid=hint-next]")
    await _fits(page)
    await pictures.take("hint")

    # The tutor does not know of it: the lesson goes on. What a learner writes may be long as well.
    await page.keyboard.press("Escape")
    sent = await learner.now()
    await learner.type(f"It was a g{'o' * 60}d day.")
    await learner.caption("learner", "It was a g")
    await _fits(page)
    await pictures.take("typed")
    await learner.hears_tutor(since=sent)
    assert learner.problems == []
