"""The microphone check before a first lesson: what it says of a voice, and where it leads."""

from typing import Any

import numpy as np
import pytest
from playwright.async_api import Browser

from tests.e2e.learner import Learner
from tests.e2e.sizes import at_both_sizes
from tests.e2e.speech import RATE, ROOM_NOISE, Line, say
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

SENTENCE = "Hello, nice to meet you."
GOOD = 1.0
WHISPERED = 0.08
SHOUTED = 12.0  # clipped, as a microphone clips
LOUD_ROOM = 0.03  # RMS of full scale, -30 dB


def in_a_room(line: Line, *, gain: float, noise: float = ROOM_NOISE) -> Line:
    """The line with a second of the room before and after it."""
    second = np.zeros(RATE, np.float32)
    samples = np.concatenate([second, line.samples * np.float32(gain), second])
    room = np.random.default_rng(seed=1).normal(0.0, noise, samples.size).astype(np.float32)
    return Line(np.clip(samples + room, -1, 1).astype(np.float32), line.voiced)


async def verdict(learner: Learner, word: str, *, seconds: float = 8.0) -> None:
    selector = f"[data-testid=microphone-verdict][data-verdict={word}]"
    await learner.page.wait_for_selector(selector, timeout=seconds * 1000)


@at_both_sizes(quick="desktop")
async def test_a_newcomer_is_told_how_they_sound_and_goes_on_into_the_lesson(
    stack: StackProcess, browser: Browser, size: dict[str, Any]
) -> None:
    learner = await Learner.at(browser, stack.url, newcomer=True, **size)
    await learner.page.click("[data-testid=start-free]")
    await verdict(learner, "silent")  # the test's microphone is digitally silent until it speaks
    await learner.speak(in_a_room(say(SENTENCE), gain=GOOD))
    await verdict(learner, "good")
    await learner.page.click("[data-testid=microphone-go]")
    await learner.hears_tutor()
    assert learner.problems == []


@at_both_sizes()
@pytest.mark.parametrize(
    ("gain", "noise", "word"),
    [(WHISPERED, ROOM_NOISE, "quiet"), (SHOUTED, ROOM_NOISE, "loud"), (WHISPERED, LOUD_ROOM, "noisy")],
)
async def test_what_is_wrong_is_said(
    stack: StackProcess, browser: Browser, gain: float, noise: float, word: str, size: dict[str, Any]
) -> None:
    learner = await Learner.at(browser, f"{stack.url}/microphone", newcomer=True, **size)
    await learner.page.wait_for_selector("[data-testid=microphone-go]")
    await learner.speak(in_a_room(say(SENTENCE), gain=gain, noise=noise))
    await verdict(learner, word)


@at_both_sizes(quick="desktop")
async def test_who_types_instead_is_not_asked_for_a_microphone(
    stack: StackProcess, browser: Browser, size: dict[str, Any]
) -> None:
    learner = await Learner.at(browser, stack.url, newcomer=True, **size)
    await learner.page.click("[data-testid=start-free]")
    await learner.page.click("[data-testid=microphone-type]")
    await learner.page.wait_for_selector("[data-testid=type-text]")  # it opens by itself
    await learner.type("Hello.")
    await learner.caption("learner", "Hello.")
    await learner.page.reload()
    await learner.page.wait_for_selector("[data-testid=type-text]")
    assert await learner.page.get_attribute("[data-testid=microphone]", "data-on") == "false"
    assert learner.problems == []
