"""What must not depend on a model: the answer to abuse, the wish to end, the objection to a scene. Typed, spoken back."""

import time

import pytest

from lesson.abuse import abuse_line
from tests.e2e.caller import Caller

pytestmark = [pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]


async def _type(caller: Caller, text: str) -> None:
    await caller.room.room.local_participant.send_text(text, topic="lk.chat")
    await caller.said(text)


async def test_abuse_gets_the_fixed_line_and_the_talk_goes_on(caller: Caller) -> None:
    await caller.start_scene()
    await caller.hears_tutor()
    await caller.hears_silence()
    asked = time.monotonic()
    await _type(caller, "You are a stupid idiot.")
    await caller.hears_tutor(since=asked)
    await caller.has("the fixed line", lambda: caller.turns("tutor")[-1]["text"] == abuse_line())
    await caller.hears_silence()
    lines = len(caller.turns("tutor"))
    await _type(caller, "I have a reservation.")
    await caller.has("a normal reply", lambda: len(caller.turns("tutor")) > lines)
    assert caller.turns("tutor")[-1]["text"] != abuse_line()
    assert sum(turn["text"] == abuse_line() for turn in caller.turns("tutor")) == 1
    await caller.end()


@pytest.mark.slow
async def test_an_objection_changes_the_scene_without_completing_it_again(caller: Caller) -> None:
    await caller.start_scene()
    await caller.hears_tutor()
    await caller.hears_silence()
    await _type(caller, "Not the hotel, the airport.")
    await caller.has("the scene changed", lambda: caller.room.of_type("scenario.updated"))
    assert caller.room.of_type("scenario.updated")[-1]["place"] == "airport"
    assert caller.room.of_type("scenario.completed") == []
    await caller.hears_silence()
    report = await caller.end()
    assert report["scenario"]["place"] == "airport"


@pytest.mark.slow
async def test_the_wish_to_end_is_granted_after_a_goodbye(caller: Caller) -> None:
    await caller.start_scene()
    await caller.hears_tutor()
    await caller.hears_silence()
    await _type(caller, "I want to end the lesson.")
    await caller.has("the lesson ended", lambda: caller.room.of_type("lesson.ended"), seconds=30)
    assert caller.room.of_type("lesson.ended")[0]["end_reason"] == "said"
    assert "Goodbye" in caller.turns("tutor")[-1]["text"]
