"""The same lesson on both engines: what is heard and stored, and a report of the same shape."""

import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.e2e.caller import Caller
from tests.e2e.lines import QUIET_ROOM, RESERVATION
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

ENGINES = [pytest.param("realtime", marks=pytest.mark.slow), "pipeline"]
SCENE = {"place": "hotel", "partner": "receptionist", "goal": "check in"}


@pytest.fixture
async def caller(stack: StackProcess) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http:
        one = Caller(stack, http)
        yield one
        await one.room.leave()


async def lesson(caller: Caller, engine: str) -> dict[str, Any]:
    await caller.start(mode="scene", scenario=SCENE, engine=engine)
    await caller.hears_tutor()
    assert caller.room.of_type("lesson.ready")[0]["engine"] == engine
    for line in (RESERVATION, QUIET_ROOM):
        await caller.hears_silence()
        await caller.speak(line)
        spoken = time.monotonic()
        await caller.said(line)
        await caller.hears_tutor(since=spoken)
    await caller.hears_silence()
    return await caller.end()


@pytest.mark.parametrize("engine", ENGINES)
async def test_a_scene_is_heard_answered_and_reported(caller: Caller, engine: str) -> None:
    report = await lesson(caller, engine)
    assert [turn["role"] for turn in report["turns"]] == ["tutor", "learner"] * 2 + ["tutor"]
    assert [turn["text"] for turn in report["turns"] if turn["role"] == "learner"] == [
        RESERVATION,
        QUIET_ROOM,
    ]
    assert all(turn["speech_seconds"] > 0.5 for turn in report["turns"])
    assert not any(turn["interrupted"] or turn["low_confidence"] for turn in report["turns"])
    assert report["wpm"] == pytest.approx(150, rel=0.25)
    assert report["latency"]["replies"] == 2
    print({stage["stage"]: stage["avg"] for stage in report["latency"]["stages"]})
