"""A real Postgres that stops, hangs and comes back in the middle of a lesson; a job that is killed in the middle."""

import asyncio
import contextlib
import random
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from contract.scenario import Scenario
from storage.durable import DurableLesson
from storage.journal import Journal, replay_orphans
from storage.migrate import migrate
from storage.postgres import PostgresStorage, open_storage
from storage.records import BuilderProgress, Sitting
from tests.fixtures.postgres import EmbeddedPostgres, embedded_postgres
from tests.fixtures.waiting import until
from tests.storage.examples import at, new_turn, stored_sitting

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def module_server() -> Iterator[EmbeddedPostgres]:
    with embedded_postgres() as server:
        yield server


@pytest.fixture
def server(module_server: EmbeddedPostgres) -> Iterator[EmbeddedPostgres]:
    """A server of this module's own, up when a test begins."""
    yield module_server
    module_server.resume()
    module_server.start()


@pytest.fixture
async def storage(server: EmbeddedPostgres) -> AsyncIterator[PostgresStorage]:
    await migrate(server.url)
    opened = await open_storage(server.url)
    yield opened
    await opened.aclose()


@pytest.fixture
async def sitting(storage: PostgresStorage) -> Sitting:
    return await stored_sitting(storage)


def durable_lesson(
    storage: PostgresStorage, sitting: Sitting, directory: Path, told: list[bool]
) -> DurableLesson:
    return DurableLesson(
        Journal(directory, owner="job-1"),
        storage,
        sitting.lesson_id,
        sitting_id=sitting.sitting_id,
        epoch=1,
        on_delayed=told.append,
    )


Outage = tuple[Callable[[EmbeddedPostgres], None], Callable[[EmbeddedPostgres], None]]
OUTAGES = [
    pytest.param((EmbeddedPostgres.stop, EmbeddedPostgres.start), id="stopped"),
    pytest.param((EmbeddedPostgres.hang, EmbeddedPostgres.resume), id="hanging"),
]


@pytest.mark.parametrize("outage", OUTAGES)
async def test_a_lesson_goes_through_an_outage_of_postgres(
    server: EmbeddedPostgres, storage: PostgresStorage, sitting: Sitting, tmp_path: Path, outage: Outage
) -> None:
    away, back = outage
    told: list[bool] = []
    durable = durable_lesson(storage, sitting, tmp_path, told)
    turns = [new_turn(sitting, seq) for seq in range(9)]
    for turn in turns[:3]:
        await durable.save_turn(turn)
    assert await durable.flush(5)
    await asyncio.to_thread(away, server)
    for turn in turns[3:6]:
        async with asyncio.timeout(0.5):  # the learner notices nothing
            await durable.save_turn(turn)
    await until(lambda: told == [True], what="storage_delayed")
    await asyncio.to_thread(back, server)
    for turn in turns[6:]:
        await durable.save_turn(turn)
    await durable.save_scenario(Scenario(place="hotel"), BuilderProgress(attempts=1))
    await durable.end("said", at(200))

    assert await durable.flush(15)
    assert told == [True, False]
    await durable.aclose()
    assert list_of(tmp_path) == []
    assert await storage.turns.of_lesson(sitting.lesson_id) == turns
    lesson = await storage.lessons.get(sitting.lesson_id)
    assert lesson is not None
    assert (lesson.end_reason, lesson.scenario.place) == ("said", "hotel")


@pytest.mark.parametrize("outage", OUTAGES)
async def test_a_lesson_that_ends_in_an_outage_is_stored_by_the_next_worker(
    server: EmbeddedPostgres, storage: PostgresStorage, sitting: Sitting, tmp_path: Path, outage: Outage
) -> None:
    away, back = outage
    turns = [new_turn(sitting, seq) for seq in range(4)]
    durable = durable_lesson(storage, sitting, tmp_path, [])
    await durable.save_turn(turns[0])
    assert await durable.flush(5)
    await asyncio.to_thread(away, server)
    for turn in turns[1:]:
        await durable.save_turn(turn)
    await durable.end("hung_up", at(60))
    async with asyncio.timeout(3):
        await durable.aclose()
    await asyncio.to_thread(back, server)

    async with contextlib.aclosing(await open_storage(server.url)) as next_worker:
        await until_it_answers(next_worker)
        replayed = await replay_orphans(tmp_path, next_worker)
        assert replayed == 4
        assert await next_worker.turns.of_lesson(sitting.lesson_id) == turns
        assert sitting.lesson_id in await next_worker.reports.missing()


@pytest.mark.parametrize("postgres", ["up", "stopped on the way"])
async def test_a_killed_job_loses_no_turn_that_was_called_safe(
    server: EmbeddedPostgres, storage: PostgresStorage, sitting: Sitting, tmp_path: Path, postgres: str
) -> None:
    job = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.storage.dying_job", server.url, str(tmp_path)),
        *(str(sitting.lesson_id), str(sitting.sitting_id)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert job.stdout is not None
    safe: list[int] = []
    async with asyncio.timeout(30):
        while len(safe) < 30:
            safe.append(int(await job.stdout.readline()))
        if postgres != "up":
            await asyncio.to_thread(server.stop)
        last = len(safe) + random.randint(1, 40)
        while len(safe) < last:
            safe.append(int(await job.stdout.readline()))
        job.send_signal(signal.SIGKILL)
        safe += [int(line) for line in (await job.stdout.read()).split(b"\n")[:-1]]
        await job.wait()
    if postgres != "up":
        await asyncio.to_thread(server.start)
        await until_it_answers(storage)

    await replay_orphans(tmp_path, storage)
    stored = await storage.turns.of_lesson(sitting.lesson_id)
    assert {turn.seq for turn in stored} >= set(safe)
    assert [turn.text for turn in stored] == [f"Turn {seq}." for seq in range(len(stored))]
    assert list_of(tmp_path) == []


def list_of(directory: Path) -> list[Path]:
    return list(directory.iterdir())


async def until_it_answers(storage: PostgresStorage) -> None:
    async with asyncio.timeout(10):
        while True:
            with contextlib.suppress(Exception):
                return await storage.ping()
            await asyncio.sleep(0.05)
