"""Ports on this machine's loopback: is one free, which one is, and who has one that is not."""

import errno
import socket

import psutil

_BUSY = (errno.EADDRINUSE, errno.EACCES)
_FAMILIES = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


def is_free(port: int, kind: socket.SocketKind = socket.SOCK_STREAM) -> bool:
    """False if anything listens on the port of 127.0.0.1 or ::1 (a browser's `localhost` may try either)."""
    return all(_can_bind(family, address, port, kind) for family, address in _FAMILIES)


def _can_bind(family: socket.AddressFamily, address: str, port: int, kind: socket.SocketKind) -> bool:
    try:
        probe = socket.socket(family, kind)
    except OSError:
        return True  # no IPv6 on this machine
    with probe:
        if kind == socket.SOCK_STREAM:
            # As our servers do; otherwise the last run's closed connections would hold the port for a minute.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            # EADDRNOTAVAIL: IPv6 exists but has no loopback address.
            return family == socket.AF_INET6 and error.errno not in _BUSY
    return True


def any_free(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def holder(port: int) -> str | None:
    """Who listens on the port, as "process 12 (nginx)"; None if this system does not tell us."""
    try:
        for connection in psutil.net_connections(kind="inet"):
            if connection.laddr and connection.laddr.port == port and connection.pid is not None:
                return f"process {connection.pid} ({psutil.Process(connection.pid).name()})"
    except (psutil.Error, OSError):
        return None
    return None
