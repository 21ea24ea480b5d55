"""What the person at the terminal sees: lines, and one line that counts seconds while something long runs.

On a terminal the line is rewritten each second; elsewhere (a CI log) a plain line comes at the start, every half
minute and at the end. Standard library only.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

PLAIN_EVERY_SECONDS = 30.0
TAIL_LINES = 15


class StepError(Exception):
    """A step of the start failed; the text is all that has to be said."""


def tail(log: Path, lines: int = TAIL_LINES) -> str:
    """The end of a log, indented; says so if there is nothing."""
    if not log.is_file():
        return "    (no log)"
    with log.open(errors="replace") as file:
        last = deque(file, maxlen=lines)
    return "".join(f"    {line.rstrip()}\n" for line in last).rstrip("\n") or "    (the log is empty)"


class Screen:
    def __init__(
        self, stream: TextIO | None = None, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream or sys.stdout
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._open_line = ""  # what stands on the terminal's last, unfinished line

    def say(self, text: str) -> None:
        with self._lock:
            line, self._open_line = self._open_line, ""
            self._write(("\r\x1b[K" if line else "") + text + "\n")

    @contextmanager
    def waiting(self, title: Callable[[], str]) -> Iterator[None]:
        """Show `title()` and the seconds so far for as long as the block runs."""
        ended = threading.Event()
        counter = threading.Thread(target=self._count, args=(title, ended), daemon=True)
        counter.start()
        try:
            yield
        finally:
            ended.set()
            counter.join()
            with self._lock:
                if self._open_line:
                    self._open_line = ""
                    self._write("\r\x1b[K")

    def run(
        self,
        title: str,
        command: Sequence[str],
        *,
        log: Path,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Run a long command, its output into `log`. Raises StepError with the end of the log if it fails."""
        log.parent.mkdir(parents=True, exist_ok=True)
        began = self._monotonic()
        with log.open("ab") as output, self.waiting(lambda: title):
            # A session of its own: Ctrl-C reaches us, and we end the command with all its children.
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=cwd,
                env={
                    **(os.environ if env is None else env),
                    "NO_COLOR": "1",
                },  # a log is read without a terminal
                start_new_session=True,
            )
            try:
                code = process.wait()
            except BaseException:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                raise
        if code != 0:
            raise StepError(f"{title}: failed (exit {code}). The end of {log}:\n{tail(log)}")
        self.say(f"{title}: done in {self._monotonic() - began:.0f} s")

    def _count(self, title: Callable[[], str], ended: threading.Event) -> None:
        began = self._monotonic()
        terminal = self._stream.isatty()
        pause = 1.0 if terminal else PLAIN_EVERY_SECONDS
        while True:
            line = f"{title()} … {self._monotonic() - began:.0f} s"
            with self._lock:
                if ended.is_set():
                    return
                if terminal:
                    self._open_line = line
                    self._write("\r\x1b[K" + line)
                else:
                    self._write(line + "\n")
            if ended.wait(pause):
                return

    def _write(self, text: str) -> None:
        # The terminal may be gone (a closed window, a closed pipe); stopping cleanly matters more than saying so.
        with suppress(OSError, ValueError):
            self._stream.write(text)
            self._stream.flush()
