"""What pages ask of models beside a tutor: told to the figures, and kept with the lesson that it was for."""

import logging
from typing import Final
from uuid import UUID

from contract.usage import Use
from lesson.usage import Prices, is_nothing, priced
from storage.errors import StorageError
from storage.repositories import Usage
from token_server.chores import Chores
from token_server.metrics import Metrics

logger = logging.getLogger(__name__)

JOB_ID: Final = "pages"


class PageUsage:
    def __init__(self, storage: Usage, *, prices: Prices, chores: Chores, metrics: Metrics) -> None:
        self._storage = storage
        self._prices = prices
        self._chores = chores
        self._metrics = metrics

    def note(self, use: Use, *, lesson_id: UUID | None) -> None:
        """So much was used; None: for no lesson, as a voice's sample. Nobody waits until it is stored."""
        if is_nothing(use):
            return
        use = priced(use, self._prices)
        self._metrics.used(use)
        if lesson_id is not None:
            self._chores.spawn(self._store(lesson_id, use), name="usage")

    async def _store(self, lesson_id: UUID, use: Use) -> None:
        try:
            await self._storage.add(lesson_id, JOB_ID, [use])
        except StorageError as error:
            logger.info("usage was not stored", extra={"error": type(error).__name__})
