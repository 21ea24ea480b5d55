"""Heartbeats of workers in Postgres."""

from datetime import timedelta

from storage.postgres.database import Database
from storage.repositories import HEARTBEAT_SECONDS

_FORGOTTEN = timedelta(hours=1)  # a worker that was killed leaves its row; its host's name does not come back


class PostgresWorkers:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def beat(self, worker_id: str, *, has_room: bool, running_lessons: int) -> None:
        await self._database.execute(
            "WITH forgotten AS (DELETE FROM workers WHERE beat_at < now() - $4::interval AND worker_id <> $1) "
            "INSERT INTO workers (worker_id, has_room, running_lessons, beat_at) VALUES ($1, $2, $3, now()) "
            "ON CONFLICT (worker_id) DO UPDATE SET has_room = excluded.has_room, "
            "running_lessons = excluded.running_lessons, beat_at = excluded.beat_at",
            worker_id,
            has_room,
            running_lessons,
            _FORGOTTEN,
        )

    async def remove(self, worker_id: str) -> None:
        await self._database.execute("DELETE FROM workers WHERE worker_id = $1", worker_id)

    async def alive(self) -> list[str]:
        rows = await self._database.fetch(
            "SELECT worker_id FROM workers WHERE has_room AND beat_at > now() - $1::interval ORDER BY worker_id",
            timedelta(seconds=HEARTBEAT_SECONDS),
        )
        return [row["worker_id"] for row in rows]
