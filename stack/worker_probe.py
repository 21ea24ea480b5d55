"""Is the worker registered with LiveKit and free for a lesson? Its heartbeat row says so."""

import time
from collections.abc import Callable

from storage.errors import StorageError
from storage.postgres import open_storage
from storage.repositories import HEARTBEAT_SECONDS, Storage


class WorkerProbe:
    """For the worker of this run only: others may serve the same database."""

    def __init__(
        self, database_url: str, worker_id: str, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._database_url = database_url
        self._worker_id = worker_id
        self._monotonic = monotonic
        self._storage: Storage | None = None
        self._started = False
        self._believe_from = 0.0

    async def before_start(self) -> None:
        """The row of a worker that was killed a moment ago must not speak for its successor."""
        if self._started:
            self._believe_from = self._monotonic() + HEARTBEAT_SECONDS
        self._started = True

    async def ready(self) -> bool:
        if self._monotonic() < self._believe_from:
            return False
        try:
            if self._storage is None:
                self._storage = await open_storage(self._database_url)
            return self._worker_id in await self._storage.workers.alive()
        except (StorageError, OSError):
            return False
