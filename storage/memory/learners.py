"""Learners in memory."""

from datetime import timedelta
from uuid import UUID

from contract.words import Locale
from storage.memory.state import LearnerRow, State
from storage.records import LearnerRecord


class MemoryLearners:
    def __init__(self, state: State) -> None:
        self._state = state

    async def ensure(self, learner_id: UUID, *, locale: Locale) -> None:
        now = self._state.now()
        row = self._state.learners.setdefault(
            learner_id, LearnerRow(learner_id=learner_id, locale=locale, created_at=now, last_activity_at=now)
        )
        row.last_activity_at, row.removed_at = now, None

    async def exists(self, learner_id: UUID) -> bool:
        row = self._state.learners.get(learner_id)
        return row is not None and row.removed_at is None

    async def get(self, learner_id: UUID) -> LearnerRecord | None:
        row = self._state.learners.get(learner_id)
        if row is None:
            return None
        return LearnerRecord(learner_id=learner_id, locale=row.locale, created_at=row.created_at)

    async def delete(self, learner_id: UUID) -> None:
        self._state.delete_learner(learner_id)

    async def purge_guests(self, *, idle_days: float, grace_days: float = 7.0) -> int:
        now = self._state.now()
        removed = 0
        for row in list(self._state.learners.values()):
            if row.removed_at is not None:
                if row.removed_at <= now - timedelta(days=grace_days):
                    self._state.delete_learner(row.learner_id)
            elif row.last_activity_at <= now - timedelta(days=idle_days) and not self._has_open_lesson(row):
                row.removed_at = now
                removed += 1
        return removed

    def _has_open_lesson(self, learner: LearnerRow) -> bool:
        return any(
            row.record.learner_id == learner.learner_id and not row.ended
            for row in self._state.lessons.values()
        )
