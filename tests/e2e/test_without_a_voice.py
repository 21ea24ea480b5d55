"""A whole lesson by the keyboard alone, and one by typing alone where the microphone is refused."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest
from playwright.async_api import Browser, Page

from tests.e2e.accessible import assert_accessible
from tests.e2e.learner import Learner
from tests.e2e.sizes import at_both_sizes
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

MOST_STOPS = 60  # of the Tab key until everything on a page has been reached
GREETING = "Hello, I have a reservation."
ALL_IN_ONE = "호텔에서 직원이랑 체크인 연습하고 싶어요."

_REFUSED = """
navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); };
"""


async def _tab_to(page: Page, test_id: str) -> None:
    """By the Tab key alone; each stop on the way must be visible."""
    for _ in range(MOST_STOPS):
        await page.keyboard.press("Tab")
        here = await page.evaluate(
            "() => { const it = document.activeElement; const box = it.getBoundingClientRect();"
            " return [it.closest('[data-testid]')?.dataset.testid ?? it.tagName, box.width * box.height]; }"
        )
        if here[0] == test_id:
            assert here[1] > 0
            return
    raise AssertionError(f"{test_id} was not reached in {MOST_STOPS} stops")


async def _type_and_be_answered(learner: Learner, text: str) -> None:
    await learner.page.keyboard.type(text)
    await learner.page.keyboard.press("Enter")
    sent = await learner.now()
    await learner.caption("learner", text)
    await learner.hears_tutor(since=sent)


async def test_a_lesson_by_keyboard_alone(
    stack: StackProcess, browser: Browser, database: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    learner = await Learner.at(browser, stack.url)
    page = learner.page
    await page.wait_for_selector("[data-testid=start-free]:enabled")
    await _tab_to(page, "start-free")
    await page.keyboard.press("Enter")
    heard = await learner.hears_tutor()
    await learner.hears_silence(since=heard, for_ms=1200)

    await page.keyboard.press("t")
    await page.wait_for_selector("[data-testid=type-text]:focus")
    await _type_and_be_answered(learner, GREETING)
    await page.keyboard.press("Escape")

    await _tab_to(page, "hint")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("[data-testid=hint-text]", timeout=15_000)
    await assert_accessible(page, "a hint, by keyboard")
    await _tab_to(page, "hint-send")
    suggested = await page.inner_text("[data-testid=hint-text]")
    await page.keyboard.press("Enter")
    await learner.caption("learner", suggested)

    await _tab_to(page, "end")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("[data-testid=end-confirm]:focus")
    lesson_id = UUID(learner.lesson_id)
    await page.keyboard.press("Enter")
    await page.wait_for_selector("[data-testid=turn]", timeout=20_000)
    rows = await database.fetch(
        "SELECT text FROM turns WHERE lesson_id = $1 AND role = 'learner' ORDER BY seq", lesson_id
    )
    assert [row["text"] for row in rows] == [GREETING, suggested]
    assert learner.problems == []


@at_both_sizes(quick="phone", locale="ko")
async def test_a_lesson_by_typing_alone_where_the_microphone_is_refused(
    stack: StackProcess,
    browser: Browser,
    database: "asyncpg.Connection[asyncpg.Record]",
    size: dict[str, Any],
) -> None:
    learner = await Learner.at(browser, stack.url, init_script=_REFUSED, **size)
    page = learner.page
    await learner.start_building()
    await learner.notice("microphone_denied")
    await assert_accessible(page, "the microphone is refused")
    await page.click("[data-testid=notice-type_instead]")
    await page.wait_for_selector("[data-testid=type-text]:focus")
    await learner.hears_tutor()
    await _type_and_be_answered(learner, ALL_IN_ONE)
    await page.wait_for_selector("[data-testid=scene-slots]", state="detached", timeout=30_000)
    await learner.hears_silence(since=await learner.now(), for_ms=1500)
    await _type_and_be_answered(learner, GREETING)
    lesson_id = UUID(learner.lesson_id)
    await learner.end()
    rows = await database.fetch(
        "SELECT text, source, speech_seconds FROM turns WHERE lesson_id = $1 AND role = 'learner' ORDER BY seq",
        lesson_id,
    )
    assert [(row["text"], row["source"], row["speech_seconds"]) for row in rows] == [
        (ALL_IN_ONE, "text", 0.0),
        (GREETING, "text", 0.0),
    ]
    assert learner.problems == []
