"""A lesson's turns, scenes and end on their way to storage: journal first, then Postgres, in order.

`DurableLesson` is what a job uses. Its calls take an entry at once and come back when it is safe on disk; they never
raise for trouble with disk or storage. Behind them one task writes the journal and one stores, again and again while
Postgres is away.
"""

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from contract.scenario import Scenario
from contract.turn import StoredTurn
from contract.words import EndReason
from storage.errors import StorageUnavailableError
from storage.journal.entries import EndEntry, Entry, Outcome, ScenarioEntry, TurnEntry, store
from storage.journal.file import Journal
from storage.journal.writer import JournalWriter, Kept
from storage.records import BuilderProgress
from storage.repositories import Storage

logger = logging.getLogger(__name__)

LATE_SECONDS: Final = 1.0  # a turn is to be stored within a second of being final (DESIGN.md, step 6)
FIRST_RETRY_SECONDS: Final = 0.2
LONGEST_RETRY_SECONDS: Final = 2.0
_EPOCH_BITS: Final = 32  # a scene's revision is the lease's epoch, then the entry's number within the job


@dataclass(frozen=True, kw_only=True)
class DurableTimes:
    """Seconds, and the clock they are measured by."""

    late: float = LATE_SECONDS
    first_retry: float = FIRST_RETRY_SECONDS
    longest_retry: float = LONGEST_RETRY_SECONDS
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


@dataclass(kw_only=True, eq=False)
class _Taken(Kept):
    taken_at: float
    written: "asyncio.Future[None]"  # to the journal, or refused by the disk


