"""Where a recording lies while it is understood: a folder of its own, gone afterwards, also when its process was killed.

Each folder is locked by the process that has it, and the lock goes with the process: so another one, on the same disk, knows
at once what was left behind, however young it is.
"""

import asyncio
import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path


class RecordingFolders:
    def __init__(self, parent: Path) -> None:
        self._parent = parent

    @contextlib.asynccontextmanager
    async def one(self) -> AsyncIterator[Path]:
        """For one recording. Raises OSError."""
        folder, lock = await asyncio.to_thread(self._made)
        try:
            yield folder
        finally:
            await asyncio.to_thread(_removed, folder, lock)

    def clear(self) -> int:
        """Remove what no living process has; how many there were. Blocks."""
        if not self._parent.is_dir():
            return 0
        return sum(_cleared(folder) for folder in list(self._parent.iterdir()))

    def _made(self) -> tuple[Path, int]:
        self._parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        while True:
            folder = Path(tempfile.mkdtemp(dir=self._parent))
            # Between making and locking another process may have taken it for one that was left, and removed it.
            lock = _locked(folder)
            if lock is not None and folder.is_dir():
                return folder, lock
            if lock is not None:
                os.close(lock)


def _locked(folder: Path) -> int | None:
    """The lock; None if somebody has it, or if this is no folder (any more)."""
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock


def _removed(folder: Path, lock: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    os.close(lock)


def _cleared(folder: Path) -> bool:
    lock = _locked(folder)
    if lock is None:
        return False
    _removed(folder, lock)
    return True
