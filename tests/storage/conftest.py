"""Both storages under one suite, and time that passes without waiting."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from storage.memory import MemoryStorage
from storage.postgres import open_storage
from storage.repositories import Storage

Later = Callable[[float], Awaitable[None]]


@dataclass(kw_only=True)
class Both:
    """One of the two storages, and how to let its clock advance by seconds."""

    storage: Storage
    later: Later


@pytest.fixture(params=["memory", pytest.param("postgres", marks=pytest.mark.postgres)])
async def both(request: pytest.FixtureRequest) -> AsyncIterator[Both]:
    if request.param == "memory":
        yield _in_memory()
        return
    url: str = request.getfixturevalue("database_url")
    opened = await open_storage(url)
    yield Both(storage=opened, later=lambda seconds: _age_everything(url, seconds))
    await opened.aclose()


@pytest.fixture
def storage(both: Both) -> Storage:
    return both.storage


@pytest.fixture
def later(both: Both) -> Later:
    return both.later


def _in_memory() -> Both:
    ahead = timedelta()

    async def later(seconds: float) -> None:
        nonlocal ahead
        ahead += timedelta(seconds=seconds)

    return Both(storage=MemoryStorage(now=lambda: datetime.now(UTC) + ahead), later=later)


async def _age_everything(url: str, seconds: float) -> None:
    """A database's clock cannot be moved: move every time it has stored the other way."""
    connection = await asyncpg.connect(url)
    try:
        columns = await connection.fetch(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'timestamp with time zone'"
        )
        async with connection.transaction():
            for table in {row["table_name"] for row in columns}:
                shifts = ", ".join(
                    f"{row['column_name']} = {row['column_name']} - $1::interval"
                    for row in columns
                    if row["table_name"] == table
                )
                await connection.execute(f"UPDATE {table} SET {shifts}", timedelta(seconds=seconds))
    finally:
        await connection.close()
