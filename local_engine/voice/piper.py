"""piper as a Voice: a neural voice in a process of its own (`piper_worker.py`), started when it is first needed.

piper-tts is GPL-3, as espeak-ng is: it is run as a program and never loaded here. It has no Korean voice: Hangul is left
to another one.
"""

import asyncio
import contextlib
import itertools
import json
import logging
import sys
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import soxr

from local_engine.frames import ALL, FAILED, HEADER, READY, SAY, STOP, frame
from local_engine.protocols import WIRE_RATE, SynthesisError, Voice
from local_engine.voice.espeak import has_hangul
from local_engine.voice.names import VARIANTS

logger = logging.getLogger(__name__)

START_SECONDS: Final = 60.0
SILENT_SECONDS: Final = 20.0  # a process that makes no sound for longer is taken for hung
CHARACTERS_A_SECOND: Final = 15.0  # about, at speed 1.0: enough to let captions keep step

Answer = tuple[bytes, bytes]  # op and payload


class PiperVoice:
    """Speaks with the model at `model`; Hangul with `korean`. `aclose` it at the end."""

    def __init__(self, model: Path, *, korean: Voice) -> None:
        self._model = model
        self._korean = korean
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._rate = 0
        self._starting = asyncio.Lock()
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Queue[Answer]] = {}

    @property
    def names(self) -> Sequence[str]:
        return self._korean.names

    def estimate_seconds(self, text: str, *, speed: float) -> float:
        if has_hangul(text):
            return self._korean.estimate_seconds(text, speed=speed)
        return len(text) / (CHARACTERS_A_SECOND * speed)

    async def check(self) -> None:
        await self._korean.check()
        async with contextlib.aclosing(self.speak("Ready.", voice=self.names[0], speed=1.0)) as pieces:
            if not [piece async for piece in pieces]:
                raise SynthesisError("piper made no sound")

    async def speak(self, text: str, *, voice: str, speed: float) -> AsyncGenerator[bytes, None]:
        """See Voice.speak."""
        if has_hangul(text):
            async with contextlib.aclosing(self._korean.speak(text, voice=voice, speed=speed)) as pieces:
                async for piece in pieces:
                    yield piece
            return
        await self._start()
        number = next(self._numbers)
        answers: asyncio.Queue[Answer] = asyncio.Queue()
        self._waiting[number] = answers
        # Each name is another of the model's speakers; a model with one speaker has one voice.
        request = {"text": text, "speaker": list(VARIANTS).index(voice), "speed": speed}
        self._send(frame(SAY, number, json.dumps(request).encode()))
        resampler = soxr.ResampleStream(self._rate, WIRE_RATE, 1, dtype="int16", quality="MQ")
        over = False
        try:
            while not over:
                op, payload = await asyncio.wait_for(answers.get(), SILENT_SECONDS)
                over = op in (ALL, FAILED)
                if op == FAILED:
                    raise SynthesisError(f"piper failed: {payload.decode()}")
                samples = np.frombuffer(payload, np.int16)
                if len(piece := resampler.resample_chunk(samples, last=over)):
                    yield piece.tobytes()
        except TimeoutError:
            self._kill()
            raise SynthesisError(f"piper made no sound for {SILENT_SECONDS:g} s") from None
        finally:
            del self._waiting[number]
            if not over:
                self._send(frame(STOP, number))

    async def aclose(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.gather(self._reader, return_exceptions=True)
        self._kill()
        if self._process is not None:
            await self._process.wait()

    async def _start(self) -> None:
        async with self._starting:
            if self._reader is not None and not self._reader.done():
                return
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "local_engine.voice.piper_worker", str(self._model)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            stdout, stderr = self._process.stdout, self._process.stderr
            if stdout is None or stderr is None:
                raise SynthesisError("piper's process has no pipes")
            try:
                op, _, payload = await asyncio.wait_for(_read(stdout), START_SECONDS)
            except TimeoutError:
                self._kill()
                raise SynthesisError(f"piper was not ready within {START_SECONDS:g} s") from None
            except asyncio.IncompleteReadError:
                reason = (await stderr.read()).decode(errors="replace").strip().rsplit("\n", 1)[-1]
                raise SynthesisError(f"piper did not start: {reason}") from None
            if op != READY:
                self._kill()
                raise SynthesisError(f"piper began with {op!r}, expected {READY!r}")
            self._rate = int(payload)
            self._reader = asyncio.create_task(self._deliver(stdout, stderr), name="piper")

    async def _deliver(self, stdout: asyncio.StreamReader, stderr: asyncio.StreamReader) -> None:
        """Until the process ends; whoever waits for sound then gets a failure."""
        noise = asyncio.create_task(stderr.read(), name="piper's warnings")  # or a full pipe would stop it
        try:
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                while True:
                    op, number, payload = await _read(stdout)
                    if (answers := self._waiting.get(number)) is not None:
                        answers.put_nowait((op, payload))
            logger.error("piper's process ended; it is started again when it is needed")
        finally:
            noise.cancel()
            for answers in self._waiting.values():
                answers.put_nowait((FAILED, b"its process ended"))

    def _send(self, data: bytes) -> None:
        if self._process is not None and self._process.stdin is not None and self._process.returncode is None:
            self._process.stdin.write(data)

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()


async def _read(stdout: asyncio.StreamReader) -> tuple[bytes, int, bytes]:
    op, number, length = HEADER.unpack(await stdout.readexactly(HEADER.size))
    return op, number, await stdout.readexactly(length)
