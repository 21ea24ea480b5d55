"""Our side of the watchdog: tells it what runs, so that nothing outlives a killed stack."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

from stack.paths import ROOT


class Watch:
    """The watchdog process and the pipe to it. `keep_open` are descriptors (the data folder's lock) it inherits."""

    def __init__(self, *, keep_open: Sequence[int] = ()) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "stack.watchdog"],
            stdin=subprocess.PIPE,
            cwd=ROOT,
            start_new_session=True,
            pass_fds=tuple(keep_open),
        )
        assert self._process.stdin is not None  # noqa: S101 - given by PIPE
        self._pipe = self._process.stdin

    def started(self, group: int, stop_signal: signal.Signals) -> None:
        self._tell(f"+ {group} {stop_signal.value}")

    def over(self, group: int) -> None:
        self._tell(f"- {group}")

    def close(self) -> None:
        """Nothing is running any more: the watchdog ends without a deed."""
        with suppress(OSError):
            self._pipe.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        with suppress(OSError):  # a watchdog that was killed: the stack goes on without
            os.write(self._pipe.fileno(), f"{line}\n".encode())
