"""Ports this run will use. Claimed before they are bound: two runs that start together must not choose the same."""

import fcntl
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Self

from stack import ports


class PortClaims:
    """A claim is a lock on a file in `folder`, which all runs of a user share; it ends with this process at the latest."""

    def __init__(
        self, folder: Path, *, is_free: Callable[[int, socket.SocketKind], bool] = ports.is_free
    ) -> None:
        self._folder = folder
        self._is_free = is_free
        self._locks: list[int] = []
        folder.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        while self._locks:
            os.close(self._locks.pop())

    def claim(self, port: int, kind: socket.SocketKind = socket.SOCK_STREAM) -> bool:
        """False if somebody listens on the port or another claim (of this run, too) is on it."""
        name = f"{port}-{'udp' if kind == socket.SOCK_DGRAM else 'tcp'}"
        lock = os.open(self._folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return False
        if not self._is_free(port, kind):
            os.close(lock)
            return False
        self._locks.append(lock)
        return True

    def choose(self, usual: int, kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
        """Claim `usual` if it can be had, else a free port."""
        port = usual
        while not self.claim(port, kind):
            port = ports.any_free(kind)
        return port
