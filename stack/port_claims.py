"""Ports this run will use. Claimed before they are bound: two runs that start together must not choose the same."""

import fcntl
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Self

from stack import ports


class PortClaims:
    """A claim is a locked file in `folder`, which all runs of a user share; it ends with this process at the latest."""

    def __init__(
        self, folder: Path, *, is_free: Callable[[int, socket.SocketKind], bool] = ports.is_free
    ) -> None:
        self._folder = folder
        self._is_free = is_free
        self._claimed: dict[Path, int] = {}  # file, descriptor that holds its lock
        folder.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file, lock in self._claimed.items():
            file.unlink(missing_ok=True)  # while it is still locked: see _lock
            os.close(lock)
        self._claimed.clear()

    def claim(self, port: int, kind: socket.SocketKind = socket.SOCK_STREAM) -> bool:
        """False if somebody listens on the port or another claim (of this run, too) is on it."""
        file = self._folder / f"{port}-{'udp' if kind == socket.SOCK_DGRAM else 'tcp'}"
        lock = _lock(file)
        if lock is None:
            return False
        if not self._is_free(port, kind):
            file.unlink()
            os.close(lock)
            return False
        self._claimed[file] = lock
        return True

    def choose(self, usual: int, kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
        """Claim `usual` if it can be had, else a free port."""
        port = usual
        while not self.claim(port, kind):
            port = ports.any_free(kind)
        return port


def _lock(file: Path) -> int | None:
    """A descriptor that holds the file's lock; None if another one does."""
    while True:
        lock = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return None
        if _is_still(file, lock):
            return lock
        os.close(lock)  # its last holder removed it between our two steps


def _is_still(file: Path, lock: int) -> bool:
    try:
        return os.path.samestat(file.stat(), os.fstat(lock))
    except FileNotFoundError:
        return False
