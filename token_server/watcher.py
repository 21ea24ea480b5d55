"""The watch over open sittings: reads rows and rooms, asks the rules of `watch`, and does what they say.

Webhooks only hurry it: `hint` names a room to look into at once. All else it finds by itself, so a webhook that is lost,
repeated or late changes nothing. Several token servers may watch at once: who sends for a tutor is decided by a
compare-and-swap in the sitting's row.
"""

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import Callable, Coroutine
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Final
from uuid import UUID

from contract.events import Notice
from contract.notices import NOTICES
from contract.words import EndReason, NoticeCode
from storage.errors import StorageError
from storage.records import OpenSitting, Sitting
from storage.repositories import Storage
from token_server.endings import Endings
from token_server.metrics import Metrics
from token_server.outage import Outage
from token_server.rooms import LiveKitUnavailableError, Rooms
from token_server.tokens import plan_of
from token_server.trust import LeaseTrust
from token_server.watch import Limits, end_reason, exchange_end_reason, notice, tutor_step
from token_server.watched import Watched, candidates_of, superseded, tutor_state

logger = logging.getLogger(__name__)

ROUND_SECONDS: Final = 0.5
_LOOKS_AT_ONCE: Final = 16


class Watcher:
    def __init__(
        self,
        *,
        storage: Storage,
        rooms: Rooms,
        endings: Endings,
        metrics: Metrics,
        limits: Limits,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._storage = storage
        self._rooms = rooms
        self._endings = endings
        self._metrics = metrics
        self._limits = limits
        self._now = now
        self._monotonic = monotonic
        self._trust = LeaseTrust()
        self._storage_outage = Outage(logger, of="storage", monotonic=monotonic)
        self._livekit_outage = Outage(logger, of="livekit", monotonic=monotonic)
        self._watched: defaultdict[UUID, Watched] = defaultdict(Watched)
        self._looks: dict[UUID, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(_LOOKS_AT_ONCE)
        self._hinted: set[str] = set()
        self._hurry = asyncio.Event()

    def hint(self, room_name: str) -> None:
        """Something happened in that room: look now."""
        self._hinted.add(room_name)
        self._hurry.set()

    async def run(self) -> None:
        """For ever. A sitting whose room is slow holds up no other."""
        try:
            while True:
                self._hurry.clear()
                await self.round()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._hurry.wait(), ROUND_SECONDS)
        finally:
            for look in self._looks.values():
                look.cancel()
            await asyncio.gather(*self._looks.values(), return_exceptions=True)

    async def round(self) -> None:
        """One look over all open sittings; each goes on in a task of its own."""
        hinted, self._hinted = self._hinted, set()
        try:
            open_sittings = await self._storage.sittings.open()
            free_workers = frozenset(await self._storage.workers.alive())
            trusted = self._trust.read(at=self._monotonic())
        except StorageError as error:
            self._trust.failed()
            self._hinted |= hinted
            self._storage_outage.failed(error)
            return
        self._storage_outage.worked()
        for gone in self._watched.keys() - {item.sitting.sitting_id for item in open_sittings}:
            del self._watched[gone]
        outdated = superseded(open_sittings)
        for item in open_sittings:
            sitting = item.sitting
            watched = self._watched[sitting.sitting_id]
            watched.saw_workers(free_workers)
            if sitting.room_name in hinted:
                watched.polled_at = None
            if sitting.sitting_id in self._looks:
                continue
            if sitting.sitting_id in outdated:
                self._spawn(sitting.sitting_id, self._end(item, "replaced"))
            elif sitting.kind == "messages":
                reason = exchange_end_reason(since_activity=item.seconds_since_activity, limits=self._limits)
                if trusted and reason is not None:
                    self._spawn(sitting.sitting_id, self._end(item, reason))
            else:
                self._spawn(
                    sitting.sitting_id,
                    self._look_after(item, watched, free_workers=free_workers, trusted=trusted),
                )
        self._metrics.sittings(
            open_=len(open_sittings),
            without_tutor=sum(watched.alone_since is not None for watched in self._watched.values()),
        )

    def _spawn(self, sitting_id: UUID, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(self._within_limits(work), name="look after sitting")
        self._looks[sitting_id] = task

        def done(task: asyncio.Task[None]) -> None:
            del self._looks[sitting_id]
            if not task.cancelled() and (error := task.exception()) is not None:
                logger.error(
                    "a sitting was not looked after", extra={"sitting_id": sitting_id}, exc_info=error
                )

        task.add_done_callback(done)

    async def _within_limits(self, work: Coroutine[None, None, None]) -> None:
        async with self._slots:
            try:
                await work
            except LiveKitUnavailableError as error:
                self._livekit_outage.failed(error)
            except StorageError as error:
                self._storage_outage.failed(error)

    async def _look_after(
        self, item: OpenSitting, watched: Watched, *, free_workers: AbstractSet[str], trusted: bool
    ) -> None:
        if watched.poll_is_due(tutor_state(item.lease), at=self._monotonic()) and await self._poll(
            item, watched
        ):
            self._hurry.set()  # the row has changed: judge it as it is now
        elif trusted:
            await self._judge(item, watched, free_workers)

    async def _poll(self, item: OpenSitting, watched: Watched) -> bool:
        """Look into the room; True if the row had to be told that the learner came or went."""
        sitting = item.sitting
        try:
            occupants = await self._rooms.occupants(
                sitting.room_name, learner_identity=sitting.learner_identity
            )
        except LiveKitUnavailableError as error:
            # Without a word from LiveKit nobody is sent for; a lesson that is over by the row still ends.
            self._livekit_outage.failed(error)
            watched.saw(None, at=self._monotonic())
            return False
        self._livekit_outage.worked()
        watched.saw(occupants, at=self._monotonic())
        if occupants.learner and (sitting.joined_at is None or sitting.left_at is not None):
            await self._storage.sittings.learner_joined(sitting.sitting_id)
            return True
        if not occupants.learner and sitting.joined_at is not None and sitting.left_at is None:
            await self._storage.sittings.learner_left(sitting.sitting_id)
            return True
        return False

    async def _end(self, item: OpenSitting, reason: EndReason) -> None:
        await self._endings.end(item.lesson.lesson_id, reason=reason)

    async def _judge(self, item: OpenSitting, watched: Watched, free_workers: AbstractSet[str]) -> None:
        at = self._monotonic()
        watched.judged(tutor_state(item.lease), at=at)
        facts = watched.facts(item, at=at)
        if (reason := end_reason(facts, self._limits)) is not None:
            await self._end(item, reason)
            return
        if (code := notice(facts)) is not None:
            await self._tell(item.sitting, code)
            watched.told.add(code)
        step = tutor_step(facts)
        if step == "leave" or watched.occupants is None:
            return
        dispatches = await self._rooms.dispatches(item.sitting.room_name)
        facts = watched.facts(
            item,
            at=at,
            candidates=candidates_of(item, watched.occupants, dispatches),
            unlisted=any(not dispatch.job_ids for dispatch in dispatches),
        )
        if tutor_step(facts) == "replace":
            await self._replace_tutor(item, watched, free_workers)

    async def _replace_tutor(
        self, item: OpenSitting, watched: Watched, free_workers: AbstractSet[str]
    ) -> None:
        """Withdraw who was sent and did not come or is dead, then send for one tutor."""
        sitting = item.sitting
        lease = await self._storage.leases.get(sitting.lesson_id)
        if tutor_state(lease) == "alive":
            return
        if not await self._storage.sittings.dispatched(sitting.sitting_id, seen=sitting.dispatches):
            return
        watched.sent_for_tutor(free_workers)
        room_name = sitting.room_name
        for dispatch in await self._rooms.dispatches(room_name):
            await self._rooms.withdraw(room_name, dispatch.dispatch_id)
        for identity in (
            await self._rooms.occupants(room_name, learner_identity=sitting.learner_identity)
        ).tutors:
            await self._rooms.remove(room_name, identity)
        await self._rooms.send_for_tutor(room_name, plan_of(item.lesson, sitting))
        why = "dead" if lease is not None else "missing"
        self._metrics.tutor_sent_for(why)
        logger.info(
            "tutor sent for again",
            extra={"lesson_id": sitting.lesson_id, "sitting_id": sitting.sitting_id, "tutor": why},
        )

    async def _tell(self, sitting: Sitting, code: NoticeCode) -> None:
        event = Notice(at=self._now(), code=code, text=NOTICES[code])
        await self._rooms.tell(sitting.room_name, learner_identity=sitting.learner_identity, event=event)
