"""kill -9 of each part in the middle of a lesson: what the learner hears and sees, what is stored, how long it takes.

`make test` runs one cell of four parts, `make test-all` all of them; the table is printed, and stands in docs/killed_parts.md.
"""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from itertools import pairwise
from typing import Any
from uuid import UUID

import aiohttp
import pytest

from contract.lesson import LessonSummary
from contract.turn import StoredTurn
from lesson.report import make_report
from storage.postgres import open_storage
from storage.records import summary_of
from tests.e2e.caller import Caller
from tests.e2e.lines import HOTEL, QUIET_ROOM, RECEPTIONIST, RESERVATION
from tests.e2e.stack_process import StackProcess
from tests.fixtures.room_learner import AUDIBLE

pytestmark = [pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

PARTS = ["job", "worker", "token-server", "postgres", "livekit", "local-engine"]
GAP_SECONDS = 0.7  # longer than a pause between two sentences
MOMENTS = ["tutor speaking", "learner speaking", "builder"]
OUTAGE_SECONDS = (
    30.0  # Postgres is held this long, stopped rather than killed: a kill is mended in half a second
)

# Seconds from the kill to the tutor's next sound. The only worker: 5 s after the new one is registered (which takes
# its imports, 6-12 s here); LiveKit: the room is made anew.
LIMITS = {
    "job": 8.0 + 4.0,  # on two cores that also run the learner
    "worker": 40.0,
    "token-server": 15.0,
    "postgres": 15.0,
    "livekit": 60.0,
    "local-engine": 30.0,
}


@pytest.fixture(scope="module")
def breakable(
    tmp_path_factory: pytest.TempPathFactory, stack_environ: dict[str, str]
) -> Iterator[StackProcess]:
    running = StackProcess.start(tmp_path_factory.mktemp("breakable"), **stack_environ)
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def table() -> Iterator[list[str]]:
    rows: list[str] = []
    yield rows
    print(
        "\n| killed | moment | s to the next sound | notices | turns lost | report |\n|---|---|---|---|---|---|"
    )
    print("\n".join(rows))


@pytest.fixture
async def caller(breakable: StackProcess) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http:
        one = Caller(breakable, http)
        yield one
        await one.room.leave()


def _cells() -> list[Any]:
    # A worker takes its jobs along, and an engine that drops its socket is in test_engine_faults.py.
    quick = {(part, "tutor speaking") for part in PARTS if part not in ("worker", "local-engine")}
    return [
        pytest.param(part, moment, marks=[] if (part, moment) in quick else [pytest.mark.slow])
        for part in PARTS
        for moment in MOMENTS
    ]


@pytest.mark.parametrize(("part", "moment"), _cells())
async def test_the_lesson_survives(
    breakable: StackProcess, caller: Caller, table: list[str], part: str, moment: str
) -> None:
    speaking = await _reach(caller, moment)
    final = [*caller.turns("learner"), *caller.turns("tutor")]
    killed_at = time.monotonic()
    outage = _kill(breakable, part)
    if speaking is not None:
        await speaking
    if part == "livekit":
        await _come_back(caller)
    sounded = await _next_sound(caller, part, moment, killed_at)
    if outage is not None:
        await outage
    assert sounded - killed_at < LIMITS[part]

    # The learner presses nothing; the lesson goes on and is answered.
    await caller.hears_silence(for_seconds=1.5, seconds=60)
    await _say_and_be_heard(caller, RECEPTIONIST if moment == "builder" else RESERVATION)
    report = await caller.end()

    stored = {turn["turn_id"] for turn in (await caller.lesson())["turns"]}
    lost = [turn for turn in final if turn["turn_id"] not in stored]
    again = await _recomputed(breakable, caller.lesson_id)
    table.append(
        f"| {part} | {moment} | {sounded - killed_at:.1f} | {', '.join(dict.fromkeys(caller.notices())) or '-'} "
        f"| {len(lost)} of {len(final)} | {'equal' if report == again else 'DIFFERS'} |"
    )
    assert lost == []
    assert report == again
    assert [event["type"] for event in caller.room.events].count("lesson.ended") == 1


async def _reach(caller: Caller, moment: str) -> "asyncio.Task[None] | None":
    """Talk until the moment; the task that is still speaking, if the learner is."""
    if moment == "builder":
        await caller.start(mode="build")
        await caller.hears_tutor()
        await caller.hears_silence()
        await caller.speak(HOTEL)
        await caller.said(HOTEL)
        await caller.hears_tutor()
        await caller.hears_silence()
        return None
    await caller.start_scene()
    await caller.hears_tutor()
    await caller.hears_silence()
    await caller.speak(RESERVATION)
    await caller.said(RESERVATION)
    await caller.hears_tutor()
    if moment == "tutor speaking":
        return None
    await caller.hears_silence()
    speaking = asyncio.create_task(caller.speak(QUIET_ROOM))
    await asyncio.sleep(0.8)  # not a wait for a condition: this is how far into the line the part dies
    return speaking


def _kill(stack: StackProcess, part: str) -> "asyncio.Task[None] | None":
    if part == "job":
        for pid in stack.busy_job_pids():
            os.kill(pid, signal.SIGKILL)
    elif part == "postgres":
        pids = stack.process_tree("postgres")
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)

        async def let_go() -> None:
            await asyncio.sleep(OUTAGE_SECONDS)
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

        return asyncio.create_task(let_go())
    elif part == "worker":
        for pid in [*stack.process_tree("worker")]:
            os.kill(pid, signal.SIGKILL)
    else:
        stack.kill(part)
    return None


