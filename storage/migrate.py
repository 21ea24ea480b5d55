"""Bring a database's schema to this program's: numbered SQL files, forward only, each applied once.

Every process calls `migrate` when it starts. An advisory lock lets one of several do the work while the others wait;
all pending files go in one transaction, so a failure leaves the schema as it was.
"""

import asyncio
import contextlib
import hashlib
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg

from storage.errors import SchemaError
from storage.postgres.database import CONNECT_SECONDS, DRIVER_ERRORS, checked_url, storage_error

MIGRATIONS: Final = Path(__file__).with_name("migrations")
WAIT_SECONDS: Final = 60.0  # for another process that is migrating, and for the migrations themselves
_CLOSE_SECONDS: Final = 1.0
_LOCK_KEY: Final = 0x7475746F72  # "tutor": one key for all databases of a server; locks are per database
_FILE_NAME: Final = re.compile(r"(\d{4})_\w+\.sql")

_TABLE: Final = """
    CREATE TABLE IF NOT EXISTS schema_migrations (
        number integer PRIMARY KEY,
        name text NOT NULL,
        checksum text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
    )
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    number: int
    name: str  # the file's
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def read_migrations(directory: Path = MIGRATIONS) -> list[Migration]:
    """The files `0001_words.sql`, `0002_…` in order. Raises SchemaError for a gap, a repeat or another name."""
    migrations: list[Migration] = []
    for path in sorted(directory.glob("*.sql")):
        match = _FILE_NAME.fullmatch(path.name)
        expected = len(migrations) + 1
        if match is None or int(match[1]) != expected:
            raise SchemaError(
                f"migration file {path.name} is not expected, the next is {expected:04}_<words>.sql"
            )
        migrations.append(Migration(number=expected, name=path.name, sql=path.read_text(encoding="utf-8")))
    return migrations


def pending(migrations: Sequence[Migration], applied: Mapping[int, str]) -> list[Migration]:
    """What is still to apply. `applied`: checksum by number. Raises SchemaError where the two histories differ."""
    if unknown := sorted(set(applied) - {migration.number for migration in migrations}):
        raise SchemaError(
            f"the database's schema has migration {unknown[-1]}, this program knows {len(migrations)}: "
            "start a newer version of the program"
        )
    for migration in migrations:
        checksum = applied.get(migration.number, migration.checksum)
        if checksum != migration.checksum:
            raise SchemaError(
                f"{migration.name} was changed after it was applied: checksum {migration.checksum[:12]}, "
                f"applied {checksum[:12]}; restore the file and put the change into a new one"
            )
    return [migration for migration in migrations if migration.number not in applied]


async def migrate(
    database_url: str,
    *,
    directory: Path = MIGRATIONS,
    connect_timeout: float = CONNECT_SECONDS,
    wait_seconds: float = WAIT_SECONDS,
) -> list[int]:
    """Apply what is missing; the numbers applied, empty if the schema was current.

    Raises StorageUnavailableError when Postgres is away (try again) and SchemaError when the schema is not ours.
    """
    migrations = read_migrations(directory)
    try:
        async with asyncio.timeout(wait_seconds), _connected(database_url, connect_timeout) as connection:
            await connection.execute("BEGIN")
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK_KEY)
            await connection.execute(_TABLE)
            rows = await connection.fetch("SELECT number, checksum FROM schema_migrations")
            missing = pending(migrations, {row["number"]: row["checksum"] for row in rows})
            for migration in missing:
                await connection.execute(migration.sql)
                await connection.execute(
                    "INSERT INTO schema_migrations (number, name, checksum) VALUES ($1, $2, $3)",
                    migration.number,
                    migration.name,
                    migration.checksum,
                )
            await connection.execute("COMMIT")
    except DRIVER_ERRORS as error:
        raise storage_error(error) from None
    return [migration.number for migration in missing]


@contextlib.asynccontextmanager
async def _connected(
    database_url: str, connect_timeout: float
) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """A connection of its own. Its goodbye has a limit: a server that hangs would not answer that either."""
    connection = await asyncpg.connect(
        checked_url(database_url),
        timeout=connect_timeout,
        server_settings={"application_name": "english-tutor-migrate"},
    )
    try:
        yield connection
    finally:
        with contextlib.suppress(*DRIVER_ERRORS):
            await connection.close(timeout=_CLOSE_SECONDS)
