"""Usage of models in memory."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from contract.usage import Use
from storage.memory.state import State

_COUNTS: Final = tuple(name for name in Use.model_fields if name not in ("purpose", "part", "model"))


class MemoryUsage:
    def __init__(self, state: State) -> None:
        self._state = state

    async def put(self, lesson_id: UUID, job_id: str, uses: Sequence[Use]) -> None:
        if lesson_id in self._state.lessons:
            for use in uses:
                self._state.usage[lesson_id, job_id, use.purpose, use.part, use.model] = use

    async def add(self, lesson_id: UUID, job_id: str, uses: Sequence[Use]) -> None:
        for use in uses:
            before = self._state.usage.get((lesson_id, job_id, use.purpose, use.part, use.model))
            await self.put(lesson_id, job_id, [use if before is None else _sum(before, use)])

    async def of_lesson(self, lesson_id: UUID) -> list[Use]:
        return [
            use for (lesson, *_), use in sorted(self._state.usage.items(), key=_by_job) if lesson == lesson_id
        ]


def _sum(one: Use, other: Use) -> Use:
    sums = {}
    for name in _COUNTS:
        known = [value for value in (getattr(one, name), getattr(other, name)) if value is not None]
        sums[name] = sum(known) if known else None
    return one.model_copy(update=sums)


def _by_job(row: tuple[tuple[UUID, str, str, str, str], Use]) -> tuple[str, ...]:
    return row[0][1:]
