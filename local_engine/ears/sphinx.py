"""pocketsphinx in processes of its own, as a Recogniser. The work is in `worker.py`; this is the server's end."""

import asyncio
import contextlib
import itertools
import logging
import sys
from dataclasses import dataclass, field
from pathlib import Path

from local_engine.ears.frames import DISCARD, FEED, FINISH, HEADER, READY, SO_FAR, frame

logger = logging.getLogger(__name__)

PROCESSES = 2  # one utterance of free dictation takes 0.4 of a core while it lasts
START_SECONDS = 30.0
ANSWER_SECONDS = 20.0  # a worker that is silent for longer is taken for hung


class SphinxEars:
    """A Recogniser. `start` it before the first `listen`, `aclose` it at the end."""

    def __init__(self, grammar: Path | None, *, processes: int = PROCESSES) -> None:
        self._workers = [_Worker(grammar) for _ in range(processes)]
        self._numbers = itertools.count(1)

    async def start(self) -> None:
        """Returns when all processes can hear. Raises RuntimeError when one cannot start."""
        await asyncio.gather(*(worker.start() for worker in self._workers))

    def listen(self) -> "SphinxUtterance":
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
    """One process and the questions open with it. A process that dies is replaced; its open questions get no text."""

    grammar: Path | None
    utterances: int = 0
    _process: asyncio.subprocess.Process | None = None
    _reader: asyncio.Task[None] | None = None
    _asked: dict[tuple[bytes, int], list[asyncio.Future[str]]] = field(default_factory=dict)
    _restart: asyncio.Task[None] | None = None
    _closing: bool = False

    async def start(self) -> None:
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
        if op != READY:
            raise RuntimeError(f"the recogniser began with {op!r}, expected {READY!r}")
        self._reader = asyncio.create_task(self._answers(), name="recogniser answers")

    def send(self, op: bytes, number: int, payload: bytes = b"") -> None:
        if self._process is not None and self._process.stdin is not None and self._process.returncode is None:
            self._process.stdin.write(frame(op, number, payload))

    async def ask(self, op: bytes, number: int) -> str:
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._asked.setdefault((op, number), []).append(answer)
        self.send(op, number)
        try:
            return await asyncio.wait_for(answer, ANSWER_SECONDS)
        except TimeoutError:
            logger.error("recogniser gave no answer", extra={"seconds": ANSWER_SECONDS})
            if self._process is not None and self._process.returncode is None:
                self._process.kill()  # `_answers` sees the end and starts another
            return ""

    async def aclose(self) -> None:
        self._closing = True
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()  # it holds nothing worth keeping
            await self._process.wait()
        tasks = [task for task in (self._reader, self._restart) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _read(self) -> tuple[bytes, int, bytes]:
        if self._process is None or self._process.stdout is None:
            raise RuntimeError("the recogniser is read before its start")
        op, number, length = HEADER.unpack(await self._process.stdout.readexactly(HEADER.size))
        return op, number, await self._process.stdout.readexactly(length)

    async def _answers(self) -> None:
        try:
            while True:
                op, number, payload = await self._read()
                if waiting := self._asked.get((op, number)):
                    answer = waiting.pop(0)
                    if not waiting:
                        del self._asked[op, number]
                    if not answer.done():
                        answer.set_result(payload.decode())
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        for waiting in self._asked.values():
            for answer in waiting:
                if not answer.done():
                    answer.set_result("")
        self._asked.clear()
        if not self._closing:
            logger.error("recogniser process ended; starting another")
            self._restart = asyncio.create_task(self.start(), name="recogniser restart")
