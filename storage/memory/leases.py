"""Leases in memory."""

from datetime import datetime, timedelta
from uuid import UUID

from storage.memory.state import LessonRow, State
from storage.records import Lease
from storage.repositories import LEASE_SECONDS

_LEASE = timedelta(seconds=LEASE_SECONDS)


class MemoryLeases:
    def __init__(self, state: State) -> None:
        self._state = state

    async def claim(self, lesson_id: UUID, *, job_id: str) -> Lease | None:
        row, now = self._state.lesson(lesson_id), self._state.now()
        lives = row.lease_expires_at is not None and row.lease_expires_at > now
        if row.ended or (lives and row.lease_job_id != job_id):
            return None
        if row.lease_job_id != job_id:
            row.lease_epoch += 1
        row.lease_job_id, row.lease_expires_at = job_id, now + _LEASE
        return lease_of(row, now)

    async def renew(self, lesson_id: UUID, *, job_id: str) -> bool:
        row = self._state.lessons.get(lesson_id)
        if row is None or row.ended or row.lease_job_id != job_id:
            return False
        row.lease_expires_at = self._state.now() + _LEASE
        return True

    async def release(self, lesson_id: UUID, *, job_id: str) -> None:
        row = self._state.lessons.get(lesson_id)
        if row is not None and row.lease_job_id == job_id:
            row.lease_job_id = row.lease_expires_at = None

    async def get(self, lesson_id: UUID) -> Lease | None:
        row = self._state.lessons.get(lesson_id)
        return lease_of(row, self._state.now()) if row else None


def lease_of(row: LessonRow, now: datetime) -> Lease | None:
    if row.lease_job_id is None or row.lease_expires_at is None:
        return None
    return Lease(
        job_id=row.lease_job_id,
        epoch=row.lease_epoch,
        seconds_left=(row.lease_expires_at - now).total_seconds(),
    )
