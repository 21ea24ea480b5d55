import asyncio
import sys
from pathlib import Path
from typing import get_args

import asyncpg
import pytest

from contract import usage, words
from storage.errors import SchemaError, StorageUnavailableError
from storage.migrate import Migration, migrate, pending, read_migrations

ONE = Migration(number=1, name="0001_one.sql", sql="CREATE TABLE one (id int)")
TWO = Migration(number=2, name="0002_two.sql", sql="ALTER TABLE one ADD two text")


def write(directory: Path, *migrations: Migration) -> Path:
    for migration in migrations:
        (directory / migration.name).write_text(migration.sql)
    return directory


async def fetch(url: str, query: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetch(query)
    finally:
        await connection.close()


def test_our_files_are_numbered_without_a_gap() -> None:
    assert [migration.number for migration in read_migrations()] == list(range(1, len(read_migrations()) + 1))


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["0002_two.sql"], id="gap"),
        pytest.param(["0001_one.sql", "0001_other.sql"], id="repeat"),
        pytest.param(["one.sql"], id="no number"),
    ],
)
def test_a_file_out_of_order_is_named(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).write_text("SELECT 1")
    with pytest.raises(SchemaError, match=names[-1]):
        read_migrations(tmp_path)


@pytest.mark.parametrize(
    ("applied", "expected"),
    [
        pytest.param({}, [ONE, TWO], id="new database"),
        pytest.param({1: ONE.checksum}, [TWO], id="one behind"),
        pytest.param({1: ONE.checksum, 2: TWO.checksum}, [], id="current"),
    ],
)
def test_what_is_missing_is_pending(applied: dict[int, str], expected: list[Migration]) -> None:
    assert pending([ONE, TWO], applied) == expected


@pytest.mark.parametrize(
    ("applied", "message"),
    [
        pytest.param(
            {1: ONE.checksum, 2: TWO.checksum, 3: "x"}, "has migration 3, this program knows 2", id="newer"
        ),
        pytest.param({1: "other"}, "0001_one.sql was changed after it was applied", id="changed"),
    ],
)
def test_a_history_that_is_not_ours_is_refused(applied: dict[int, str], message: str) -> None:
    with pytest.raises(SchemaError, match=message):
        pending([ONE, TWO], applied)


@pytest.mark.postgres
async def test_migrations_are_applied_once_and_recorded(empty_database_url: str, tmp_path: Path) -> None:
    assert await migrate(empty_database_url, directory=write(tmp_path, ONE)) == [1]
    assert await migrate(empty_database_url, directory=write(tmp_path, ONE, TWO)) == [2]
    assert await migrate(empty_database_url, directory=tmp_path) == []

    rows = await fetch(
        empty_database_url, "SELECT number, name, checksum FROM schema_migrations ORDER BY number"
    )
    assert [tuple(row) for row in rows] == [
        (1, ONE.name, ONE.checksum),
        (2, TWO.name, TWO.checksum),
    ]


@pytest.mark.postgres
async def test_a_migration_that_fails_leaves_the_schema_as_it_was(
    empty_database_url: str, tmp_path: Path
) -> None:
    broken = Migration(number=2, name="0002_broken.sql", sql="CREATE TABLE two (id int); SELECT nonsense")
    with pytest.raises(StorageUnavailableError, match="UndefinedColumnError"):
        await migrate(empty_database_url, directory=write(tmp_path, ONE, broken))

    tables = await fetch(
        empty_database_url, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    )
    assert tables == []


@pytest.mark.postgres
async def test_eight_connections_at_once_apply_each_migration_once(empty_database_url: str) -> None:
    applied = await asyncio.gather(*(migrate(empty_database_url) for _ in range(8)))
    everything = [migration.number for migration in read_migrations()]
    assert sorted(applied) == [[]] * 7 + [everything]


@pytest.mark.postgres
async def test_two_processes_at_once_apply_each_migration_once(empty_database_url: str) -> None:
    program = (
        "import asyncio, sys; from storage.migrate import migrate; "
        "sys.stdout.write(str(asyncio.run(migrate(sys.argv[1]))))"
    )
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", program, empty_database_url, stdout=asyncio.subprocess.PIPE
        )
        for _ in range(2)
    ]
    outputs = [(await process.communicate())[0].decode() for process in processes]
    everything = str([migration.number for migration in read_migrations()])
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(outputs) == sorted([everything, "[]"])


@pytest.mark.postgres
async def test_a_process_waits_for_the_one_that_migrates_but_not_for_ever(empty_database_url: str) -> None:
    blocker = await asyncpg.connect(empty_database_url)
    try:
        await migrate(empty_database_url)
        await blocker.execute("SELECT pg_advisory_lock($1)", 0x7475746F72)
        waiting = asyncio.create_task(migrate(empty_database_url, wait_seconds=30))
        impatient = migrate(empty_database_url, wait_seconds=0.2)
        with pytest.raises(StorageUnavailableError, match="TimeoutError"):
            await impatient
        assert not waiting.done()
        await blocker.execute("SELECT pg_advisory_unlock($1)", 0x7475746F72)
        assert await waiting == []
    finally:
        await blocker.close()


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("table", "column", "values"),
    [
        ("lessons", "status", words.Status),
        ("lessons", "stage", words.Stage),
        ("lessons", "mode", words.Mode),
        ("lessons", "level", words.Level),
        ("lessons", "engine", words.EngineKind),
        ("lessons", "patience", get_args(words.Patience)[0]),
        ("lessons", "pace", words.Pace),
        ("lessons", "locale", words.Locale),
        ("lessons", "end_reason", words.EndReason),
        ("sittings", "kind", words.SittingKind),
        ("lessons", "builder_asked_fields", words.Field),
        ("learners", "locale", words.Locale),
        ("turns", "role", words.Role),
        ("turns", "source", words.Source),
        ("turns", "language", words.Language),
        ("translations", "language", words.Locale),
        ("usage", "part", usage.UsagePart),
        ("usage", "purpose", usage.UsagePurpose),
    ],
)
async def test_the_closed_lists_of_the_schema_are_the_contracts(
    database_url: str, table: str, column: str, values: object
) -> None:
    rows = await fetch(
        database_url,
        "SELECT DISTINCT (regexp_matches(pg_get_constraintdef(oid), '''([^'']+)''::text', 'g'))[1] AS value "
        f"FROM pg_constraint WHERE conname = '{table}_{column}_check'",
    )
    assert {row["value"] for row in rows} == set(get_args(values))
