"""One journal file: made, locked, written, acknowledged, removed. Everything here blocks: call it from a thread."""

import contextlib
import fcntl
import io
import logging
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from uuid import UUID

from storage.journal.entries import Entry
from storage.journal.lines import ack_line, entry_line, read

logger = logging.getLogger(__name__)

SUFFIX: Final = ".jsonl"
BAD_SUFFIX: Final = ".bad"
_OWNER: Final = re.compile(r"[A-Za-z0-9_-]{1,100}")


class Journal:
    """Where an owner (a job) keeps its journal files. Makes nothing before there is something to keep."""

    def __init__(self, directory: Path, *, owner: str) -> None:
        if not _OWNER.fullmatch(owner):
            raise ValueError(
                f"owner is {owner!r}, expected letters, digits, - and _ (it becomes a file name)"
            )
        self._directory = directory
        self._owner = owner

    def create(self, lesson_id: UUID) -> "JournalFile":
        """A new, empty file, locked by this process. Raises OSError."""
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        while True:
            path = self._directory / f"{lesson_id}.{self._owner}.{secrets.token_hex(4)}{SUFFIX}"
            handle = open(path, "xb+", buffering=0, opener=_private)  # noqa: SIM115 - it lives as long as its owner
            # Between making and locking, a replay may have taken the empty file for an orphan, and removed it.
            fcntl.flock(handle, fcntl.LOCK_EX)
            if _is_still(path, handle):
                _sync_directory(self._directory)
                return JournalFile(path, handle)
            handle.close()


class JournalFile:
    """A file and its lock. `pending` is what the last owner left unacknowledged, empty in a new file."""

    def __init__(self, path: Path, handle: io.FileIO) -> None:
        contents = read(handle.readall())
        self.pending = contents.pending
        self._path = path
        self._handle = handle
        self._size = contents.whole_bytes
        self._unacked = set(contents.pending)
        self._damage_kept = self._keep_damaged(contents.damaged)

    @classmethod
    def adopt(cls, path: Path) -> "JournalFile | None":
        """The file of an owner that is gone; None if its owner lives or the file is no longer there.

        Lines that cannot be read are copied to the `.bad` file. Raises OSError.
        """
        try:
            handle = open(path, "rb+", buffering=0)  # noqa: SIM115 - closed by `close`
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            return None
        if not _is_still(path, handle):
            handle.close()
            return None
        return cls(path, handle)

    @property
    def lesson_id(self) -> str:
        return self._path.name.partition(".")[0]

    def append(self, entries: Iterable[tuple[int, Entry]]) -> None:
        """Write numbered entries and force them to the disk. Raises OSError, with nothing half-written left."""
        numbered = list(entries)
        self._write(b"".join(entry_line(number, entry) for number, entry in numbered), force=True)
        self._unacked.update(number for number, _ in numbered)

    def ack(self, numbers: Iterable[int]) -> None:
        """Storage has these. Not forced: an acknowledgement that is lost costs one harmless replay, no more."""
        numbers = list(numbers)
        self._unacked.difference_update(numbers)
        with contextlib.suppress(OSError):
            self._write(b"".join(map(ack_line, numbers)), force=False)

    def reject(self, number: int, entry: Entry) -> None:
        """Keep an entry that storage refuses in the `.bad` file, and acknowledge it here. Raises OSError."""
        self._keep_bad(entry_line(number, entry).rstrip(b"\n"))
        self.ack([number])

    def discard(self) -> None:
        """The lesson was deleted: nothing of it stays on this disk. Raises OSError."""
        self._unacked.clear()
        self._size = 0
        self._handle.truncate(0)
        self._path.unlink(missing_ok=True)
        self._path.with_suffix(BAD_SUFFIX).unlink(missing_ok=True)

    def close(self) -> None:
        """Give the lock back; a file with nothing left to store goes. Raises OSError."""
        try:
            if not self._unacked and self._damage_kept:
                self._path.unlink(missing_ok=True)
        finally:
            self._handle.close()

    def _write(self, data: bytes, *, force: bool) -> None:
        # A cut line of a dead owner is overwritten; so is what a failed write of our own has left.
        try:
            self._handle.truncate(self._size)
            self._handle.seek(self._size)
            if self._size and not self._ends_line():
                data = b"\n" + data
            left = memoryview(data)
            while left:
                left = left[self._handle.write(left) :]
            if force:
                os.fsync(self._handle)
        except OSError:
            with contextlib.suppress(OSError):
                self._handle.truncate(self._size)
            raise
        self._size += len(data)

    def _ends_line(self) -> bool:
        return os.pread(self._handle.fileno(), 1, self._size - 1) == b"\n"

    def _keep_damaged(self, lines: Iterable[bytes]) -> bool:
        try:
            for line in lines:
                self._keep_bad(line)
                logger.error("journal line damaged", extra={"lesson_id": self.lesson_id, "bytes": len(line)})
        except OSError as error:
            logger.error(
                "damaged journal lines stay where they are",
                extra={"lesson_id": self.lesson_id, "error": type(error).__name__},
            )
            return False
        return True

    def _keep_bad(self, line: bytes) -> None:
        path = self._path.with_suffix(BAD_SUFFIX)
        with open(path, "ab+", opener=_private) as bad:
            bad.seek(0)
            if line in bad.read().split(b"\n"):
                return  # a replay before this one was cut off after keeping it
            bad.write(line + b"\n")
            bad.flush()
            os.fsync(bad)
        _sync_directory(path.parent)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)  # a learner's words


def _is_still(path: Path, handle: io.FileIO) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    return os.path.samestat(there, os.fstat(handle.fileno()))


def _sync_directory(directory: Path) -> None:
    """A new file's name, too, must survive a power cut."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
