"""A question about English in the middle of a scene: typed, looked up, answered in the tutor's voice. Through all parts."""

import json
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from lesson.fillers import APOLOGY, FIRST, STILL
from tests.e2e.caller import Caller
from tests.e2e.lines import RESERVATION, RESERVE
from tests.fixtures.faults import Faults

pytestmark = [pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine, pytest.mark.slow]

SUPERVISOR = "key_phrases"  # stands in its requests, and in no other
FILLER_SECONDS = 0.3  # from the call to the filler's first sound (docs/behaviours.md)
WAY_TO_THE_EAR_SECONDS = 0.3  # through LiveKit, on a busy machine


async def _in_a_scene(caller: Caller) -> None:
    await caller.start_scene()
    await caller.hears_tutor()
    await caller.hears_silence()


async def _ask(caller: Caller, line: str) -> float:
    asked = time.monotonic()
    await caller.room.room.local_participant.send_text(line, topic="lk.chat")
    await caller.said(line)
    return asked


async def _answered(caller: Caller, what: str, *, seconds: float = 20.0) -> None:
    await caller.has(f"{what!r} is said", lambda: what in caller.turns("tutor")[-1]["text"], seconds=seconds)
    await caller.hears_silence()


def _events(stack_folder: Path, kind: str) -> list[dict[str, Any]]:
    """Of the engine's wire, with their time as Unix seconds."""
    rows = map(json.loads, (stack_folder / "wire.jsonl").read_text().splitlines())
    return [{**row["event"], "time": row["time"]} for row in rows if row["event"]["type"] == kind]


def _said_since(caller: Caller, seq: int) -> list[str]:
    turns = sorted(caller.turns("tutor"), key=lambda turn: turn["seq"])
    return [turn["text"] for turn in turns if turn["seq"] > seq]


async def test_a_question_in_a_scene_is_looked_up_and_the_scene_goes_on(
    caller: Caller, stack_folder: Path, faults: Faults
) -> None:
    await faults.set("chat", "request", "delay", seconds=1.5, contains=SUPERVISOR)
    await _in_a_scene(caller)
    asked = await _ask(caller, "What does reserve mean?")
    heard = await caller.hears_tutor(since=asked)
    called = _events(stack_folder, "response.function_call_arguments.done")[-1]
    after_call = heard - (called["time"] - time.time() + time.monotonic())
    print(f"filler at the ear {after_call * 1000:.0f} ms after the call")
    assert after_call < FILLER_SECONDS + WAY_TO_THE_EAR_SECONDS
    await _answered(caller, "dictionary says")
    filler, answer = _said_since(caller, caller.turns("learner")[0]["seq"])
    assert filler in FIRST["en"]  # a turn of its own, not glued to the answer
    assert answer.startswith("The dictionary says that reserve, as a verb, means hold back")

    await _ask(caller, "Can you repeat that?")  # J2
    await caller.has("its own last line again", lambda: answer in caller.turns("tutor")[-1]["text"])
    await caller.hears_silence()
    await _ask(caller, "I have a reservation.")
    await caller.has("the scene goes on", lambda: "booking" in caller.turns("tutor")[-1]["text"])

    created = [event["item"] for event in _events(stack_folder, "conversation.item.create")]
    texts = [item["content"][0]["text"].strip() for item in created if item.get("role") == "assistant"]
    assert answer in texts  # the engine's conversation has it as the tutor's own line
    calls = [
        event["item"]["call_id"]
        for event in _events(stack_folder, "response.output_item.done")
        if event["item"]["type"] == "function_call"
    ]
    assert set(calls) <= {item.get("call_id") for item in created}  # every call is answered
    await caller.end()


async def test_a_spoken_question_stops_the_voices_own_answer(caller: Caller, faults: Faults) -> None:
    await faults.set("chat", "request", "delay", seconds=1.5, contains=SUPERVISOR)
    await _in_a_scene(caller)
    await caller.speak(RESERVE)
    await caller.said(RESERVE)
    await _answered(caller, "dictionary says")
    *_, filler, answer = _said_since(caller, caller.turns("learner")[0]["seq"])
    assert filler in FIRST["en"]
    assert answer.startswith("The dictionary says that reserve")
    since = time.monotonic()
    await caller.speak(RESERVATION)
    await caller.said(RESERVATION)
    await caller.hears_tutor(since=since)
    await caller.has("the scene goes on", lambda: "booking" in caller.turns("tutor")[-1]["text"])
    await caller.end()
    assert len([turn for turn in caller.turns("tutor") if turn["text"].startswith("The dictionary")]) == 1


async def test_three_questions_have_three_fillers_and_no_answer_an_apology(  # J5
    caller: Caller, faults: Faults
) -> None:
    await _in_a_scene(caller)
    await faults.set("chat", "request", "delay", seconds=1.0, times=None, contains=SUPERVISOR)
    fillers = []
    for line, answer in (
        ("Why is it 'an hour'?", "vowel sound"),
        ("What is the past tense of go?", "went"),
        ("How many lessons have I had?", "You have had"),
    ):
        await _ask(caller, line)
        await _answered(caller, answer)
        fillers.append(_said_since(caller, caller.turns("learner")[-1]["seq"])[0])
    assert set(fillers) <= set(FIRST["en"])
    assert len(set(fillers)) == 3

    await faults.clear()
    await faults.set("chat", "request", "stall", contains=SUPERVISOR)
    await _ask(caller, "What does deposit mean?")
    await caller.has("an apology", lambda: caller.turns("tutor")[-1]["text"] == APOLOGY["en"])
    first, still, _ = _said_since(caller, caller.turns("learner")[-1]["seq"])
    assert first in FIRST["en"]
    assert first != fillers[-1]
    assert still in STILL["en"]
    turns = sorted(caller.turns("tutor"), key=lambda turn: turn["seq"])
    waited = _seconds(turns[-1]["started_at"]) - _seconds(caller.turns("learner")[-1]["started_at"])
    print(f"apology {waited:.1f} s after the question")
    assert waited == pytest.approx(10.0, abs=1.5)

    await caller.hears_silence()
    await _ask(caller, "I have a reservation.")
    await caller.has("the next turn works", lambda: "booking" in caller.turns("tutor")[-1]["text"])
    await caller.end()


def _seconds(at: str) -> float:
    return datetime.fromisoformat(at).timestamp()
