"""Is the worker registered with LiveKit and free for a lesson? Its heartbeat row says so."""

from storage.errors import StorageError
from storage.postgres import open_storage
from storage.repositories import Storage


class WorkerProbe:
    """For the worker of this run only: others may serve the same database."""

    def __init__(self, database_url: str, worker_id: str) -> None:
        self._database_url = database_url
        self._worker_id = worker_id
        self._storage: Storage | None = None
        self._started = False

    async def ready(self) -> bool:
        try:
            storage = await self._open()
            return self._worker_id in await storage.workers.alive()
        except (StorageError, OSError):
            return False

    async def before_start(self) -> None:
        """The row of a worker that was killed a moment ago must not speak for its successor."""
        if not self._started:
            self._started = True
            return
        try:
            await (await self._open()).workers.remove(self._worker_id)
        except (StorageError, OSError):
            return

    async def _open(self) -> Storage:
        if self._storage is None:
            self._storage = await open_storage(self._database_url)
        return self._storage
