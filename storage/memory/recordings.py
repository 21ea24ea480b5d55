"""Recordings in memory."""

from uuid import UUID

from storage.memory.state import State
from storage.records import Recording


class MemoryRecordings:
    def __init__(self, state: State) -> None:
        self._state = state

    async def put(self, turn_id: UUID, recording: Recording) -> None:
        if turn_id in self._state.turns:
            self._state.recordings.setdefault(turn_id, recording)

    async def get(self, turn_id: UUID) -> Recording | None:
        return self._state.recordings.get(turn_id)

    async def of_lesson(self, lesson_id: UUID) -> list[UUID]:
        return [
            turn.turn_id for turn in self._state.turns_of(lesson_id) if turn.turn_id in self._state.recordings
        ]
