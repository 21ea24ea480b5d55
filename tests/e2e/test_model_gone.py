"""A model that fails at every try. Without a spare: what the learner is told, and that the lesson can be gone on with later."""

import time

import pytest

from tests.e2e.caller import Caller
from tests.e2e.lines import HOTEL, QUIET_ROOM, RESERVATION
from tests.fixtures.faults import Faults
from tests.fixtures.room_learner import RoomLearner

pytestmark = [pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine, pytest.mark.slow]

APOLOGY = "I am sorry, I lost my thread for a moment. Could you say that again?"
ENDS_SECONDS = 20.0  # from the last line: all tries, and the report
ANSWERS = {
    "realtime": ("realtime", "response.created", {}),
    "pipeline": ("chat", "request", {"contains": '"stream": true'}),
}


@pytest.mark.parametrize(
    ("engine", "apologies"), [("realtime", 0), ("pipeline", 1)], ids=["realtime", "pipeline"]
)
async def test_in_the_role_play(caller: Caller, faults: Faults, engine: str, apologies: int) -> None:
    await caller.start_scene(engine=engine)
    await caller.hears_tutor()
    await caller.hears_silence()
    where, event, options = ANSWERS[engine]
    fault = await faults.set(where, event, "error", times=None, **options)
    lines, spoken = [RESERVATION, QUIET_ROOM][: 1 + apologies], 0.0
    for line in lines:
        await caller.speak(line)
        spoken = time.monotonic()
        await caller.said(line)
        if line != lines[-1]:
            await caller.hears_tutor(since=spoken)
            await caller.hears_silence(for_seconds=1.5)
    await _ends(caller, engine, since=spoken)
    report = await caller.report()
    said = [(turn["role"], turn["text"]) for turn in report["turns"]]
    assert report["end_reason"] == "engine"
    assert [text for role, text in said if role == "learner"] == lines
    assert [text for role, text in said[1:] if role == "tutor"] == [APOLOGY] * apologies
    await fault.lift()
    await _can_be_gone_on_with(caller, engine)


@pytest.mark.parametrize("engine", ["realtime", "pipeline"])
async def test_while_a_scene_is_built(caller: Caller, faults: Faults, engine: str) -> None:
    """The builder asks all the same, and does without what was not understood."""
    await caller.start(mode="build", engine=engine)
    await caller.hears_tutor()
    await caller.hears_silence()
    where, event, options = ANSWERS[engine]
    fault = await faults.set(where, event, "error", times=None, **options)
    await caller.speak(HOTEL)
    spoken = time.monotonic()
    await caller.said(HOTEL)
    heard = await caller.hears_tutor(since=spoken)
    print(f"{engine}: the next question after {heard - spoken:.1f} s")
    await caller.hears_silence(for_seconds=1.5)
    await fault.lift()
    await caller.speak(HOTEL)
    await caller.has(
        "the place", lambda: any(e["place"] == "hotel" for e in caller.room.of_type("scenario.updated"))
    )
    await caller.hears_silence()
    report = await caller.end()
    assert report["end_reason"] == "button"
    assert [turn["text"] for turn in report["turns"] if turn["role"] == "learner"] == [HOTEL, HOTEL]


async def _ends(caller: Caller, engine: str, *, since: float) -> None:
    await caller.has("the lesson ended", lambda: caller.room.of_type("lesson.ended"), seconds=ENDS_SECONDS)
    print(f"{engine}: ended after {time.monotonic() - since:.1f} s, notices {caller.notices()}")
    assert caller.room.of_type("lesson.ended")[0]["end_reason"] == "engine"
    assert "engine_failed" in caller.notices()
    await caller.room.leave()


async def _can_be_gone_on_with(caller: Caller, engine: str) -> None:
    caller.room = RoomLearner()
    await caller.start(continue_lesson_id=caller.lesson_id, engine=engine)
    await caller.hears_tutor()
    await caller.hears_silence()
    await caller.is_answered(QUIET_ROOM)
    report = await caller.end()
    assert report["end_reason"] == "button"
    assert RESERVATION in [turn["text"] for turn in report["turns"]]