async def _next_sound(caller: Caller, part: str, moment: str, killed_at: float) -> float:
    """When the tutor was heard again. Where a sentence goes on undisturbed, the next answer counts."""
    undisturbed = part in ("token-server", "postgres")
    if undisturbed and moment != "learner speaking":
        await caller.hears_silence(for_seconds=1.0)
        asked = time.monotonic()
        await caller.speak(QUIET_ROOM)
        heard = await caller.hears_tutor(since=time.monotonic(), seconds=LIMITS[part])
        return killed_at + (heard - asked)
    if moment == "builder" and part in ("livekit", "local-engine"):
        return await _answer_once_back(caller)
    if part == "local-engine":
        return await _heard_again(caller, killed_at)
    since = killed_at if undisturbed else await _silence_after(caller, killed_at)
    return await caller.hears_tutor(since=since, seconds=LIMITS[part])


async def _answer_once_back(caller: Caller) -> float:
    """Nobody was speaking, so nothing is to be said again: the learner speaks until they are heard, and is answered."""
    for _ in range(4):
        before = len(caller.turns("learner"))
        await caller.speak(QUIET_ROOM)
        spoken = time.monotonic()
        with contextlib.suppress(AssertionError):
            await caller.has("a turn", lambda n=before: len(caller.turns("learner")) > n, seconds=6)  # type: ignore[misc]
            return await caller.hears_tutor(since=spoken, seconds=10)
    raise AssertionError(f"never heard again; notices: {caller.notices()}")


async def _heard_again(caller: Caller, killed_at: float) -> float:
    """An engine may be back before what it had sent ahead has sounded: then there is no gap, but one more line."""
    before = len(caller.turns("tutor"))

    def again() -> float | None:
        loud = [at for at, level in caller.room.levels if level > AUDIBLE and at > killed_at]
        gaps = [later for earlier, later in pairwise([killed_at, *loud]) if later - earlier > GAP_SECONDS]
        if gaps:
            return gaps[0]
        return loud[-1] if len(caller.turns("tutor")) >= before + 2 else None

    await caller.has("the tutor is heard again", again, seconds=LIMITS["local-engine"])
    return again() or killed_at


async def _silence_after(caller: Caller, killed_at: float) -> float:
    """What was on its way still sounds; the end of that."""
    await caller.hears_silence(for_seconds=0.7)
    loud = [at for at, level in caller.room.levels if level > AUDIBLE and at < time.monotonic() - 0.65]
    return max(killed_at, loud[-1] if loud else killed_at) + 0.01


async def _say_and_be_heard(caller: Caller, line: str) -> None:
    before = sum(turn["text"] == line for turn in caller.turns("learner"))
    await caller.speak(line)
    await caller.has(
        "the line is a turn",
        lambda: sum(turn["text"] == line for turn in caller.turns("learner")) > before,
        seconds=30,
    )
    await caller.hears_tutor(since=time.monotonic() - 0.5, seconds=30)


async def _come_back(caller: Caller) -> None:
    """LiveKit's client joins the room anew by itself; where it gives up, the page asks for another token."""
    room = caller.room
    await caller.has(
        "the room is back, or lost for good",
        lambda: room.reconnected.is_set() or room.disconnected.is_set(),
        seconds=60,
    )
    if not room.disconnected.is_set():
        return
    deadline = time.monotonic() + 40
    while True:
        try:
            await caller.rejoin()
            return
        except Exception:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.3)


async def _recomputed(stack: StackProcess, lesson_id: str) -> dict[str, Any]:
    storage = await open_storage(stack.database_url)
    try:
        record = await storage.lessons.get(UUID(lesson_id))
        assert record is not None
        summary: LessonSummary = summary_of(record)
        turns: list[StoredTurn] = await storage.turns.of_lesson(UUID(lesson_id))
        return dict(
            make_report(summary, turns, await storage.usage.of_lesson(UUID(lesson_id))).model_dump(
                mode="json"
            )
        )
    finally:
        await storage.aclose()
