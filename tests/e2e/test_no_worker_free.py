"""A learner who comes before a worker is up, or while the CPU is full, gets one tutor, soon after one is free."""

import multiprocessing
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator

import aiohttp
import asyncpg
import pytest
from livekit import rtc

from tests.e2e.caller import Caller
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

FREE_TO_TUTOR_SECONDS = 20.0  # alone on a machine: about 3 s
BURN_SECONDS = 25.0


@pytest.fixture
async def caller(own_stack: Callable[..., StackProcess]) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http:
        one = Caller(own_stack(), http)
        yield one
        await one.room.leave()


@pytest.fixture
def full_cpu() -> Iterator[None]:
    """Twice as many busy processes as there are cores, for a bounded time."""
    burners = [
        multiprocessing.get_context("spawn").Process(target=_burn, args=(BURN_SECONDS,))
        for _ in range(2 * (os.cpu_count() or 2))
    ]
    for burner in burners:
        burner.start()
    yield
    for burner in burners:
        burner.kill()
        burner.join()


def _burn(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


async def test_a_learner_who_comes_before_the_worker(caller: Caller) -> None:
    for pid in caller.stack.process_tree("worker"):
        os.kill(pid, signal.SIGKILL)
    await caller.start_scene()
    await caller.has("the learner is told", lambda: "tutor_waiting" in caller.notices(), seconds=15)
    free_at = await _worker_free(caller)
    heard = await caller.hears_tutor(since=free_at - 5, seconds=FREE_TO_TUTOR_SECONDS)
    print(f"a tutor {heard - free_at:.1f} s after the worker was free")
    assert await _tutors(caller) == 1
    await caller.end()


@pytest.mark.slow
async def test_a_learner_who_comes_while_the_cpu_is_full(caller: Caller, full_cpu: None) -> None:
    began = time.monotonic()
    await caller.start_scene()
    heard = await caller.hears_tutor(since=began, seconds=BURN_SECONDS + FREE_TO_TUTOR_SECONDS)
    print(f"a tutor {heard - began:.1f} s after the join, with the CPU full for {BURN_SECONDS:.0f} s")
    assert await _tutors(caller) == 1
    await caller.end()


async def _worker_free(caller: Caller) -> float:
    """When the heartbeat row of a worker with room appeared."""
    database = await asyncpg.connect(caller.stack.database_url)
    try:

        async def beats() -> bool:
            return bool(
                await database.fetchval("SELECT count(*) FROM workers WHERE beat_at > now() - interval '3 s'")
            )

        deadline = time.monotonic() + 60
        while not await beats():
            assert time.monotonic() < deadline, "no worker registered"
        return time.monotonic()
    finally:
        await database.close()


async def _tutors(caller: Caller) -> int:
    return sum(
        participant.kind == rtc.ParticipantKind.PARTICIPANT_KIND_AGENT
        for participant in caller.room.room.remote_participants.values()
    )
