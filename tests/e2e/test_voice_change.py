"""Another voice in the middle of the talk (L4): heard in it, remembered by the engine, and no second opening."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest
from livekit import rtc

from tests.e2e.caller import Caller
from tests.e2e.lines import HOTEL, QUIET_ROOM, RESERVATION
from tests.e2e.wire import connections, items, sounds, turn_detections, voices
from tests.fixtures.faults import Faults

MEANWHILE = [QUIET_ROOM, "Is breakfast included?"]

pytestmark = [pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]


async def test_a_role_play_goes_on_in_the_new_voice(caller: Caller, stack_folder: Path) -> None:
    began = time.time()
    await caller.start_scene()
    await caller.hears_tutor()
    await caller.hears_silence()
    await caller.speak(RESERVATION)
    await caller.said(RESERVATION)
    await caller.has("an answer under way", lambda: caller.room.silent_for() < 0.2)

    with pytest.raises(rtc.RpcError) as refused:
        await caller.room.call("lesson.set_voice", voice="nova")
    assert refused.value.code == 1422
    assert json.loads(refused.value.data or "{}")["field"] == "voice"
    assert "expected one of alloy, " in refused.value.message
    assert "verse" in refused.value.message

    await caller.room.call("lesson.set_voice", voice="echo")  # while the tutor speaks
    await caller.has("the answer, whole", lambda: len(caller.turns("tutor")) == 2)
    assert not any(turn["interrupted"] for turn in caller.turns("tutor"))
    since, changed = time.monotonic(), time.time()
    await caller.speak(QUIET_ROOM)
    await caller.said(QUIET_ROOM)
    await caller.hears_tutor(since=since)
    await caller.has("the next answer", lambda: len(caller.turns("tutor")) == 3)
    assert (await caller.lesson())["voice"] == "echo"
    await caller.end()

    before, after = connections(stack_folder / "wire.jsonl", since=began)
    assert {voice for voice, _ in sounds(stack_folder / "wire.jsonl", since=changed)} == {"echo"}
    assert voices(before) == ["alloy"]
    assert set(voices(after)) == {"echo"}
    assert items(after) == [turn["text"] for turn in _in_order(caller)[:3]]
    assert not any("first line" in json.dumps(event) for event in after if event["type"] == "response.create")
    assert len([turn for turn in caller.turns("tutor") if "welcome" in turn["text"]]) == 1


async def test_a_learner_who_speaks_meanwhile_is_answered_in_the_new_voice(
    caller: Caller, stack_folder: Path
) -> None:
    """Changed while the tutor opens, which the learner interrupts: what was heard of it is what the engine knows."""
    began = time.time()
    await caller.start_scene()
    await caller.has("some of the opening", lambda: caller.room.seconds_heard > 1.0)
    speaking = asyncio.create_task(caller.speak(RESERVATION))
    await caller.room.call("lesson.set_voice", voice="coral")
    await speaking
    await caller.said(RESERVATION)
    await caller.hears_tutor(since=time.monotonic() - 0.5)
    assert sounds(stack_folder / "wire.jsonl", since=began)[-1][0] == "coral"

    await caller.end()
    before, after = connections(stack_folder / "wire.jsonl", since=began)
    assert len([event for event in before if event["type"] == "response.create"]) == 1  # the opening
    assert set(voices(after)) == {"coral"}
    assert RESERVATION in items(after)


@pytest.mark.slow
async def test_a_learner_who_types_meanwhile_is_answered_in_the_new_voice(
    caller: Caller, stack_folder: Path
) -> None:
    began = time.time()
    await caller.start_scene()
    await caller.has("some of the opening", lambda: caller.room.seconds_heard > 1.0)
    changing = asyncio.create_task(caller.room.call("lesson.set_voice", voice="coral"))
    await caller.has("answers held", lambda: _holds_answers(stack_folder, since=began))
    await caller.room.room.local_participant.send_text(QUIET_ROOM, topic="lk.chat")
    await changing
    await caller.has("the answer", lambda: len(caller.turns("tutor")) == 2, seconds=30)
    assert [turn["text"] for turn in caller.turns("learner")] == [QUIET_ROOM]
    await caller.end()
    before, after = connections(stack_folder / "wire.jsonl", since=began)
    assert len([event for event in before if event["type"] == "response.create"]) == 1  # the opening
    assert set(voices(after)) == {"coral"}
    assert [turn["role"] for turn in _in_order(caller)] == ["tutor", "learner", "tutor"]


@pytest.mark.slow
async def test_what_is_typed_meanwhile_is_kept_though_the_lesson_ends_before_its_answer(
    caller: Caller, faults: Faults
) -> None:
    await caller.start_scene()
    await caller.has("some of the opening", lambda: caller.room.seconds_heard > 1.0)
    slow = await faults.set("realtime", "connect", "delay", seconds=4.0)
    changing = asyncio.create_task(caller.room.call("lesson.set_voice", voice="coral"))
    await slow.has_struck()
    for line in MEANWHILE:
        await caller.room.room.local_participant.send_text(line, topic="lk.chat")
        await caller.said(line)  # LiveKit keeps no order between two texts on their way at once
    report = await caller.end()
    await asyncio.gather(changing, return_exceptions=True)
    assert [turn["text"] for turn in caller.turns("learner")] == MEANWHILE  # shown before the end
    turns = [(turn["role"], turn["text"], turn["source"]) for turn in report["turns"]]
    assert turns[0][0] == "tutor"
    assert turns[1:] == [("learner", line, "text") for line in MEANWHILE]


async def test_the_builder_asks_on_in_the_new_voice(caller: Caller, stack_folder: Path) -> None:
    began = time.time()
    await caller.start(mode="build")
    await caller.hears_tutor()
    await caller.hears_silence()
    await caller.room.call("lesson.set_voice", voice="ash")
    await caller.speak(HOTEL)
    await caller.said(HOTEL)
    await caller.has("a question", lambda: len(caller.turns("tutor")) == 2)
    await caller.end()
    greeting, question = (turn["text"] for turn in caller.turns("tutor"))
    _, after = connections(stack_folder / "wire.jsonl", since=began)
    assert items(after)[:1] == [greeting]
    assert question != greeting
    # The greeting's sound may have been made before this lesson, like that of any fixed sentence.
    assert {
        voice for voice, text in sounds(stack_folder / "wire.jsonl", since=began) if text == question
    } == {"ash"}


def _holds_answers(stack_folder: Path, *, since: float) -> bool:
    told = turn_detections(connections(stack_folder / "wire.jsonl", since=since)[0])
    return told[-1]["create_response"] is False


def _in_order(caller: Caller) -> list[dict[str, Any]]:
    return sorted(
        (event["turn"] for event in caller.room.of_type("turn.added")), key=lambda turn: turn["seq"]
    )
