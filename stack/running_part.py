"""One started part: its process, in a process group of its own, its output in a log file."""

import asyncio
import os
import signal
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from stack.part import Part
from stack.watch import Watch


class RunningPart:
    def __init__(self, part: Part, process: asyncio.subprocess.Process, watch: Watch) -> None:
        self.part = part
        self.pid = process.pid
        self.started_at = datetime.now(UTC)
        self._process = process
        self._watch = watch
        self._over = False

    @classmethod
    async def start(cls, part: Part, *, log: Path, watch: Watch) -> "RunningPart":
        account = part.account
        with log.open("ab") as output:
            process = await asyncio.create_subprocess_exec(
                *part.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=dict(part.env),
                cwd=part.cwd,
                # Ctrl-C in the terminal must not reach the parts: we stop them, in order.
                start_new_session=True,
                # Journals and databases hold what learners said.
                umask=0o077,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )
        watch.started(process.pid, part.stop_signal)
        return cls(part, process, watch)

    @property
    def exit_code(self) -> int | None:
        return self._process.returncode

    async def wait(self) -> int:
        """Until the first process ends; its exit code, negative for a signal. What it left running is killed."""
        code = await self._process.wait()
        if not self._over:  # once only: later the number may be another group's
            self._over = True
            self._kill_group()
            self._watch.over(self.pid)
        return code

    async def stop(self) -> None:
        """Ask it to stop, wait `stop_seconds`, then kill it and all it started."""
        ended = asyncio.create_task(self.wait())
        self._signal(self.part.stop_signal)
        if (pause := self.part.second_signal_seconds) is not None:
            await asyncio.wait({ended}, timeout=pause)
            if not ended.done():
                self._signal(self.part.stop_signal)
        await asyncio.wait({ended}, timeout=self.part.stop_seconds)
        self.force()
        await ended

    def force(self) -> None:
        """At once. Returns before the process has ended."""
        if self.exit_code is not None:
            return
        if self.part.force_signal is not None:
            self._signal(self.part.force_signal)
        else:
            self._kill_group()

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            self._process.send_signal(number)

    def _kill_group(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
