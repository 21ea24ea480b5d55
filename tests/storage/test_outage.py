"""Postgres away, hanging, full or restarted: every call answers in time, and works again afterwards."""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from uuid import uuid4

import asyncpg
import pytest

from storage.errors import StorageError, StorageUnavailableError
from storage.migrate import migrate
from storage.postgres import PostgresStorage, open_storage
from storage.postgres.database import CALL_SECONDS, storage_error
from tests.fixtures.postgres import EmbeddedPostgres, embedded_postgres
from tests.storage.examples import at, new_lesson, new_turn, stored_learner, stored_lesson, stored_sitting

pytestmark = pytest.mark.postgres

SLACK_SECONDS = 5.0  # for a busy machine


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
    opened = await open_storage(server.url, call_timeout=1.0)
    yield opened
    await opened.aclose()


async def answers(storage: PostgresStorage) -> bool:
    try:
        await storage.ping()
    except StorageUnavailableError:
        return False
    return True


async def until_it_answers(storage: PostgresStorage) -> None:
    deadline = time.monotonic() + 10
    while not await answers(storage):
        assert time.monotonic() < deadline, "Postgres is back, storage is not"
        await asyncio.sleep(0.05)


def refused_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"postgresql://postgres@127.0.0.1:{probe.getsockname()[1]}/postgres"


def silent_port() -> tuple[str, socket.socket]:
    """Takes connections and never says a word."""
    listener = socket.create_server(("127.0.0.1", 0))
    return f"postgresql://postgres@127.0.0.1:{listener.getsockname()[1]}/postgres", listener


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(refused_port, id="refused"),
        pytest.param(lambda: "postgresql://postgres@/postgres?host=/nonexistent/directory", id="no socket"),
    ],
)
async def test_storage_opens_without_postgres_and_says_that_it_is_away(url: Callable[[], str]) -> None:
    storage = await open_storage(url())
    began = time.monotonic()
    with pytest.raises(StorageUnavailableError):
        await storage.ping()
    with pytest.raises(StorageUnavailableError):
        await storage.turns.of_lesson(uuid4())
    with pytest.raises(StorageUnavailableError):
        await migrate(url())
    assert time.monotonic() - began < CALL_SECONDS + SLACK_SECONDS
    await storage.aclose()


async def test_a_server_that_never_answers_is_given_up_in_seconds() -> None:
    url, listener = silent_port()
    storage = await open_storage(url)
    began = time.monotonic()
    with pytest.raises(StorageUnavailableError):
        await storage.ping()
    assert time.monotonic() - began < CALL_SECONDS + SLACK_SECONDS
    await storage.aclose()
    listener.close()


async def test_a_url_that_is_not_of_postgres_is_refused_at_once_without_its_password() -> None:
    with pytest.raises(ValueError, match="DATABASE_URL begins with 'mysql'") as caught:
        await open_storage("mysql://tutor:hush@host/db")
    assert "hush" not in str(caught.value)


async def test_a_hanging_server_costs_a_call_three_seconds_and_no_more(server: EmbeddedPostgres) -> None:
    await migrate(server.url)
    storage = await open_storage(server.url)
    lesson_id = await stored_lesson(storage)
    server.hang()
    began = time.monotonic()
    results = await asyncio.gather(
        storage.ping(),
        storage.lessons.end(lesson_id, reason="said", at=at(0)),
        *(storage.lessons.get(lesson_id) for _ in range(20)),
        return_exceptions=True,
    )
    took = time.monotonic() - began
    assert {type(result) for result in results} == {StorageUnavailableError}
    assert took < CALL_SECONDS + SLACK_SECONDS

    server.resume()
    await until_it_answers(storage)
    lesson = await storage.lessons.get(lesson_id)
    assert lesson is not None
    await storage.aclose()


async def test_closing_does_not_wait_for_a_hanging_server(server: EmbeddedPostgres) -> None:
    storage = await open_storage(server.url)
    await storage.ping()
    server.hang()
    began = time.monotonic()
    await storage.aclose()
    assert time.monotonic() - began < 2 + SLACK_SECONDS


async def test_a_restarted_server_is_used_again_without_reopening(
    server: EmbeddedPostgres, storage: PostgresStorage
) -> None:
    sitting = await stored_sitting(storage)
    await asyncio.gather(*(storage.ping() for _ in range(5)))
    await asyncio.to_thread(server.stop)
    with pytest.raises(StorageUnavailableError):
        await storage.turns.save([new_turn(sitting, 0)])
    await asyncio.to_thread(server.start)

    await until_it_answers(storage)
    await storage.turns.save([new_turn(sitting, 1)])
    assert [turn.seq for turn in await storage.turns.of_lesson(sitting.lesson_id)] == [1]


async def test_a_connection_that_the_server_cuts_is_replaced(
    server: EmbeddedPostgres, storage: PostgresStorage
) -> None:
    await asyncio.gather(*(storage.ping() for _ in range(5)))
    killer = await asyncpg.connect(server.url)
    await killer.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'english-tutor'"
    )
    await killer.close()
    await until_it_answers(storage)
    await asyncio.gather(*(storage.ping() for _ in range(5)))


