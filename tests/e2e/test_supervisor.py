"""A question about English in the middle of a scene: typed, looked up, answered in the tutor's voice. Through all parts."""

import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.e2e.caller import Caller
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]


@pytest.fixture
async def caller(stack: StackProcess) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http:
        one = Caller(stack, http)
        yield one
        await one.room.leave()


async def _ask(caller: Caller, line: str) -> float:
    asked = time.monotonic()
    await caller.room.room.local_participant.send_text(line, topic="lk.chat")
    await caller.said(line)
    return asked


def _events(stack_folder: Path, kind: str) -> list[dict[str, Any]]:
    """Of the engine's wire, with their time as Unix seconds."""
    lines = [json.loads(line) for line in (stack_folder / "wire.jsonl").read_text().splitlines()]
    return [{**line["event"], "time": line["time"]} for line in lines if line["event"]["type"] == kind]


async def test_a_question_in_a_scene_is_looked_up_and_the_scene_goes_on(
    caller: Caller, stack_folder: Path
) -> None:
    await caller.start_scene()
    await caller.hears_tutor()
    await caller.hears_silence()
    asked = await _ask(caller, "What does reserve mean?")
    await caller.hears_tutor(since=asked)
    await caller.has("an answer", lambda: "dictionary says" in caller.turns("tutor")[-1]["text"])
    await caller.hears_silence()
    lines = len(caller.turns("tutor"))
    await _ask(caller, "I have a reservation.")
    await caller.has("the scene goes on", lambda: len(caller.turns("tutor")) > lines)
    created = [event["item"] for event in _events(stack_folder, "conversation.item.create")]
    answer = caller.turns("tutor")[-2]["text"]
    assert any(item.get("role") == "assistant" and item["content"][0]["text"] == answer for item in created)
    calls = [
        e["item"]["call_id"]
        for e in _events(stack_folder, "response.output_item.done")
        if e["item"]["type"] == "function_call"
    ]
    assert calls
    assert set(calls) <= {item.get("call_id") for item in created}  # every call is answered
    await caller.end()
