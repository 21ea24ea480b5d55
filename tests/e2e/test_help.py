"""Help in a real lesson: hints, what lines mean, the offer to who is silent; with a chat model that is slow or broken, too."""

import json
import time
from typing import Any
from uuid import uuid4

import pytest
from livekit import rtc

from tests.e2e.caller import Caller
from tests.fixtures.faults import Faults

pytestmark = [pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

SLOW_SECONDS = 7.9  # what LiveKit leaves the handler of a caller that waits 15 s


async def _refused(caller: Caller, turn_id: str) -> tuple[int, str, float]:
    """Code, our word for it, and how long it took."""
    began = time.monotonic()
    with pytest.raises(rtc.RpcError) as refusal:
        await caller.room.call("lesson.translate", turn_id=turn_id)
    return refusal.value.code, json.loads(refusal.value.data or "{}")["code"], time.monotonic() - began


def _last(caller: Caller, role: str) -> dict[str, Any]:
    return caller.turns(role)[-1]


@pytest.mark.slow  # what the page shows of it is quick: test_help_when_the_model_fails
async def test_hints_meanings_and_the_offer_also_when_the_model_fails(faults: Faults, caller: Caller) -> None:
    await caller.start_scene()
    await caller.has("the opening, whole", lambda: caller.turns("tutor"))
    silent_since = time.monotonic()
    opening = _last(caller, "tutor")["turn_id"]

    # What a line means: not while the model is broken or too slow; then it is, and is kept.
    await faults.set("chat", "request", "error", contains="translate_to")
    code, word, seconds = await _refused(caller, opening)
    assert (code, word) == (1503, "translation_unavailable")
    assert seconds < 2.0
    await faults.set("chat", "answer", "broken_json", contains="translate_to")
    assert (await _refused(caller, opening))[:2] == (1503, "translation_unavailable")
    await faults.set("chat", "request", "stall", contains="translate_to")
    code, word, seconds = await _refused(caller, opening)
    assert (code, word) == (1503, "translation_unavailable")
    assert seconds < SLOW_SECONDS
    await faults.clear()
    meaning = (await caller.room.call("lesson.translate", turn_id=opening))["text"]
    assert "우리는 지금 호텔에 있어요." in meaning
    await faults.set("chat", "request", "error", times=None, contains="translate_to")
    assert (await caller.room.call("lesson.translate", turn_id=opening))["text"] == meaning
    assert (await caller.api("POST", f"/api/turns/{opening}/translation"))["text"] == meaning
    assert (await _refused(caller, str(uuid4())))[:2] == (1404, "turn_not_found")
    await faults.clear()

    # Who is silent is offered a hint: 15 s after the tutor's last sound, once.
    await caller.has("an offer", lambda: caller.room.of_type("hint.offered"), seconds=20.0)
    assert time.monotonic() - silent_since > 14.0

    # Hints: none while the model is broken or too slow, and the lesson goes on; then three, with their Korean.
    for event, kind in (("request", "error"), ("answer", "broken_json"), ("request", "stall")):
        await faults.set("chat", event, kind, contains="roleplay")
        began = time.monotonic()
        assert await caller.room.call("lesson.hint") == {"hints": [], "meanings": []}
        assert time.monotonic() - began < SLOW_SECONDS
    await faults.clear()
    answer = await caller.room.call("lesson.hint")
    assert len(answer["hints"]) == 3
    assert all(answer["meanings"])

    # A hint that was tapped is the learner's line, and its meaning is known; the tutor answers it.
    lines = len(caller.turns("tutor"))
    hint, meaning = answer["hints"][0], answer["meanings"][0]
    await caller.room.room.local_participant.send_text(hint, topic="lk.chat")
    await caller.said(hint)
    turn_id = _last(caller, "learner")["turn_id"]
    assert (await caller.room.call("lesson.translate", turn_id=turn_id))["text"] == meaning
    await caller.has("an answer", lambda: len(caller.turns("tutor")) > lines)
    assert len(caller.room.of_type("hint.offered")) == 1
    await caller.end()


async def test_the_builder_helps_too(caller: Caller) -> None:
    await caller.start(mode="build")
    await caller.has("the greeting", lambda: caller.turns("tutor"))
    greeting = _last(caller, "tutor")["turn_id"]
    assert (await caller.room.call("lesson.translate", turn_id=greeting))["text"].startswith(
        "안녕하세요, 저는 AI"
    )
    answer = await caller.room.call("lesson.hint")
    assert answer["hints"][0] == "I am at a hotel."
    await caller.end()
