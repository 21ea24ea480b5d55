"""Whose tutor a lesson is, decided by compare-and-swap on the lesson's row and by the database's clock."""

from datetime import timedelta
from uuid import UUID

from storage.errors import UnknownLessonError
from storage.postgres.database import Database
from storage.postgres.rows import lease_record
from storage.records import Lease
from storage.repositories import LEASE_SECONDS

_LEASE = timedelta(seconds=LEASE_SECONDS)
_COLUMNS = (
    "lease_job_id, lease_epoch, "
    "extract(epoch FROM lease_expires_at - now())::double precision AS lease_seconds_left"
)

# If the statement waited for the row, now() is older than the wait: a lease renewed meanwhile is seen as alive.
_CLAIM = f"""
    UPDATE lessons
    SET lease_job_id = $2, lease_expires_at = now() + $3::interval,
        lease_epoch = CASE WHEN lease_job_id = $2 THEN lease_epoch ELSE lease_epoch + 1 END
    WHERE lesson_id = $1 AND status <> 'ended'
      AND (lease_job_id IS NULL OR lease_job_id = $2 OR lease_expires_at <= now())
    RETURNING {_COLUMNS}
"""  # noqa: S608 - built from constants


class PostgresLeases:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, lesson_id: UUID, *, job_id: str) -> Lease | None:
        row = await self._database.fetchrow(_CLAIM, lesson_id, job_id, _LEASE)
        if row is not None:
            return lease_record(row)
        if await self._database.fetchval("SELECT 1 FROM lessons WHERE lesson_id = $1", lesson_id) is None:
            raise UnknownLessonError(f"lesson_id {lesson_id} is not in lessons")
        return None

    async def renew(self, lesson_id: UUID, *, job_id: str) -> bool:
        changed = await self._database.execute(
            "UPDATE lessons SET lease_expires_at = now() + $3::interval "
            "WHERE lesson_id = $1 AND lease_job_id = $2 AND status <> 'ended'",
            lesson_id,
            job_id,
            _LEASE,
        )
        return changed > 0

    async def release(self, lesson_id: UUID, *, job_id: str) -> None:
        await self._database.execute(
            "UPDATE lessons SET lease_job_id = NULL, lease_expires_at = NULL "
            "WHERE lesson_id = $1 AND lease_job_id = $2",
            lesson_id,
            job_id,
        )

    async def get(self, lesson_id: UUID) -> Lease | None:
        row = await self._database.fetchrow(
            f"SELECT {_COLUMNS} FROM lessons WHERE lesson_id = $1",  # noqa: S608 - a constant
            lesson_id,
        )
        return lease_record(row) if row else None
