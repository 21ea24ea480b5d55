"""Heartbeats of workers in memory."""

from datetime import timedelta

from storage.memory.state import State, WorkerRow
from storage.repositories import HEARTBEAT_SECONDS


class MemoryWorkers:
    def __init__(self, state: State) -> None:
        self._state = state

    async def beat(self, worker_id: str, *, has_room: bool, running_lessons: int) -> None:
        self._state.workers[worker_id] = WorkerRow(
            has_room=has_room, running_lessons=running_lessons, beat_at=self._state.now()
        )

    async def remove(self, worker_id: str) -> None:
        self._state.workers.pop(worker_id, None)

    async def alive(self) -> list[str]:
        oldest = self._state.now() - timedelta(seconds=HEARTBEAT_SECONDS)
        return sorted(
            worker_id
            for worker_id, row in self._state.workers.items()
            if row.has_room and row.beat_at > oldest
        )
