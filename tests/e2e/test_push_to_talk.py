"""The talk button through the whole audio path: what is a turn, what is none, and back to an open microphone."""

import asyncio
import time
from pathlib import Path

import pytest

from tests.e2e.caller import Caller
from tests.e2e.lines import ALL_AT_ONCE, QUIET_ROOM, RESERVATION
from tests.e2e.speech import say, silence
from tests.e2e.wire import connections, turn_detections

pytestmark = [pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

PAUSE_SECONDS = 3.0  # three times the patience of these lessons


async def _talk(caller: Caller, action: str) -> None:
    await caller.room.call("lesson.talk", action=action)


async def _press(caller: Caller, line: str) -> None:
    await _talk(caller, "start")
    await caller.speak(line)
    await _talk(caller, "stop")


async def test_a_press_is_one_turn_whatever_the_pauses_and_nothing_else_is(
    caller: Caller, stack_folder: Path
) -> None:
    began = time.time()
    await caller.start_scene()
    await caller.has("some of the opening", lambda: caller.room.seconds_heard > 1.5)

    # Pressing stops the opening; a pause three times the patience ends no turn and lets nobody answer.
    await _talk(caller, "start")
    await caller.hears_silence(for_seconds=0.4, seconds=2.0)
    pressed = time.monotonic()
    first, second = say("Hello,"), say("I have a reservation for tonight.")
    for part in (first, silence(PAUSE_SECONDS), second):
        await caller.room.speak(part.samples)
    assert caller.room.heard_since(pressed) is None
    let_go = time.monotonic()
    await _talk(caller, "stop")
    await caller.said(RESERVATION)
    await caller.hears_tutor(since=let_go)
    (turn,) = caller.turns("learner")
    assert turn["source"] == "push_to_talk"
    assert turn["speech_seconds"] == pytest.approx(first.voiced_seconds + second.voiced_seconds, abs=0.4)
    assert caller.turns("tutor")[0]["interrupted"]

    # Cancelled, without a word, a slip of the finger, and words without a press: no turn, no answer.
    await caller.hears_silence()
    await _talk(caller, "start")
    await caller.speak(QUIET_ROOM)
    await _talk(caller, "cancel")
    await _talk(caller, "start")
    await asyncio.sleep(0.3)  # the button is held, nothing is said
    await _talk(caller, "stop")
    await caller.has("a notice", lambda: caller.notices() == ["not_heard"], seconds=2.0)
    await asyncio.gather(_talk(caller, "start"), _talk(caller, "stop"))
    quiet_since = time.monotonic()
    await caller.speak(QUIET_ROOM)
    await asyncio.sleep(2.0)  # the patience, and twice what an answer takes
    assert caller.room.heard_since(quiet_since) is None
    assert len(caller.turns("learner")) == 1
    assert caller.notices() == ["not_heard"]

    # Hands free again, with the same values.
    await _talk(caller, "open")
    await caller.speak(QUIET_ROOM)
    await caller.said(QUIET_ROOM)
    await caller.hears_tutor(since=time.monotonic() - 0.5)
    assert [turn["source"] for turn in caller.turns("learner")] == ["push_to_talk", "voice"]
    report = await caller.end()
    assert report["learner_turns"] == 2

    (connection,) = connections(stack_folder / "wire.jsonl", since=began)
    told = turn_detections(connection)
    assert told[-2] is None
    assert told[-1] == told[0]


async def test_the_builder_hears_presses_and_so_does_the_scene_after_it(caller: Caller) -> None:
    await caller.start(mode="build")
    await caller.hears_tutor()
    await _press(caller, ALL_AT_ONCE)
    await caller.said(ALL_AT_ONCE)
    await caller.has("the scene", lambda: caller.room.of_type("scenario.completed"))
    await caller.has("the first line", lambda: "name, please?" in _last_line(caller), seconds=40)
    await _press(caller, RESERVATION)
    await caller.said(RESERVATION)
    await caller.has("an answer", lambda: "booking" in _last_line(caller))
    assert [turn["source"] for turn in caller.turns("learner")] == ["push_to_talk"] * 2
    await caller.end()
    assert len(caller.room.of_type("scenario.completed")) == 1


def _last_line(caller: Caller) -> str:
    return str(caller.turns("tutor")[-1]["text"]) if caller.turns("tutor") else ""
