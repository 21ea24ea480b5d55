"""Ends what the stack started when the stack itself was killed and could not.

The stack holds the other end of our stdin. It writes `+ PGID SIGNAL` for each process group it starts and `- PGID` for
each that is over; when the pipe closes, whatever is left gets its signal, and SIGKILL if it is still there later.
We also inherit the lock of the data folder: the next run waits until we are done.
A process of its own and not PR_SET_PDEATHSIG, because that reaches only the first process of each part and only Linux.
Standard library only.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable
from contextlib import suppress

GRACE_SECONDS = 8.0


def groups_left(lines: Iterable[str]) -> dict[int, int]:
    """Process group → signal that asks it to stop, of the groups not reported as over; in the order of their start."""
    left: dict[int, int] = {}
    for line in lines:
        match line.split():
            case ["+", group, number]:
                left[int(group)] = int(number)
            case ["-", group]:
                left.pop(int(group), None)
    return left


def end(groups: dict[int, int], *, grace_seconds: float = GRACE_SECONDS) -> None:
    for group, number in reversed(groups.items()):
        _signal(group, number)
    deadline = time.monotonic() + grace_seconds
    while time.monotonic() < deadline and any(_exists(group) for group in groups):
        time.sleep(0.1)
    for group in groups:
        _signal(group, signal.SIGKILL)


def _signal(group: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def _exists(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    end(groups_left(sys.stdin))