async def test_a_call_cut_by_the_server_in_the_middle_is_unavailable(
    server: EmbeddedPostgres, storage: PostgresStorage
) -> None:
    lesson_id = await stored_lesson(storage)
    other = await asyncpg.connect(server.url)
    async with other.transaction():
        await other.execute("SELECT 1 FROM lessons WHERE lesson_id = $1 FOR UPDATE", lesson_id)
        blocked = asyncio.create_task(storage.lessons.set_stage(lesson_id, "closing"))
        cut = False
        while not cut:
            await asyncio.sleep(0.02)
            cut = await other.fetchval(
                "SELECT count(pg_terminate_backend(pid)) > 0 FROM pg_stat_activity "
                "WHERE application_name = 'english-tutor' AND wait_event_type = 'Lock'"
            )
        with pytest.raises(StorageUnavailableError):
            await blocked
    await other.close()
    await storage.lessons.set_stage(lesson_id, "closing")


async def test_a_call_that_waits_for_a_lock_is_given_up_on_both_sides(
    server: EmbeddedPostgres, storage: PostgresStorage
) -> None:
    lesson_id = await stored_lesson(storage)
    other = await asyncpg.connect(server.url)
    async with other.transaction():
        await other.execute("SELECT 1 FROM lessons WHERE lesson_id = $1 FOR UPDATE", lesson_id)
        began = time.monotonic()
        with pytest.raises(StorageUnavailableError):
            await storage.lessons.end(lesson_id, reason="said", at=at(0))
        assert time.monotonic() - began < 1 + SLACK_SECONDS
        deadline = time.monotonic() + 5
        while await other.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'english-tutor' AND state = 'active'"
        ):
            assert time.monotonic() < deadline, "the server still works for a caller who left"
            await asyncio.sleep(0.05)
    await other.close()
    assert await storage.lessons.end(lesson_id, reason="said", at=at(0))


async def test_a_cancelled_call_leaves_the_pool_usable(
    server: EmbeddedPostgres, storage: PostgresStorage
) -> None:
    lesson_id = await stored_lesson(storage)
    other = await asyncpg.connect(server.url)
    async with other.transaction():
        await other.execute("SELECT 1 FROM lessons WHERE lesson_id = $1 FOR UPDATE", lesson_id)
        calls = [
            asyncio.create_task(storage.lessons.end(lesson_id, reason="said", at=at(0))) for _ in range(12)
        ]
        await asyncio.sleep(0.2)
        for call in calls:
            call.cancel()
        results = await asyncio.gather(*calls, return_exceptions=True)
        assert {type(result) for result in results} == {asyncio.CancelledError}
    await other.close()
    await asyncio.gather(*(storage.ping() for _ in range(20)))


async def test_too_many_clients_is_worth_another_try(
    server: EmbeddedPostgres, storage: PostgresStorage
) -> None:
    crowd = await fill_up(server.url)
    with pytest.raises(StorageUnavailableError, match="53300"):
        await storage.ping()
    await asyncio.gather(*(connection.close() for connection in crowd))
    await until_it_answers(storage)


async def fill_up(url: str) -> "list[asyncpg.Connection[asyncpg.Record]]":
    """All the connections that the server has."""
    crowd: list[asyncpg.Connection[asyncpg.Record]] = []
    with contextlib.suppress(asyncpg.TooManyConnectionsError):
        while len(crowd) < 1000:
            crowd.append(await asyncpg.connect(url))
    return crowd


async def test_a_database_without_our_schema_is_worth_another_try(server: EmbeddedPostgres) -> None:
    storage = await open_storage(server.url.replace("/postgres?", "/template1?"))
    with pytest.raises(StorageUnavailableError, match="42P01"):
        await storage.lessons.get(uuid4())
    await storage.aclose()


async def test_an_error_of_the_driver_does_not_quote_the_learner(storage: PostgresStorage) -> None:
    lesson = new_lesson(await stored_learner(storage), title="my secret \ud800")
    with pytest.raises(StorageError) as caught:
        await storage.lessons.create(lesson)
    assert not isinstance(caught.value, StorageUnavailableError)
    assert "secret" not in str(caught.value)
    assert caught.value.__suppress_context__
    await storage.ping()


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (asyncpg.CannotConnectNowError("x"), StorageUnavailableError),
        (asyncpg.AdminShutdownError("x"), StorageUnavailableError),
        (asyncpg.CrashShutdownError("x"), StorageUnavailableError),
        (asyncpg.TooManyConnectionsError("x"), StorageUnavailableError),
        (asyncpg.DiskFullError("x"), StorageUnavailableError),
        (asyncpg.DeadlockDetectedError("x"), StorageUnavailableError),
        (asyncpg.QueryCanceledError("x"), StorageUnavailableError),
        (asyncpg.IdleInTransactionSessionTimeoutError("x"), StorageUnavailableError),
        (asyncpg.UndefinedColumnError("x"), StorageUnavailableError),
        (asyncpg.ReadOnlySQLTransactionError("x"), StorageUnavailableError),
        (asyncpg.InvalidPasswordError("x"), StorageUnavailableError),
        (asyncpg.InvalidCatalogNameError("x"), StorageUnavailableError),
        (asyncpg.ConnectionDoesNotExistError("x"), StorageUnavailableError),
        (asyncpg.InterfaceError("connection is closed"), StorageUnavailableError),
        (ConnectionResetError("x"), StorageUnavailableError),
        (TimeoutError("x"), StorageUnavailableError),
        (asyncpg.CheckViolationError("x"), StorageError),
        (asyncpg.CharacterNotInRepertoireError("x"), StorageError),
        (asyncpg.DataError("invalid input for query argument $1: 'my secret'"), StorageError),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_which_errors_are_worth_another_try(error: Exception, expected: type[StorageError]) -> None:
    assert type(storage_error(error)) is expected
    assert "secret" not in str(storage_error(error))
