"""pocketsphinx in processes of its own, as a Recogniser. The work is in `worker.py`; this is the server's end."""

import asyncio
import contextlib
import itertools
import logging
import sys
from dataclasses import dataclass, field
from pathlib import Path

from local_engine.frames import DISCARD, FEED, FINISH, HEADER, READY, SO_FAR, frame

logger = logging.getLogger(__name__)

PROCESSES = 2  # one utterance of free dictation takes 0.4 of a core while it lasts
START_SECONDS = 30.0
RESTART_SECONDS = 1.0
ANSWER_SECONDS = 20.0  # a worker that is silent for longer is taken for hung


class SphinxEars:
    """A Recogniser. `start` it before the first `listen`, `aclose` it at the end."""

    def __init__(self, grammar: Path | None, *, processes: int = PROCESSES) -> None:
        self._workers = [_Worker(grammar) for _ in range(processes)]
        self._numbers = itertools.count(1)

    async def start(self) -> None:
        """Returns when all processes can hear. Raises RuntimeError when one cannot start."""
        await asyncio.gather(*(worker.start() for worker in self._workers))

    def listen(self, _: str | None = None) -> "SphinxUtterance":
        """It knows English only, whatever is expected."""
        worker = min(self._workers, key=lambda candidate: candidate.utterances)
        return SphinxUtterance(worker, next(self._numbers))

    async def aclose(self) -> None:
        await asyncio.gather(*(worker.aclose() for worker in self._workers))


class SphinxUtterance:
    """An Utterance in one worker."""

    def __init__(self, worker: "_Worker", number: int) -> None:
        self._worker = worker
        self._number = number
        self._over = False
        worker.utterances += 1

    def feed(self, pcm: bytes) -> None:
        if not self._over:
            self._worker.send(FEED, self._number, pcm)

    async def so_far(self) -> str:
        return "" if self._over else await self._worker.ask(SO_FAR, self._number)

    async def finish(self) -> str:
        if self._over:
            return ""
        self._end()
        return await self._worker.ask(FINISH, self._number)

    def discard(self) -> None:
        if not self._over:
            self._end()
            self._worker.send(DISCARD, self._number)

    def _end(self) -> None:
        self._over = True
        self._worker.utterances -= 1


@dataclass
class _Worker:
    """One process and the questions open with it. A process that dies is replaced; what it was told is lost with it."""

    grammar: Path | None
    utterances: int = 0
    _process: asyncio.subprocess.Process | None = None
    _hears: bool = False  # between READY and the end of the process
    _asked: dict[tuple[bytes, int], list[asyncio.Future[str]]] = field(default_factory=dict)
    _keeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Returns when it can hear. Raises RuntimeError."""
        await self._begin()
        self._keeper = asyncio.create_task(self._keep_running(), name="recogniser")

    def send(self, op: bytes, number: int, payload: bytes = b"") -> None:
        if self._hears and self._process is not None and self._process.stdin is not None:
            self._process.stdin.write(frame(op, number, payload))

    async def ask(self, op: bytes, number: int) -> str:
        if not self._hears:
            return ""
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._asked.setdefault((op, number), []).append(answer)
        self.send(op, number)
        try:
            return await asyncio.wait_for(answer, ANSWER_SECONDS)
        except TimeoutError:
            logger.error("recogniser gave no answer; replacing it", extra={"seconds": ANSWER_SECONDS})
            self._kill()
            return ""

    async def aclose(self) -> None:
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        self._kill()  # it holds nothing worth keeping
        if self._process is not None:
            await self._process.wait()

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()

    async def _begin(self) -> None:
        arguments = [] if self.grammar is None else [str(self.grammar.resolve())]
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "local_engine.ears.worker",
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            op, _, _ = await asyncio.wait_for(self._read(), START_SECONDS)
        except asyncio.IncompleteReadError:
            code = await self._process.wait()
            raise RuntimeError(
                f"the recogniser ended at its start with code {code}; its reason is above"
            ) from None
        except TimeoutError:
            self._kill()
            raise RuntimeError(f"the recogniser was not ready within {START_SECONDS:g} s") from None
        if op != READY:
            raise RuntimeError(f"the recogniser began with {op!r}, expected {READY!r}")
        self._hears = True

    async def _keep_running(self) -> None:
        while True:
            if self._hears:
                await self._deliver_answers()
                logger.error("recogniser process ended; starting another")
            try:
                await self._begin()
            except (RuntimeError, OSError) as error:
                logger.error("recogniser did not start again: %s", error)
                await asyncio.sleep(RESTART_SECONDS)

    async def _deliver_answers(self) -> None:
        """Until the process ends. Open questions then get no text."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                op, number, payload = await self._read()
                waiting = self._asked.get((op, number), [])
                if waiting and not (answer := waiting.pop(0)).done():
                    answer.set_result(payload.decode())
                if not waiting:
                    self._asked.pop((op, number), None)
        self._hears = False
        for answer in (answer for waiting in self._asked.values() for answer in waiting):
            if not answer.done():
                answer.set_result("")
        self._asked.clear()

    async def _read(self) -> tuple[bytes, int, bytes]:
        if self._process is None or self._process.stdout is None:
            raise RuntimeError("the recogniser is read before its start")
        op, number, length = HEADER.unpack(await self._process.stdout.readexactly(HEADER.size))
        return op, number, await self._process.stdout.readexactly(length)
