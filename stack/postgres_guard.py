"""What can stand in the way of a Postgres start: a `postmaster.pid` from a run that did not end well.

Postgres refuses to start while that file names a living process of the same account. After a killed run, and usually
in a restarted container, the number belongs to something else, or to our own server that nobody stops any more. We
hold the lock of the data folder (stack/data_folder.py), so a server found here is never another run's.
"""

import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from stack.screen import StepError

FAST_SECONDS = 30.0
IMMEDIATE_SECONDS = 20.0  # after 5 of them Postgres itself kills sessions that do not leave
PID_FILE = "postmaster.pid"
Found = Literal["nothing", "a stale file", "a foreign process", "a server left over"]


@dataclass(frozen=True)
class Removed:
    """What was found and cleared away; pid is that of the file, None where there was none to read."""

    found: Found
    pid: int | None


def clear_the_way(data: Path, *, fast_seconds: float = FAST_SECONDS) -> Removed:
    """Make a start possible. A leftover server is shut down properly first. Raises StepError if it stays."""
    file = data / PID_FILE
    if not file.exists():
        return Removed("nothing", None)
    pid = _pid_in(file)
    server = _postmaster(pid, data) if pid is not None else None
    if server is None:
        found: Found = "a foreign process" if pid is not None and psutil.pid_exists(pid) else "a stale file"
        file.unlink(missing_ok=True)
        return Removed(found, pid)
    # A fast shutdown, then an immediate one: no committed row is lost by either.
    for request, seconds in ((signal.SIGINT, fast_seconds), (signal.SIGQUIT, IMMEDIATE_SECONDS)):
        server.send_signal(request)
        try:
            server.wait(seconds)
        except psutil.TimeoutExpired:
            continue
        file.unlink(missing_ok=True)
        return Removed("a server left over", pid)
    raise StepError(
        f"A Postgres of an earlier run (process {pid}) on {data} does not stop: end it, then start again"
    )


def _pid_in(file: Path) -> int | None:
    first = file.read_text(errors="replace").partition("\n")[0].strip()
    return abs(int(first)) if first.lstrip("-").isdigit() else None


def _postmaster(pid: int, data: Path) -> psutil.Process | None:
    """The process, if it is a Postgres whose working folder is our data (a postmaster changes into it)."""
    try:
        process = psutil.Process(pid)
        ours = process.name().startswith("postgres") and Path(process.cwd()).resolve() == data.resolve()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return None
    return process if ours else None
