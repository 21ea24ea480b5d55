"""Recordings in Postgres."""

from uuid import UUID

from storage.postgres.database import Database
from storage.records import Recording

# The lock keeps the turn from being deleted between the two halves, which would be a foreign key's error.
_PUT = """
    INSERT INTO recordings (turn_id, mime_type, seconds, sound)
    SELECT turn_id, $2, $3, $4 FROM turns WHERE turn_id = $1 FOR KEY SHARE
    ON CONFLICT (turn_id) DO NOTHING
"""
_OF_LESSON = """
    SELECT recordings.turn_id FROM recordings JOIN turns ON turns.turn_id = recordings.turn_id
    WHERE turns.lesson_id = $1
    ORDER BY turns.seq
"""


class PostgresRecordings:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, turn_id: UUID, recording: Recording) -> None:
        await self._database.execute(_PUT, turn_id, recording.mime_type, recording.seconds, recording.sound)

    async def get(self, turn_id: UUID) -> Recording | None:
        row = await self._database.fetchrow(
            "SELECT mime_type, seconds, sound FROM recordings WHERE turn_id = $1", turn_id
        )
        return Recording(**dict(row)) if row else None

    async def of_lesson(self, lesson_id: UUID) -> list[UUID]:
        return [row["turn_id"] for row in await self._database.fetch(_OF_LESSON, lesson_id)]
