"""Ending a lesson from outside its room: the row and its report first, then the learner is told and the room goes."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from contract.events import LessonEnded, encode
from contract.report import Report
from contract.words import EndReason
from lesson.report import make_report
from storage.closing import store_report
from storage.journal import forget_lesson
from storage.records import Sitting
from storage.repositories import Storage
from token_server.chores import Chores
from token_server.metrics import Metrics
from token_server.rooms import LiveKitUnavailableError, Rooms
from token_server.sounds import Sounds

logger = logging.getLogger(__name__)

# Deleting a room overtakes a data packet that was sent just before (they go by different connections).
PACKET_SECONDS: Final = 0.5
# WebRTC data channels carry about 16 KiB a message everywhere; a longer report is fetched over HTTP.
MAX_PACKET_BYTES: Final = 14_000


class Endings:
    def __init__(
        self,
        *,
        storage: Storage,
        rooms: Rooms,
        chores: Chores,
        metrics: Metrics,
        sounds: Sounds,
        journal_dir: Path,
        now: Callable[[], datetime],
    ) -> None:
        self._storage = storage
        self._rooms = rooms
        self._chores = chores
        self._metrics = metrics
        self._sounds = sounds
        self._journal_dir = journal_dir
        self._now = now

    async def end(self, lesson_id: UUID, *, reason: EndReason) -> bool:
        """Close the lesson with its report; False if it was closed already. The room follows by itself."""
        sitting = await self._storage.sittings.current(lesson_id)
        if not await self._end_row(lesson_id, reason=reason):
            return False
        report = await self.report(lesson_id)
        if sitting is not None:
            self._chores.spawn(self.clear_room(sitting, reason=reason, report=report), name="clear room")
        return True

    async def report(self, lesson_id: UUID) -> Report | None:
        """Make and store the report of an ended lesson from its stored turns; None if it is open or gone."""
        return await store_report(self._storage, lesson_id, make_report=make_report, now=self._now)

    async def delete(self, lesson_id: UUID) -> None:
        """Remove every trace of a lesson; a running one ends first, so that its tutor leaves."""
        sitting = await self._storage.sittings.current(lesson_id)
        await self._end_row(lesson_id, reason="button")
        await self._storage.lessons.delete(lesson_id)
        await self._forget(lesson_id)
        logger.info("lesson deleted", extra={"lesson_id": lesson_id})
        if sitting is not None:
            self._chores.spawn(self.clear_room(sitting, reason="button"), name="clear room")

    async def delete_learner(self, learner_id: UUID) -> None:
        """Remove every trace of a learner; a running lesson ends first, so that its tutor leaves."""
        lesson_ids = await self._storage.lessons.ids_of(learner_id)
        sittings = []
        for lesson in await self._storage.lessons.open_of(learner_id):
            sittings.append(await self._storage.sittings.current(lesson.lesson_id))
            await self._end_row(lesson.lesson_id, reason="button")
        await self._storage.learners.delete(learner_id)
        for lesson_id in lesson_ids:
            await self._forget(lesson_id)
        self._sounds.forget(learner_id=learner_id)
        logger.info("learner deleted", extra={"lessons": len(lesson_ids)})
        for sitting in sittings:
            if sitting is not None:
                self._chores.spawn(self.clear_room(sitting, reason="button"), name="clear room")

    async def _forget(self, lesson_id: UUID) -> None:
        """What is kept of a lesson beside its rows."""
        await forget_lesson(self._journal_dir, lesson_id)
        self._sounds.forget(lesson_id=lesson_id)

    async def clear_room(self, sitting: Sitting, *, reason: EndReason, report: Report | None = None) -> None:
        """Tell who is in the room of an ended sitting, and close it. The sweep does it again where this fails."""
        if sitting.kind == "messages":
            return
        event = LessonEnded(at=self._now(), end_reason=reason, report=report)
        if len(encode(event).encode()) > MAX_PACKET_BYTES:
            event = event.model_copy(update={"report": None})
        room_name, identity = sitting.room_name, sitting.learner_identity
        try:
            if (await self._rooms.occupants(room_name, learner_identity=identity)).learner:
                await self._rooms.tell(room_name, learner_identity=identity, event=event)
                await asyncio.sleep(PACKET_SECONDS)
            await self._rooms.close(room_name)
        except LiveKitUnavailableError as error:
            logger.warning("room not cleared", extra={"sitting_id": sitting.sitting_id, "why": str(error)})

    async def _end_row(self, lesson_id: UUID, *, reason: EndReason) -> bool:
        ended = await self._storage.lessons.end(lesson_id, reason=reason, at=self._now())
        if ended:
            self._metrics.lesson_ended(reason)
            logger.info("lesson ended", extra={"lesson_id": lesson_id, "end_reason": reason})
        return ended
