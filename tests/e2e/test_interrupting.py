"""The tutor stops the moment the learner speaks, and what is stored is what was heard."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from playwright.async_api import Browser

from tests.e2e.learner import Learner
from tests.e2e.lines import QUIET_ROOM, RESERVATION
from tests.e2e.sizes import at_both_sizes
from tests.e2e.speech import say
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

SILENT_MS = 500  # the tutor's own pauses between words are shorter
# On two cores that also run the browser; bench/ gives the figure of an idle machine.
LIMIT_MS = 2500


async def _interrupt(learner: Learner, line: str) -> tuple[float, float]:
    """Speak over the tutor; when the first voiced sound began and when the tutor fell silent, ms of the page."""
    spoken = say(line)
    began = await learner.now() + spoken.voiced[0][0] * 1000
    speaking = asyncio.create_task(learner.speak(spoken))
    silent = await learner.hears_silence(since=began, for_ms=SILENT_MS)
    await speaking
    return began, silent


@at_both_sizes(quick="desktop", locale="en")
@pytest.mark.parametrize("moment", ["one second into the greeting", "in a reply"])
async def test_speaking_over_the_tutor_silences_it(
    stack: StackProcess,
    browser: Browser,
    database: "asyncpg.Connection[asyncpg.Record]",
    moment: str,
    size: dict[str, Any],
) -> None:
    learner = await Learner.at(browser, stack.url, **size)
    await learner.start_scene("hotel", "receptionist", "check in")
    heard = await learner.hears_tutor()
    if moment == "in a reply":
        await learner.hears_silence(since=heard, for_ms=1000)
        await learner.speak(say(RESERVATION))
        heard = await learner.hears_tutor(since=await learner.now())
    await learner.until(_later_than(learner, heard + 1000), what="a second of the line is played")

    began, silent = await _interrupt(learner, QUIET_ROOM)
    took = silent - began
    print(f"silent {took:.0f} ms after the learner began ({moment})")
    assert took < LIMIT_MS

    await learner.caption("learner", QUIET_ROOM)
    # And it answers, until the learner has it stop.
    heard_again = await learner.hears_tutor(since=await learner.now())
    await learner.until(_later_than(learner, heard_again + 500), what="some of the answer is played")
    if moment == "in a reply":
        await learner.page.keyboard.press("s")
    else:
        await learner.page.click("[data-testid=stop]")
    await learner.until(_two_are_cut(learner), what="the answer is marked as cut too")
    cut = next(row for row in await learner.captions() if row.get("interrupted") == "true")
    lesson_id = learner.lesson_id
    await learner.end()
    row = await database.fetchrow(
        "SELECT text, speech_seconds, interrupted FROM turns "
        "WHERE lesson_id = $1 AND role = 'tutor' AND turn_id = $2",
        UUID(lesson_id),
        UUID(cut["turnId"]),
    )
    assert row is not None
    assert row["interrupted"]
    assert row["text"] in cut["text"]
    # What was played is what was heard, not the whole line; the way to the ear costs some tenths.
    assert row["speech_seconds"] == pytest.approx((silent - heard) / 1000, abs=0.7)


def _two_are_cut(learner: Learner) -> Callable[[], Awaitable[bool]]:
    async def marked() -> bool:
        return sum(row.get("interrupted") == "true" for row in await learner.captions()) == 2

    return marked


def _later_than(learner: Learner, ms: float) -> Callable[[], Awaitable[bool | None]]:
    async def reached() -> bool | None:
        return (await learner.now()) > ms or None

    return reached
