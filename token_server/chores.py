"""Work that goes on after an answer was given: each piece has an owner that notes its failure and ends it at shutdown."""

import asyncio
import logging
from collections.abc import Coroutine

logger = logging.getLogger(__name__)


class Chores:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[None, None, None], *, name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("a chore failed", extra={"chore": task.get_name()}, exc_info=error)

    async def aclose(self, *, within_seconds: float) -> None:
        """Let what runs end, then cancel it."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(set(self._tasks), timeout=within_seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)
