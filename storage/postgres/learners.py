"""Learners in Postgres."""

from datetime import timedelta
from uuid import UUID

from contract.words import Locale
from storage.postgres.database import Database, changed_rows
from storage.records import LearnerRecord


class PostgresLearners:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def ensure(self, learner_id: UUID, *, locale: Locale) -> None:
        await self._database.execute(
            "INSERT INTO learners (learner_id, locale) VALUES ($1, $2) "
            "ON CONFLICT (learner_id) DO UPDATE SET last_activity_at = now(), removed_at = NULL",
            learner_id,
            locale,
        )

    async def exists(self, learner_id: UUID) -> bool:
        found = await self._database.fetchval(
            "SELECT 1 FROM learners WHERE learner_id = $1 AND removed_at IS NULL", learner_id
        )
        return found is not None

    async def get(self, learner_id: UUID) -> LearnerRecord | None:
        row = await self._database.fetchrow(
            "SELECT learner_id, locale, created_at FROM learners WHERE learner_id = $1", learner_id
        )
        return LearnerRecord(**dict(row)) if row else None

    async def delete(self, learner_id: UUID) -> None:
        await self._database.execute("DELETE FROM learners WHERE learner_id = $1", learner_id)

    async def purge_guests(self, *, idle_days: float, grace_days: float = 7.0) -> int:
        async with self._database.transaction() as connection:
            await connection.execute(
                "DELETE FROM learners WHERE removed_at <= now() - $1::interval", timedelta(days=grace_days)
            )
            removed = await connection.execute(
                "UPDATE learners SET removed_at = now() "
                "WHERE removed_at IS NULL AND last_activity_at <= now() - $1::interval AND NOT EXISTS ("
                "SELECT 1 FROM lessons WHERE lessons.learner_id = learners.learner_id AND status <> 'ended')",
                timedelta(days=idle_days),
            )
        return changed_rows(removed)
