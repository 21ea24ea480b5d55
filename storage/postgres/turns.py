"""Turns in Postgres. Storing one twice is harmless; storing one late loses nothing."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from contract.turn import StoredTurn
from storage.errors import UnknownLessonError, UnknownSittingError
from storage.postgres.database import Connection, Database, changed_rows
from storage.postgres.rows import turn_record
from storage.postgres.sittings import note_activity
from storage.text import storable

_COLUMNS = (
    "turn_id, lesson_id, sitting_id, seq, role, text, started_at, ended_at, speech_seconds, interrupted, source, "
    "language, low_confidence, pauses, latency, blocked"
)

# A seq that another turn has (a job that took over numbered its turns while ours waited in a journal): the next free
# one after it. The candidates are the wanted number and each taken one's successor. Savers of one lesson wait for
# each other at its row, so no number is taken twice.
_INSERT = f"""
    INSERT INTO turns ({_COLUMNS})
    SELECT $1, $2, $3, candidate.seq, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16
    FROM (SELECT $4::bigint AS seq UNION SELECT seq + 1 FROM turns WHERE lesson_id = $2 AND seq >= $4) AS candidate
    WHERE NOT EXISTS (SELECT 1 FROM turns WHERE turns.lesson_id = $2 AND turns.seq = candidate.seq)
    ORDER BY candidate.seq
    LIMIT 1
    ON CONFLICT (turn_id) DO NOTHING
"""  # noqa: S608 - built from constants


class PostgresTurns:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, turns: Sequence[StoredTurn]) -> None:
        async with self._database.transaction() as connection:
            for lesson_id in sorted({turn.lesson_id for turn in turns}):  # one order of locks for all
                if not await note_activity(connection, lesson_id):
                    raise UnknownLessonError(
                        f"lesson_id {lesson_id} is not in lessons; its turns were not saved"
                    )
            added = {turn.lesson_id for turn in turns if await _insert(connection, turn)}
            await connection.execute(
                "UPDATE lessons SET report_due = true WHERE lesson_id = ANY($1) AND NOT report_due", added
            )

    async def of_lesson(self, lesson_id: UUID) -> list[StoredTurn]:
        rows = await self._database.fetch(
            f"SELECT {_COLUMNS} FROM turns WHERE lesson_id = $1 ORDER BY seq",  # noqa: S608 - a constant
            lesson_id,
        )
        return [turn_record(row) for row in rows]

    async def get(self, turn_id: UUID) -> StoredTurn | None:
        row = await self._database.fetchrow(
            f"SELECT {_COLUMNS} FROM turns WHERE turn_id = $1",  # noqa: S608 - a constant
            turn_id,
        )
        return turn_record(row) if row else None


async def _insert(connection: Connection, turn: StoredTurn) -> bool:
    """Whether the turn is new."""
    try:
        status = await connection.execute(
            _INSERT,
            turn.turn_id,
            turn.lesson_id,
            turn.sitting_id,
            turn.seq,
            turn.role,
            storable(turn.text),
            turn.started_at,
            turn.ended_at,
            turn.speech_seconds,
            turn.interrupted,
            turn.source,
            turn.language,
            turn.low_confidence,
            turn.pauses,
            turn.latency.model_dump_json() if turn.latency else None,
            turn.blocked,
        )
    except asyncpg.ForeignKeyViolationError:
        raise UnknownSittingError(
            f"sitting_id {turn.sitting_id} is not of lesson_id {turn.lesson_id}; turn {turn.turn_id} was not saved"
        ) from None
    return changed_rows(status) > 0
