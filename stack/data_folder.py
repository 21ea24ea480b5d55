"""TUTOR_DATA_DIR: everything of one stack that lasts. One run at a time holds its lock.

The watchdog inherits the lock, so that a run started right after a killed one waits until the last part is gone.
"""

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from stack.screen import StepError
from stack.state_file import read_state

LOCK_FILE = "lock"
CLEANUP_SECONDS = 20.0
KEPT_LOGS = 3


class FolderInUseError(StepError):
    """Another run works with this TUTOR_DATA_DIR."""


class DataFolder:
    def __init__(self, path: Path, lock: int) -> None:
        self.path = path
        self.logs = path / "logs"
        self.lock = lock  # descriptor, held as long as it is open

    @classmethod
    def take(
        cls,
        path: Path,
        *,
        cleanup_seconds: float = CLEANUP_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> Self:
        """Make the folder if need be and hold its lock. Raises FolderInUseError if another run has it."""
        # As root Postgres runs under another account and must pass through; everything inside is closed by itself.
        path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        (path / "logs").mkdir(mode=0o700, exist_ok=True)
        lock = os.open(path / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = monotonic() + cleanup_seconds
        while not _locked(lock):
            state = read_state(path) or {}
            pid = state.get("pid")
            if (isinstance(pid, int) and _alive(pid)) or monotonic() >= deadline:
                os.close(lock)
                raise FolderInUseError(
                    f"TUTOR_DATA_DIR {path} is in use by another run (process {pid}, {state.get('url')}): stop that "
                    "one, or start this one with another TUTOR_DATA_DIR and PORT"
                )
            time.sleep(0.1)
        return cls(path, lock)

    def rotate_logs(self) -> None:
        """worker.log → worker.log.1 → … → worker.log.3, so that each run begins with empty logs."""
        for log in self.logs.glob("*.log"):
            for number in range(KEPT_LOGS - 1, 0, -1):
                older = log.with_name(f"{log.name}.{number}")
                if older.exists():
                    older.replace(log.with_name(f"{log.name}.{number + 1}"))
            log.replace(log.with_name(f"{log.name}.1"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.lock)


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
