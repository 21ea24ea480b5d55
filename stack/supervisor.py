"""Starts the parts, watches them, starts again what dies, and stops all in the reverse order.

Running, ready and hung are three questions: a part runs while its process does; it is ready once its own probe says so;
one that is not ready in time is taken for dead. All parts start side by side and wait for each other by themselves, now
and when one of them is started again. They stop one after the other, the last first.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from stack.part import Part
from stack.restart_limit import RESTARTS, RestartLimit
from stack.running_part import RunningPart
from stack.screen import Screen, StepError, tail
from stack.state_file import StateFile
from stack.watch import Watch

PROBE_SECONDS = 0.1


class Supervisor:
    def __init__(
        self,
        parts: Sequence[Part],
        *,
        logs: Path,
        screen: Screen,
        state: StateFile,
        watch: Watch,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._parts = parts
        self._logs = logs
        self._screen = screen
        self._state = state
        self._watch = watch
        self._monotonic = monotonic
        self._ready = {part.name: asyncio.Event() for part in parts}
        self._running: dict[str, RunningPart] = {}
        self._failed = False
        self._stopping = asyncio.Event()
        self._forced = False
        for part in parts:
            state.add(part.name, port=part.port, log=self._log(part))

    def request_stop(self) -> None:
        """Stop everything; asked a second time, at once."""
        if self._stopping.is_set():
            self._force()
        self._stopping.set()

    async def run(self, on_ready: Callable[[], None]) -> int:
        """Until asked to stop (0) or until a part cannot be kept alive (1). `on_ready` once, when all first serve."""
        self._state.set_state("starting")
        keepers = [asyncio.create_task(self._keep(part), name=part.name) for part in self._parts]
        announcer = asyncio.create_task(self._announce(on_ready))
        stop = asyncio.create_task(self._stopping.wait())
        enders = {stop, *keepers}  # a keeper ends only when its part is given up
        try:
            await asyncio.wait({announcer, *enders}, return_when=asyncio.FIRST_COMPLETED)
            if announcer.done():
                announcer.result()
                await asyncio.wait(enders, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._stopping.set()
            for task in (announcer, *enders):
                task.cancel()
            results = await asyncio.gather(announcer, *enders, return_exceptions=True)
            await self._stop_all()
            self._state.set_state("failed" if self._failed else "stopped")
        for result in results:
            if isinstance(result, Exception):  # a mistake of ours, not an ended part
                raise result
        return 1 if self._failed else 0

    def waiting_for(self) -> list[str]:
        return [part.name for part in self._parts if not self._ready[part.name].is_set()]

    async def _announce(self, on_ready: Callable[[], None]) -> None:
        with self._screen.waiting(lambda: "Starting: " + ", ".join(self.waiting_for())):
            while waiting := self.waiting_for():
                await self._ready[waiting[0]].wait()
        self._state.set_state("ready")
        on_ready()

    async def _keep(self, part: Part) -> None:
        """Start the part and start it again, until it fails too often. Cancelled to stop; `_stop_all` ends the process."""
        limit = RestartLimit(self._monotonic)
        while True:
            how, was_ready = await self._live_once(part)
            pause = limit.next_pause(was_ready=was_ready)
            self._running.pop(part.name, None)
            self._ready[part.name].clear()
            self._state.part_over(part.name)
            self._screen.say(f"{part.name} {how}. The end of {self._log(part)}:\n{tail(self._log(part))}")
            if pause is None:
                self._screen.say(
                    f"{part.name} did not stay up after {RESTARTS} restarts: stopping everything."
                )
                self._failed = True
                return
            await asyncio.sleep(pause)
            self._screen.say(f"Starting {part.name} again.")

    async def _live_once(self, part: Part) -> tuple[str, bool]:
        """One life of the part: how it ended, and whether it had been ready."""
        try:
            await part.prepare()
            running = await RunningPart.start(part, log=self._log(part), watch=self._watch)
        except (StepError, OSError) as error:
            return f"could not be started ({error})", False
        self._running[part.name] = running
        self._state.part_started(part.name, running.pid, running.started_at)
        life = asyncio.create_task(running.wait())
        try:
            if not await self._becomes_ready(part, life):
                if not life.done():
                    running.force()
                    await life
                    return f"was not ready within {part.start_seconds:.0f} s", False
                return f"ended while starting ({_ending(life.result())})", False
            self._ready[part.name].set()
            self._state.part_ready(part.name)
            return f"ended ({_ending(await asyncio.shield(life))})", True
        finally:
            life.cancel()

    async def _becomes_ready(self, part: Part, life: "asyncio.Task[int]") -> bool:
        deadline = self._monotonic() + part.start_seconds
        while self._monotonic() < deadline:
            if life.done():
                return False
            if await part.ready():
                return True
            await asyncio.wait({life}, timeout=PROBE_SECONDS)
        return False

    async def _stop_all(self) -> None:
        self._state.set_state("stopping")
        for part in reversed(self._parts):
            if running := self._running.get(part.name):
                await self._stop(running)

    async def _stop(self, running: RunningPart) -> None:
        name = running.part.name
        with self._screen.waiting(lambda: f"Stopping {name}"):
            if self._forced:
                running.force()
            await running.stop()
        del self._running[name]
        self._state.part_over(name)

    def _force(self) -> None:
        self._forced = True
        for running in self._running.values():
            running.force()

    def _log(self, part: Part) -> Path:
        return self._logs / f"{part.name}.log"


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit {code}"
