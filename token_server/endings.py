"""Ending a lesson from outside its room: the row and its report first, then the learner is told and the room goes."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from contract.events import LessonEnded
from contract.words import EndReason
from storage.records import Sitting
from storage.repositories import Storage
from token_server.chores import Chores
from token_server.metrics import Metrics
from token_server.rooms import LiveKitUnavailableError, Rooms

logger = logging.getLogger(__name__)

# Deleting a room overtakes a data packet that was sent just before (they go by different connections).
PACKET_SECONDS: Final = 0.5


class Endings:
    def __init__(
        self,
        *,
        storage: Storage,
        rooms: Rooms,
        chores: Chores,
        metrics: Metrics,
        now: Callable[[], datetime],
    ) -> None:
        self._storage = storage
        self._rooms = rooms
        self._chores = chores
        self._metrics = metrics
        self._now = now

    async def end(self, lesson_id: UUID, *, reason: EndReason) -> bool:
        """Close the lesson; False if it was closed already. The room follows by itself."""
        sitting = await self._storage.sittings.current(lesson_id)
        if not await self._storage.lessons.end(lesson_id, reason=reason, at=self._now()):
            return False
        self._metrics.lesson_ended(reason)
        logger.info("lesson ended", extra={"lesson_id": lesson_id, "end_reason": reason})
        if sitting is not None:
            self._chores.spawn(self.clear_room(sitting, reason=reason), name="clear room")
        return True

    async def delete(self, lesson_id: UUID) -> None:
        """Remove every trace of a lesson; a running one ends first, so that its tutor leaves."""
        await self.end(lesson_id, reason="button")
        await self._storage.lessons.delete(lesson_id)

    async def clear_room(self, sitting: Sitting, *, reason: EndReason) -> None:
        """Tell who is in the room of an ended sitting, and close it. The sweep does it again where this fails."""
        try:
            event = LessonEnded(at=self._now(), end_reason=reason)
            await self._rooms.tell(sitting.room_name, learner_identity=sitting.learner_identity, event=event)
            await asyncio.sleep(PACKET_SECONDS)
            await self._rooms.close(sitting.room_name)
        except LiveKitUnavailableError as error:
            logger.warning("room not cleared", extra={"sitting_id": sitting.sitting_id, "why": str(error)})
