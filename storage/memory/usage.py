"""Usage of models in memory."""

from collections.abc import Sequence
from uuid import UUID

from contract.usage import ModelUsage
from storage.memory.state import State


class MemoryUsage:
    def __init__(self, state: State) -> None:
        self._state = state

    async def put(self, lesson_id: UUID, job_id: str, usages: Sequence[ModelUsage]) -> None:
        if lesson_id in self._state.lessons:
            for usage in usages:
                self._state.usage[lesson_id, job_id, usage.part, usage.model] = usage

    async def of_lesson(self, lesson_id: UUID) -> list[ModelUsage]:
        return [
            usage
            for (lesson, *_), usage in sorted(self._state.usage.items(), key=_by_job)
            if lesson == lesson_id
        ]


def _by_job(row: tuple[tuple[UUID, str, str, str], ModelUsage]) -> tuple[str, str, str]:
    return row[0][1:]
