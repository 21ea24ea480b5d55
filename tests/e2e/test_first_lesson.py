"""The main way, nothing mocked: a page, a spoken microphone, a voice that answers, the turns in Postgres."""

from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.e2e.learner import AUDIBLE, Learner, chromium
from tests.e2e.lines import QUIET_ROOM, RESERVATION
from tests.e2e.sizes import at_both_sizes
from tests.e2e.speech import say, silence, write_wav
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

GREETING_SECONDS = 18.0  # until the greeting is over, with time to spare
ANSWER_SECONDS = 12.0


@at_both_sizes(quick="desktop", locale="en")
async def test_two_spoken_turns_are_answered_and_stored(
    stack: StackProcess,
    database: "asyncpg.Connection[asyncpg.Record]",
    tmp_path: Path,
    size: dict[str, Any],
) -> None:
    first, second = say(RESERVATION), say(QUIET_ROOM)
    microphone = write_wav(
        tmp_path / "microphone.wav",
        silence(GREETING_SECONDS),
        first,
        silence(ANSWER_SECONDS),
        second,
        silence(2.0),
    )
    async with chromium(microphone=microphone) as browser:
        learner = await Learner.at(browser, stack.url, real_microphone=True, **size)
        await learner.start_scene("hotel", "receptionist", "check in")

        heard = await learner.hears_tutor()
        quiet = await learner.hears_silence(since=heard, for_ms=1000)
        await learner.caption("learner", RESERVATION, seconds=40)
        answered = await learner.hears_tutor(since=quiet + 1000)
        await learner.caption("learner", QUIET_ROOM, seconds=30)
        loudest = max(level for _, level in await learner.levels(since=answered))
        tutor_lines = [row for row in await learner.captions() if row["role"] == "tutor"]
        await learner.hears_tutor(since=await learner.now())
        lesson_id = learner.lesson_id
        await learner.end()

        assert loudest > 4 * AUDIBLE
        assert len(tutor_lines) >= 2
        assert learner.problems == []

    rows = await database.fetch(
        "SELECT role, text, speech_seconds, started_at FROM turns WHERE lesson_id = $1 ORDER BY seq",
        UUID(lesson_id),
    )
    spoken = [row for row in rows if row["role"] == "learner"]
    assert [row["text"] for row in spoken] == [RESERVATION, QUIET_ROOM]
    assert [row["role"] for row in rows][:4] == ["tutor", "learner", "tutor", "learner"]
    assert [row["started_at"] for row in rows] == sorted(row["started_at"] for row in rows)
    for row, line in zip(spoken, (first, second), strict=True):
        assert row["speech_seconds"] == pytest.approx(line.voiced_seconds, abs=0.3)
    lesson = await database.fetchrow(
        "SELECT status, end_reason FROM lessons WHERE lesson_id = $1", UUID(lesson_id)
    )
    assert lesson is not None
    assert (lesson["status"], lesson["end_reason"]) == ("ended", "button")
