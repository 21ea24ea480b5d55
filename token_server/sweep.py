"""Once a minute: whatever a crash, a lost webhook or an outage left behind is brought to its end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from storage.errors import StorageError, StorageUnavailableError
from storage.journal import replay_orphans
from storage.repositories import Storage
from token_server.endings import Endings
from token_server.outage import Outage
from token_server.rooms import LiveKitUnavailableError, Rooms
from token_server.sounds import Sounds

logger = logging.getLogger(__name__)

SWEEP_SECONDS: Final = 60.0
FIRST_SWEEP_SECONDS: Final = 10.0  # after the start, when Postgres and LiveKit had time to come up too
OFTEN_SECONDS: Final = 3.0
STRANDED_SECONDS: Final = 120.0
GOODBYE_SECONDS: Final = 30.0  # the tutor that ended a lesson may still be saying so


class Sweep:
    def __init__(
        self,
        *,
        storage: Storage,
        rooms: Rooms,
        endings: Endings,
        sounds: Sounds,
        journal_dir: Path,
        guest_keep_days: float,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._storage = storage
        self._rooms = rooms
        self._endings = endings
        self._sounds = sounds
        self._journal_dir = journal_dir
        self._guest_keep_days = guest_keep_days
        self._now = now
        self._unreportable: set[UUID] = set()
        self._outage = Outage(logger, of="sweep", monotonic=monotonic)

    async def run(self) -> None:
        await asyncio.sleep(FIRST_SWEEP_SECONDS)
        while True:
            await self.once()
            await asyncio.sleep(SWEEP_SECONDS)

    async def run_often(self) -> None:
        """What somebody may be waiting for: a tutor that takes over, for the turns its dead forerunner left on this
        disk; a learner, for the report of a lesson that ended without one.
        """
        while True:
            await self._tried(self._replay_journals)
            await self._tried(self._make_missing_reports)
            await asyncio.sleep(OFTEN_SECONDS)

    async def once(self) -> None:
        """Every part is tried, whatever becomes of the others."""
        self._sounds.drop_old()
        failed = False
        for part in (
            self._end_stranded,
            self._clear_ended_rooms,
            self._purge_guests,
        ):
            failed = not await self._tried(part) or failed
        if not failed:
            self._outage.worked()

    async def _tried(self, part: Callable[[], Awaitable[None]]) -> bool:
        try:
            await part()
        except (StorageError, LiveKitUnavailableError) as error:
            self._outage.failed(error)
            return False
        return True

    async def clear_if_ended(self, room_name: str) -> None:
        """A learner came with a token that outlived its lesson: nobody will come to that room."""
        try:
            sitting = await self._storage.sittings.of_room(room_name)
            if sitting is None or sitting.ended_at is None:
                return  # not ended, or not ours: another deployment may share this LiveKit
            if (self._now() - sitting.ended_at).total_seconds() < GOODBYE_SECONDS:
                return
            lesson = await self._storage.lessons.get(sitting.lesson_id)
        except StorageError:
            return  # the next sweep finds it
        reason = lesson.end_reason if lesson is not None else None
        await self._endings.clear_room(sitting, reason=reason or "left")

    async def _clear_ended_rooms(self) -> None:
        for room_name in await self._rooms.names():
            if room_name.startswith("lesson-"):
                await self.clear_if_ended(room_name)

    async def _replay_journals(self) -> None:
        if stored := await replay_orphans(self._journal_dir, self._storage):
            logger.info("journals of dead workers stored", extra={"entries": stored})

    async def _end_stranded(self) -> None:
        for lesson_id in await self._storage.lessons.stranded(older_seconds=STRANDED_SECONDS):
            await self._endings.end(lesson_id, reason="left")

    async def _make_missing_reports(self) -> None:
        for lesson_id in await self._storage.reports.missing():
            if lesson_id in self._unreportable:
                continue
            try:
                await self._endings.report(lesson_id)
            except StorageUnavailableError:
                raise
            except Exception:  # one lesson that the rules choke on must not cost the others their reports
                self._unreportable.add(lesson_id)
                logger.exception("a report cannot be made", extra={"lesson_id": lesson_id})

    async def _purge_guests(self) -> None:
        if removed := await self._storage.learners.purge_guests(idle_days=self._guest_keep_days):
            logger.info("guests removed", extra={"guests": removed})
