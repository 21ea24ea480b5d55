"""One pool, every call with a deadline, every driver error turned into ours.

A Postgres that hangs (stopped process, lost network) must cost a caller seconds, not for ever: a call has
`CALL_SECONDS` including waiting for a connection, and a connection whose call failed half-way is thrown away rather
than asked to clean up after itself, for that would hang as well.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from storage.errors import StorageError, StorageUnavailableError

CALL_SECONDS = 3.0
CONNECT_SECONDS = 2.0
POOL_SIZE = 10
IDLE_CONNECTION_SECONDS = 60.0
_CLOSE_SECONDS = 2.0

Connection: TypeAlias = "PoolConnectionProxy[asyncpg.Record]"  # quoted: generic in the stubs only

# SQLSTATE classes and codes after which the same call may work: connection (08), authorisation (28, a rotated
# password), database not made yet (3D), rollback by deadlock (40), resources (53, "too many clients"), lock not
# available (55P03), shutdown and start-up (57), system (58), read-only standby (25006), a transaction that this process
# left idle because it was itself stopped (25P03), schema not migrated yet (42P01, 42703).
_RETRYABLE_CLASSES = ("08", "28", "3D", "40", "53", "57", "58")
_RETRYABLE_CODES = ("25006", "25P03", "42P01", "42703", "55P03")


def checked_url(database_url: str) -> str:
    """The URL, if it can be one of Postgres. A password in it is not repeated in the error."""
    scheme = urlsplit(database_url).scheme
    if scheme not in ("postgres", "postgresql"):
        raise ValueError(f"DATABASE_URL begins with {scheme!r}, expected postgresql://user@host/database")
    return database_url


def storage_error(error: Exception) -> StorageError:
    """Ours for a driver's error. Its text may quote a learner's words, so only its name and code are kept."""
    name = type(error).__name__
    if isinstance(error, asyncpg.PostgresError):
        code = error.sqlstate or ""
        text = f"Postgres answered {name} ({code})"
        if code.startswith(_RETRYABLE_CLASSES) or code in _RETRYABLE_CODES:
            return StorageUnavailableError(text)
        return StorageError(text)
    if isinstance(error, asyncpg.DataError):
        return StorageError(f"Postgres driver refused a value: {name}")
    return StorageUnavailableError(f"Postgres cannot be reached: {name}")


# TimeoutError is an OSError; InterfaceError is "connection is closed" and its like.
DRIVER_ERRORS = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


class Database:
    """The pool. It connects when first used and again after an outage, so it can be made while Postgres is away."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", *, call_seconds: float) -> None:
        self._pool = pool
        self._call_seconds = call_seconds

    @classmethod
    async def open(
        cls, database_url: str, *, connect_seconds: float, call_seconds: float, pool_size: int
    ) -> "Database":
        async def set_limits(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
            # The server, too, gives up what nobody waits for any more, and the locks of a client that vanished.
            # By SET, for connection poolers refuse these as start-up parameters.
            milliseconds = int(call_seconds * 1000)
            try:
                await connection.execute(
                    f"SET statement_timeout = {milliseconds};"
                    f"SET idle_in_transaction_session_timeout = {milliseconds}"
                )
            except BaseException:
                connection.terminate()  # asyncpg would close it politely, and wait for a server that hangs
                raise

        async def keep(_connection: "asyncpg.Connection[asyncpg.Record]") -> None:
            """Nothing to reset: no call leaves session state behind. Saves a round trip per call."""

        pool = asyncpg.create_pool(
            checked_url(database_url),
            min_size=0,
            max_size=pool_size,
            max_inactive_connection_lifetime=IDLE_CONNECTION_SECONDS,
            timeout=connect_seconds,
            init=set_limits,
            reset=keep,
            server_settings={"application_name": "english-tutor"},
        )
        await pool
        return cls(pool, call_seconds=call_seconds)

    @contextlib.asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection for one call. Raises StorageUnavailableError, or StorageError where trying again is no use."""
        try:
            async with asyncio.timeout(self._call_seconds):
                connection: Connection = await self._pool.acquire()
                try:
                    yield connection
                except BaseException as error:
                    if not _leaves_connection_good(error):
                        connection.terminate()
                    raise
                finally:
                    await self._pool.release(connection)
        except DRIVER_ERRORS as error:
            raise storage_error(error) from None

    @contextlib.asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """The same, in one transaction."""
        # Not asyncpg's: when a call is cut off, that one waits for an answer to its ROLLBACK.
        async with self.connection() as connection:
            await connection.execute("BEGIN")
            try:
                yield connection
            except Exception as error:
                if _leaves_connection_good(error):
                    await connection.execute("ROLLBACK")
                raise
            await connection.execute("COMMIT")

    async def execute(self, query: str, *arguments: Any) -> int:
        """How many rows the statement changed."""
        async with self.connection() as connection:
            return changed_rows(await connection.execute(query, *arguments))

    async def fetch(self, query: str, *arguments: Any) -> list[asyncpg.Record]:
        async with self.connection() as connection:
            return await connection.fetch(query, *arguments)

    async def fetchrow(self, query: str, *arguments: Any) -> asyncpg.Record | None:
        async with self.connection() as connection:
            return await connection.fetchrow(query, *arguments)

    async def fetchval(self, query: str, *arguments: Any) -> Any:
        async with self.connection() as connection:
            return await connection.fetchval(query, *arguments)

    async def aclose(self) -> None:
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await self._pool.close()
        except DRIVER_ERRORS:
            self._pool.terminate()


def changed_rows(status: str) -> int:
    """Rows of a command tag such as `UPDATE 1` or `INSERT 0 1`."""
    return int(status.rsplit(" ", 1)[-1])


def _leaves_connection_good(error: BaseException) -> bool:
    if isinstance(error, asyncpg.PostgresError):
        error = storage_error(error)
    return isinstance(error, StorageError) and not isinstance(error, StorageUnavailableError)
