"""The microphone in the middle of a lesson: another one is chosen, drops, is taken by a call; the talk goes on.

Headless Chromium has one microphone that nothing happens to. `devices.js` gives the page several, by the browser's own
interface; all behind it is real.
"""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser

from tests.e2e.learner import Learner
from tests.e2e.lines import QUIET_ROOM, RESERVATION, TEN_WORDS
from tests.e2e.pictures import Pictures
from tests.e2e.sizes import at_both_sizes
from tests.e2e.speech import say
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

DEVICES = Path(__file__).with_name("devices.js").read_text()
BUILT_IN, AIRPODS = "Built-in Microphone", "AirPods Pro"
WORDS = {
    "ko": {
        "replaced": "블루투스 연결이 끊겼어요. 지금은 Built-in Microphone 마이크를 써요.",
        "none": "마이크를 찾지 못했어요.",
        "busy": "다른 앱이 마이크를 쓰고 있어요.",
        "taken": "전화가 와서 수업을 잠시 멈췄어요",
        "muted": "마이크가 꺼져 있어서 들리지 않아요",
        "paused": "마이크 멈춤, 전화가 끝나면 다시 켜져요",
        "state": "마이크가 잠시 멈췄어요",
    },
    "en": {
        "replaced": "Bluetooth dropped. Now using the microphone of Built-in Microphone.",
        "none": "No microphone found.",
        "busy": "Another app is using the microphone.",
        "taken": "Your device has turned the microphone off",
        "muted": "Your microphone is off, so I cannot hear you",
        "paused": "Mic paused, turned off by your device",
        "state": "Your microphone is paused",
    },
}


async def _in_a_lesson(stack: StackProcess, browser: Browser, size: dict[str, Any]) -> Learner:
    learner = await Learner.at(browser, stack.url, init_script=DEVICES, **size)
    await learner.start_scene("hotel", "receptionist", "check in")
    await learner.hears_silence(since=await learner.hears_tutor(), for_ms=1200)
    return learner


async def _is_answered(learner: Learner, line: str, *, into: str) -> None:
    """Once it is quiet: the line is spoken into this microphone, heard, and answered."""
    await learner.hears_silence(since=await learner.now() - 1500, for_ms=1200)
    await learner.page.evaluate("(label) => devices.speakInto(label)", into)
    await learner.speak(say(line))
    said = await learner.now()
    await learner.caption("learner", line)
    await learner.hears_tutor(since=said)


async def _is_told(learner: Learner, code: str, words: str) -> None:
    await learner.notice(code)
    assert words in await learner.page.inner_text("[data-testid=notice]")


async def _is_over(learner: Learner, code: str) -> None:
    await learner.page.wait_for_selector(f"[data-testid=notice][data-code={code}]", state="detached")


@at_both_sizes(quick="desktop")
async def test_another_microphone_is_chosen_drops_and_the_talk_goes_on(
    stack: StackProcess, browser: Browser, size: dict[str, Any]
) -> None:
    words = WORDS[size["locale"]]
    learner = await _in_a_lesson(stack, browser, size)
    page, pictures = learner.page, Pictures(learner, f"microphone-{size['locale']}")

    # Chosen: what is said into it is heard, and how it sounds is seen where it is chosen.
    await page.click("[data-testid=settings]")
    device = page.locator("[data-testid=microphone-device]")
    await device.select_option(label=AIRPODS)
    await pictures.take("settings")
    await page.click("[data-testid=settings-close]")
    await _is_answered(learner, RESERVATION, into=AIRPODS)

    # It drops while the tutor speaks: the page says so and takes the other.
    await page.evaluate("(label) => devices.plug(label)", BUILT_IN)
    await _is_told(learner, "microphone_replaced", words["replaced"])
    await pictures.take("replaced")
    await page.click("[data-testid=settings]")
    assert await device.locator("option").all_inner_texts() != []
    assert AIRPODS not in await device.locator("option").all_inner_texts()
    assert await device.input_value() == ""
    await page.click("[data-testid=settings-close]")
    await _is_answered(learner, QUIET_ROOM, into=BUILT_IN)

    # None is left: the learner writes, and is asked no more; with one again, turns it on and speaks.
    await page.evaluate("devices.plug()")
    await _is_told(learner, "microphone_none", words["none"])
    await pictures.take("none")
    sent = await learner.now()
    await learner.type("It was a good day.")
    await learner.caption("learner", "It was a good day.")
    await learner.hears_tutor(since=sent)
    await _is_over(learner, "microphone_none")
    await page.evaluate("(label) => devices.plug(label)", BUILT_IN)
    await page.click("[data-testid=microphone]")
    await page.wait_for_selector("[data-testid=microphone][data-on=true]")

    # Muted by the learner, who forgets it and speaks: they are told, and nobody else hears it.
    await learner.hears_silence(since=await learner.now() - 1500, for_ms=1200)
    await page.keyboard.press("m")
    await page.wait_for_selector("[data-testid=microphone][data-on=false]")
    said = [row["text"] for row in await learner.captions() if row["role"] == "learner"]
    await page.evaluate("(label) => devices.speakInto(label)", BUILT_IN)
    await learner.speak(say(QUIET_ROOM))
    await _is_told(learner, "muted_talking", words["muted"])
    await page.keyboard.press("m")
    await page.wait_for_selector("[data-testid=microphone][data-on=true]")
    await _is_answered(learner, TEN_WORDS, into=BUILT_IN)
    spoken = [row["text"] for row in await learner.captions() if row["role"] == "learner"]
    assert spoken[:-1] == said
    assert learner.problems == []


@at_both_sizes(quick="phone")
async def test_a_call_pauses_the_lesson_and_the_talk_goes_on_after_it(
    stack: StackProcess, browser: Browser, size: dict[str, Any]
) -> None:
    words = WORDS[size["locale"]]
    phone = size["locale"] == "ko"
    code = "phone_call" if phone else "microphone_taken"
    learner = await _in_a_lesson(stack, browser, size)
    page, pictures = learner.page, Pictures(learner, f"call-{size['locale']}")
    await _is_answered(learner, RESERVATION, into=BUILT_IN)

    # The system takes the sound away in the middle of the tutor's sentence. On a phone that is a call: the tutor stops.
    await page.evaluate("devices.take(true)")
    await _is_told(learner, code, words["taken"])
    await pictures.take("taken")
    await page.wait_for_selector(f"[data-testid=microphone]:has-text('{words['paused']}')")
    await page.wait_for_selector(f"[data-testid=state]:has-text('{words['state']}')")
    if phone:
        await page.wait_for_selector("[data-testid=caption][data-interrupted=true]", timeout=10_000)
    await page.evaluate("devices.take(false)")
    await _is_over(learner, code)
    await page.wait_for_selector("[data-testid=microphone][data-on=true]")
    await _is_answered(learner, QUIET_ROOM, into=BUILT_IN)

    # Or it ends the microphone and gives none meanwhile.
    await page.evaluate("devices.seize(true)")
    await _is_told(learner, "microphone_busy", words["busy"])
    await pictures.take("seized")
    await page.evaluate("devices.seize(false)")
    await page.click("[data-testid=notice-microphone]")
    await _is_over(learner, "microphone_busy")
    await _is_answered(learner, TEN_WORDS, into=BUILT_IN)
    assert learner.problems == []
