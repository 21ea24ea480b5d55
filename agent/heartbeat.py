"""The worker's heartbeat row: there only while this worker could really take a lesson."""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from storage.errors import StorageUnavailableError
from storage.repositories import Workers

logger = logging.getLogger(__name__)

BEAT_SECONDS = 2.0


async def keep_beating(
    workers: Workers, *, worker_id: str, can_serve: Callable[[], bool], running_lessons: Callable[[], int]
) -> None:
    """Beat until cancelled; the row is deleted at the end. A silent database is tried again at the next beat."""
    try:
        while True:
            if can_serve():
                with contextlib.suppress(StorageUnavailableError):
                    await workers.beat(worker_id, has_room=True, running_lessons=running_lessons())
            await asyncio.sleep(BEAT_SECONDS)
    finally:
        with contextlib.suppress(StorageUnavailableError):
            await asyncio.shield(workers.remove(worker_id))
