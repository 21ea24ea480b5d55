"""What dead owners could not store, stored; what a learner deletes, forgotten."""

import asyncio
import contextlib
import logging
import os
from pathlib import Path
from uuid import UUID

from storage.journal.entries import store
from storage.journal.file import BAD_SUFFIX, SUFFIX, JournalFile
from storage.repositories import Storage

logger = logging.getLogger(__name__)


async def replay_orphans(directory: Path, storage: Storage) -> int:
    """Store what journals under `directory` hold whose owners are gone, in order; how many entries were stored.

    What was kept aside of lessons that are gone is removed. Safe at any time and from several processes. Raises
    StorageUnavailableError: what is not stored yet stays for the next call.
    """
    stored = 0
    for path in await asyncio.to_thread(_oldest_first, directory):
        try:
            file = await asyncio.to_thread(JournalFile.adopt, path)
            if file is not None:
                stored += await _replay(file, storage)
        except OSError as error:  # this disk's trouble with this file; the others may be well
            logger.error("journal not replayed", extra={"journal": path.name, "error": type(error).__name__})
    await _forget_gone_lessons(directory, storage)
    return stored


async def forget_lesson(directory: Path, lesson_id: UUID) -> int:
    """Remove all that journals hold of a lesson; how many files.

    Call it after the lesson is deleted from storage. A live owner goes on with a file that is empty and has no name:
    nobody can replay that, and it goes when storage has told the owner that the lesson is gone.
    """
    return await asyncio.to_thread(_remove_files, directory, lesson_id)


def _oldest_first(directory: Path) -> list[Path]:
    found: list[tuple[int, Path]] = []
    for path in directory.glob(f"*{SUFFIX}"):
        try:
            found.append((path.stat().st_mtime_ns, path))
        except FileNotFoundError:
            continue  # its owner has just finished
    return [path for _, path in sorted(found)]


async def _replay(file: JournalFile, storage: Storage) -> int:
    stored = 0
    try:
        for number, entry in file.pending.items():
            outcome = await store(storage, entry)
            if outcome == "refused":
                await asyncio.to_thread(file.reject, number, entry)
            else:
                await asyncio.to_thread(file.ack, [number])
            stored += outcome == "stored"
    finally:
        await asyncio.to_thread(file.close)
    logger.info("journal replayed", extra={"lesson_id": file.lesson_id, "entries": len(file.pending)})
    return stored


async def _forget_gone_lessons(directory: Path, storage: Storage) -> None:
    """A lesson that is purged for age, not deleted through us, must leave no words in a `.bad` file either."""
    for lesson_id in await asyncio.to_thread(_lessons_with_bad_files, directory):
        if await storage.lessons.get(lesson_id) is None:
            await forget_lesson(directory, lesson_id)


def _lessons_with_bad_files(directory: Path) -> set[UUID]:
    names = (path.name.partition(".")[0] for path in directory.glob(f"*{BAD_SUFFIX}"))
    return {UUID(name) for name in names}


def _remove_files(directory: Path, lesson_id: UUID) -> int:
    paths = list(directory.glob(f"{lesson_id}.*"))
    for path in paths:
        # Emptied first: an owner that lives holds the file open, and its bytes would stay until it ends.
        with contextlib.suppress(FileNotFoundError):
            os.truncate(path, 0)
        path.unlink(missing_ok=True)
    return len(paths)
