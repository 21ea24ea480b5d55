"""Sittings in memory."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from storage.errors import LessonEndedError, SittingExistsError, StorageError
from storage.memory.leases import lease_of
from storage.memory.state import SittingRow, State
from storage.records import OpenSitting, Sitting


class MemorySittings:
    def __init__(self, state: State) -> None:
        self._state = state

    async def create(self, sitting: Sitting) -> None:
        if self._state.lesson(sitting.lesson_id).ended:
            raise LessonEndedError(f"lesson_id {sitting.lesson_id} has ended; reopen it before a new sitting")
        rooms = {row.sitting.room_name for row in self._state.sittings.values()}
        if (
            sitting.sitting_id in self._state.sittings
            or sitting.room_name in rooms
            or (sitting.ended_at is None and self._state.open_sitting(sitting.lesson_id) is not None)
        ):
            raise SittingExistsError(f"sitting {sitting.sitting_id} of lesson {sitting.lesson_id}")
        now = self._state.now()
        self._state.sittings[sitting.sitting_id] = SittingRow(
            sitting=sitting, stored_at=now, dispatch_stored_at=now
        )

    async def replace(self, sitting_id: UUID, *, by: Sitting) -> None:
        row = self._state.sittings.get(sitting_id)
        ends = row is not None and row.sitting.lesson_id == by.lesson_id and row.sitting.ended_at is None
        before = row.sitting if row is not None else None
        if row is not None and ends:
            row.sitting = replace(row.sitting, ended_at=self._state.now())
        try:
            await self.create(by)
        except StorageError:
            if row is not None and before is not None:
                row.sitting = before
            raise

    async def current(self, lesson_id: UUID) -> Sitting | None:
        row = self._state.open_sitting(lesson_id)
        return row.sitting if row else None

    async def of_lesson(self, lesson_id: UUID) -> list[Sitting]:
        rows = [row for row in self._state.sittings.values() if row.sitting.lesson_id == lesson_id]
        return [row.sitting for row in sorted(rows, key=lambda row: row.stored_at)]

    async def of_room(self, room_name: str) -> Sitting | None:
        for row in self._state.sittings.values():
            if row.sitting.room_name == room_name:
                return row.sitting
        return None

    async def learner_joined(self, sitting_id: UUID) -> None:
        row = self._state.sitting(sitting_id)
        joined_at = row.sitting.joined_at or self._state.now()
        row.sitting = replace(row.sitting, joined_at=joined_at, left_at=None)
        self._state.note_activity(row.sitting.lesson_id)

    async def learner_left(self, sitting_id: UUID) -> None:
        row = self._state.sitting(sitting_id)
        row.sitting = replace(row.sitting, left_at=self._state.now())

    async def dispatched(self, sitting_id: UUID, *, seen: int) -> bool:
        row = self._state.sitting(sitting_id)
        if row.sitting.dispatches != seen or row.sitting.ended_at is not None:
            return False
        now = self._state.now()
        row.sitting = replace(row.sitting, dispatched_at=now, dispatches=seen + 1)
        row.dispatch_stored_at = now
        return True

    async def open(self) -> list[OpenSitting]:
        now = self._state.now()

        def since(moment: datetime) -> float:
            return (now - moment).total_seconds()

        found = []
        for row in sorted(self._state.sittings.values(), key=lambda row: row.stored_at):
            lesson = self._state.lessons[row.sitting.lesson_id]
            if row.sitting.ended_at is not None or lesson.ended:
                continue
            joined_at, left_at = row.sitting.joined_at, row.sitting.left_at
            found.append(
                OpenSitting(
                    sitting=row.sitting,
                    lesson=self._state.read(lesson),
                    lease=lease_of(lesson, now),
                    seconds_since_joined=since(joined_at) if joined_at else None,
                    seconds_since_left=since(left_at) if left_at else None,
                    seconds_since_created=since(row.stored_at),
                    seconds_since_dispatched=since(row.dispatch_stored_at),
                    seconds_since_activity=since(lesson.record.last_activity_at),
                )
            )
        return found
