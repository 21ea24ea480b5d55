"""A journal file written from an event loop: the blocking work in one thread, in order; trouble is told, not raised."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from storage.journal.entries import Entry, Outcome
from storage.journal.file import Journal, JournalFile

logger = logging.getLogger(__name__)


@dataclass(kw_only=True, eq=False)
class Kept:
    """An entry on its way: where it has arrived so far."""

    number: int
    entry: Entry
    on_disk: bool = False
    stored: bool = False


class JournalWriter:
    """One lesson's file, made with the first entry.

    What the disk refuses stays in memory and is tried again with the next entry, for as long as storage does not have
    it. `on_failed` is called once, with the first error. Once storage says that the lesson was deleted, its file goes and
    nothing is written any more.
    """

    def __init__(self, journal: Journal, lesson_id: UUID, *, on_failed: Callable[[OSError], None]) -> None:
        self._journal = journal
        self._lesson_id = lesson_id
        self._on_failed = on_failed
        self._file: JournalFile | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")
        self._refused: list[Kept] = []
        self._failed = False
        self._gone = False  # the lesson was deleted: what comes late is for nobody's disk

    async def write(self, entries: list[Kept]) -> None:
        """Back when they are on disk, or the disk has refused them."""
        if self._gone:
            return
        wanted = [kept for kept in self._refused if not kept.stored] + entries
        self._refused = []
        try:
            await self._in_thread(self._append, wanted)
        except OSError as error:
            self._refused = wanted
            self._tell(error)
            return
        for kept in wanted:
            kept.on_disk = True
        if stored_meanwhile := [kept.number for kept in wanted if kept.stored]:
            await self._ack(stored_meanwhile)

    async def settled(self, kept: Kept, outcome: Outcome) -> None:
        """Storage has answered for this entry: it need not be stored again."""
        kept.stored = True
        if outcome == "dropped":
            self._gone = True
        if self._file is None:
            return
        if self._gone:
            with contextlib.suppress(OSError):  # then it goes when it is closed, for nothing in it waits
                await self._in_thread(self._file.discard)
            return
        if not kept.on_disk:
            return
        if outcome == "refused":
            with contextlib.suppress(OSError):  # then it stays in the journal itself
                await self._in_thread(self._file.reject, kept.number, kept.entry)
        else:
            await self._ack([kept.number])

    async def aclose(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):  # a file without work that cannot be removed harms nobody
                await self._in_thread(self._file.close)
        self._thread.shutdown(wait=False)

    def _append(self, entries: list[Kept]) -> None:
        if self._file is None:
            self._file = self._journal.create(self._lesson_id)
        self._file.append((kept.number, kept.entry) for kept in entries)

    async def _ack(self, numbers: list[int]) -> None:
        if self._file is not None:
            await self._in_thread(self._file.ack, numbers)

    def _tell(self, error: OSError) -> None:
        if self._failed:
            return
        self._failed = True
        logger.error(
            "journal cannot be written",
            extra={"lesson_id": str(self._lesson_id), "error": type(error).__name__, "errno": error.errno},
        )
        self._on_failed(error)

    async def _in_thread(self, work: Callable[..., None], *arguments: Any) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)