class DurableLesson:
    """Keeps one sitting of one lesson. Belongs to one event loop; `aclose` it before the loop ends.

    `epoch` is that of the lease, so that the scenes of an earlier job never overwrite those of a later one.
    `on_delayed(True)` is called when something has waited `times.late` seconds for storage, `on_delayed(False)` when
    all is stored again. `on_journal_failed` is called once, with the first OSError of the disk: the lesson goes on, and
    what the disk did not take stays in memory until storage has it, or the disk after all.
    """

    def __init__(
        self,
        journal: Journal,
        storage: Storage,
        lesson_id: UUID,
        *,
        sitting_id: UUID,
        epoch: int,
        on_delayed: Callable[[bool], None],
        on_journal_failed: Callable[[OSError], None] = lambda _: None,
        times: DurableTimes | None = None,
    ) -> None:
        self._storage = storage
        self._lesson_id = lesson_id
        self._sitting_id = sitting_id
        self._epoch = epoch
        self._on_delayed = on_delayed
        self._times = times or DurableTimes()
        self._disk = JournalWriter(
            journal, lesson_id, on_failed=lambda error: self._tell(on_journal_failed, error)
        )
        self._numbers = 0
        self._to_write: deque[_Taken] = deque()
        self._to_store: deque[_Taken] = deque()
        self._unstored: dict[int, _Taken] = {}
        self._something_to_write = asyncio.Event()
        self._something_to_store = asyncio.Event()
        self._all_stored = asyncio.Event()
        self._all_stored.set()
        self._late = False
        self._late_timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None
        self._storing: asyncio.Task[None] | None = None
        self._closed = False

    # Each call takes its entry before it returns the coroutine: a caller that is cancelled, or that makes a task of it,
    # neither loses the entry nor changes the order.

    def save_turn(self, turn: StoredTurn) -> Coroutine[Any, Any, None]:
        """Awaiting it waits for the disk, not for storage."""
        if turn.lesson_id != self._lesson_id:
            raise ValueError(f"turn.lesson_id is {turn.lesson_id}, expected {self._lesson_id}")
        return self._take(TurnEntry(turn=turn))

    def save_scenario(
        self, scenario: Scenario, builder: BuilderProgress, title: str | None = None
    ) -> Coroutine[Any, Any, None]:
        """None leaves the title as it is. Awaiting it waits for the disk, not for storage."""
        return self._take(
            ScenarioEntry(
                lesson_id=self._lesson_id,
                scenario=scenario,
                builder=builder,
                title=title,
                revision=(self._epoch << _EPOCH_BITS) + self._numbers + 1,
            )
        )

    def end(self, reason: EndReason, at: datetime) -> Coroutine[Any, Any, None]:
        """End the lesson, after all that was saved before. Awaiting it waits for the disk, not for storage."""
        return self._take(
            EndEntry(lesson_id=self._lesson_id, sitting_id=self._sitting_id, reason=reason, at=at)
        )

    async def flush(self, seconds: float) -> bool:
        """Whether storage has everything, waiting at most that long for it."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._all_stored.wait()
        return self._all_stored.is_set()

    async def aclose(self) -> None:
        """Stop storing. What storage does not have yet stays in the journal for the next worker."""
        if self._closed:
            return
        self._closed = True
        self._something_to_write.set()
        if self._writing is not None:
            await self._writing
        if self._storing is not None:
            self._storing.cancel()
            await asyncio.wait({self._storing})
        if self._late_timer is not None:
            self._late_timer.cancel()
        if lost := sum(not taken.on_disk for taken in self._unstored.values()):
            logger.error(
                "entries are neither stored nor on disk",
                extra={"lesson_id": str(self._lesson_id), "entries": lost},
            )
        await self._disk.aclose()

    def _take(self, entry: Entry) -> Coroutine[Any, Any, None]:
        if self._closed:
            raise RuntimeError("DurableLesson is closed; it can keep nothing more")
        loop = asyncio.get_running_loop()
        self._numbers += 1
        taken = _Taken(
            number=self._numbers,
            entry=entry,
            taken_at=self._times.monotonic(),
            written=loop.create_future(),
        )
        self._to_write.append(taken)
        self._unstored[taken.number] = taken
        self._all_stored.clear()
        self._something_to_write.set()
        if self._writing is None:
            self._writing = loop.create_task(self._write_all(), name="durable.write")
            self._storing = loop.create_task(self._store_all(), name="durable.store")
        if self._late_timer is None and not self._late:
            self._late_timer = loop.call_later(self._times.late, self._look_if_late)
        return _wait_for(taken.written)

    async def _write_all(self) -> None:
        while not self._closed or self._to_write:
            await self._something_to_write.wait()
            self._something_to_write.clear()
            while self._to_write:
                entries = list(self._to_write)
                self._to_write.clear()
                await self._disk.write([*entries])
                for taken in entries:
                    taken.written.set_result(None)
                self._to_store.extend(entries)
                self._something_to_store.set()

    async def _store_all(self) -> None:
        while True:
            await self._something_to_store.wait()
            self._something_to_store.clear()
            while self._to_store:
                await self._store(self._to_store.popleft())

    async def _store(self, taken: _Taken) -> None:
        delay = self._times.first_retry
        while (outcome := await self._answer_of_storage(taken)) is None:
            await self._times.sleep(delay)
            delay = min(delay * 2, self._times.longest_retry)
        await self._disk.settled(taken, outcome)
        del self._unstored[taken.number]
        if not self._unstored:
            self._everything_is_stored()

    async def _answer_of_storage(self, taken: _Taken) -> Outcome | None:
        try:
            return await store(self._storage, taken.entry)
        except StorageUnavailableError as error:
            logger.warning(
                "an entry waits for storage",
                extra={"lesson_id": str(self._lesson_id), "n": taken.number, "why": str(error)},
            )
            return None

    def _everything_is_stored(self) -> None:
        self._all_stored.set()
        if self._late_timer is not None:
            self._late_timer.cancel()
            self._late_timer = None
        if self._late:
            self._late = False
            self._tell(self._on_delayed, self._late)

    def _look_if_late(self) -> None:
        self._late_timer = None
        oldest = next(iter(self._unstored.values()))
        waited = self._times.monotonic() - oldest.taken_at
        if waited >= self._times.late:
            self._late = True
            self._tell(self._on_delayed, self._late)
        else:
            self._late_timer = asyncio.get_running_loop().call_later(
                self._times.late - waited, self._look_if_late
            )

    def _tell(self, listener: Callable[..., None], *news: Any) -> None:
        try:
            listener(*news)
        except Exception as error:  # noqa: BLE001 - a listener's fault must not stop the storing
            logger.error(
                "a listener failed",
                extra={"lesson_id": str(self._lesson_id), "error": type(error).__name__},
            )


async def _wait_for(written: "asyncio.Future[None]") -> None:
    await asyncio.shield(written)
