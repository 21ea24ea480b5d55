"""Sittings in Postgres."""

from uuid import UUID

import asyncpg

from storage.errors import LessonEndedError, SittingExistsError, UnknownSittingError
from storage.postgres.database import Connection, Database, changed_rows
from storage.postgres.rows import (
    LESSONS,
    SITTING_COLUMNS,
    lease_record,
    lesson_record,
    lock_lesson,
    sitting_record,
)
from storage.records import OpenSitting, Sitting

_COLUMNS = ", ".join(SITTING_COLUMNS)
_INSERT = f"""
    INSERT INTO sittings ({_COLUMNS})
    VALUES ({", ".join(f"${number}" for number in range(1, len(SITTING_COLUMNS) + 1))})
"""  # noqa: S608 - built from constants

_OPEN = f"""
    SELECT lesson.*,
           {", ".join(f"sitting.{name} AS sitting_{name}" for name in SITTING_COLUMNS)},
           extract(epoch FROM lesson.lease_expires_at - now())::double precision AS lease_seconds_left,
           extract(epoch FROM now() - sitting.joined_at)::double precision AS since_joined,
           extract(epoch FROM now() - sitting.left_at)::double precision AS since_left,
           extract(epoch FROM now() - sitting.stored_at)::double precision AS since_created,
           extract(epoch FROM now() - sitting.dispatch_stored_at)::double precision AS since_dispatched,
           extract(epoch FROM now() - lesson.last_activity_at)::double precision AS since_activity
    FROM sittings AS sitting JOIN ({LESSONS}) AS lesson ON lesson.lesson_id = sitting.lesson_id
    WHERE sitting.ended_at IS NULL AND lesson.status <> 'ended'
    ORDER BY sitting.stored_at, sitting.sitting_id
"""  # noqa: S608 - built from constants


class PostgresSittings:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, sitting: Sitting) -> None:
        async with self._database.transaction() as connection:
            await _open(connection, sitting)

    async def replace(self, sitting_id: UUID, *, by: Sitting) -> None:
        async with self._database.transaction() as connection:
            await lock_lesson(connection, by.lesson_id)
            await connection.execute(
                "UPDATE sittings SET ended_at = now() WHERE sitting_id = $1 AND lesson_id = $2 AND ended_at IS NULL",
                sitting_id,
                by.lesson_id,
            )
            await _open(connection, by)

    async def current(self, lesson_id: UUID) -> Sitting | None:
        row = await self._database.fetchrow(
            f"SELECT {_COLUMNS} FROM sittings WHERE lesson_id = $1 AND ended_at IS NULL",  # noqa: S608
            lesson_id,
        )
        return sitting_record(row) if row else None

    async def of_lesson(self, lesson_id: UUID) -> list[Sitting]:
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM sittings WHERE lesson_id = $1 ORDER BY stored_at, sitting_id",  # noqa: S608
            lesson_id,
        )
        return [sitting_record(row) for row in rows]

    async def of_room(self, room_name: str) -> Sitting | None:
        row = await self._database.fetchrow(
            f"SELECT {_COLUMNS} FROM sittings WHERE room_name = $1",  # noqa: S608
            room_name,
        )
        return sitting_record(row) if row else None

    async def learner_joined(self, sitting_id: UUID) -> None:
        async with self._database.transaction() as connection:
            lesson_id = await _change(
                connection,
                "UPDATE sittings SET joined_at = coalesce(joined_at, now()), left_at = NULL "
                "WHERE sitting_id = $1 RETURNING lesson_id",
                sitting_id,
            )
            await note_activity(connection, lesson_id)

    async def learner_left(self, sitting_id: UUID) -> None:
        async with self._database.transaction() as connection:
            await _change(
                connection,
                "UPDATE sittings SET left_at = now() WHERE sitting_id = $1 RETURNING lesson_id",
                sitting_id,
            )

    async def dispatched(self, sitting_id: UUID, *, seen: int) -> bool:
        changed = await self._database.execute(
            "UPDATE sittings SET dispatched_at = now(), dispatch_stored_at = now(), dispatches = dispatches + 1 "
            "WHERE sitting_id = $1 AND dispatches = $2 AND ended_at IS NULL",
            sitting_id,
            seen,
        )
        if changed:
            return True
        known = await self._database.fetchval("SELECT 1 FROM sittings WHERE sitting_id = $1", sitting_id)
        if known is None:
            raise _unknown(sitting_id)
        return False

    async def open(self) -> list[OpenSitting]:
        return [
            OpenSitting(
                sitting=sitting_record(row, prefix="sitting_"),
                lesson=lesson_record(row),
                lease=lease_record(row),
                seconds_since_joined=row["since_joined"],
                seconds_since_left=row["since_left"],
                seconds_since_created=row["since_created"],
                seconds_since_dispatched=row["since_dispatched"],
                seconds_since_activity=row["since_activity"],
            )
            for row in await self._database.fetch(_OPEN)
        ]


async def _open(connection: Connection, sitting: Sitting) -> None:
    if (await lock_lesson(connection, sitting.lesson_id))["status"] == "ended":
        raise LessonEndedError(f"lesson_id {sitting.lesson_id} has ended; reopen it before a new sitting")
    try:
        await connection.execute(_INSERT, *(getattr(sitting, name) for name in SITTING_COLUMNS))
    except asyncpg.UniqueViolationError as error:
        raise SittingExistsError(
            f"sitting {sitting.sitting_id} of lesson {sitting.lesson_id}: {error.constraint_name}"
        ) from None


async def note_activity(connection: Connection, lesson_id: UUID) -> bool:
    """The lesson is in use now, and with it its learner, who comes back if removed. False: no such lesson."""
    status = await connection.execute(
        "WITH lesson AS (UPDATE lessons SET last_activity_at = now() WHERE lesson_id = $1 RETURNING learner_id) "
        "UPDATE learners SET last_activity_at = now(), removed_at = NULL FROM lesson "
        "WHERE learners.learner_id = lesson.learner_id",
        lesson_id,
    )
    return changed_rows(status) > 0


async def _change(connection: Connection, statement: str, sitting_id: UUID) -> UUID:
    lesson_id: UUID | None = await connection.fetchval(statement, sitting_id)
    if lesson_id is None:
        raise _unknown(sitting_id)
    return lesson_id


def _unknown(sitting_id: UUID) -> UnknownSittingError:
    return UnknownSittingError(f"sitting_id {sitting_id} is not in sittings")
