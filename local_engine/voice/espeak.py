"""espeak-ng as a Voice: a program a sentence, killed when nobody listens any more.

It is GPL-3, therefore run as a program and never loaded as a library.
"""

import asyncio
import contextlib
import re
import shutil
from collections.abc import AsyncGenerator, Sequence

import numpy as np
import soxr

from local_engine.protocols import BYTES_PER_SAMPLE, WIRE_RATE, SynthesisError
from local_engine.voice.names import VARIANTS

ESPEAK_RATE = 22_050  # Hz, of every espeak-ng voice
WAV_HEADER_BYTES = 44  # its sizes are dummies when writing to a pipe
# Always whole blocks: the resampler rounds differently with other borders, and the same text shall sound the same.
BLOCK_BYTES = 8192

# Nominal words a minute (espeak-ng -s) at speed 1.0. In short dialogue sentences, their pauses counted, 115 comes out as
# about 130: an unhurried native speaker.
NORMAL_WPM = 115
MIN_WPM = 80  # the slowest espeak-ng offers; slower still is made of longer gaps between words
MAX_WPM = 450
# Measured at -s 80 on dialogue sentences: a word takes 0.555 s, each unit of -g adds 0.038 s a word.
SECONDS_A_WORD_AT_MIN = 0.555
SECONDS_A_GAP_UNIT = 0.038

CHARACTERS_A_SECOND = 10.6  # measured at NORMAL_WPM, on the same sentences

SILENCE_AMPLITUDE = 48  # of 32767: below it espeak-ng's tail counts as silent
TAIL_SECONDS = 0.15  # kept of the 0.4 s of silence espeak-ng appends

_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")


class EspeakVoice:
    """Speaks with `espeak-ng`; Hangul with its one Korean voice."""

    def __init__(self, program: str = "espeak-ng") -> None:
        self._program = program

    @property
    def names(self) -> Sequence[str]:
        return sorted(VARIANTS)

    def estimate_seconds(self, text: str, *, speed: float) -> float:
        return len(text) / (CHARACTERS_A_SECOND * speed)

    async def check(self) -> None:
        if shutil.which(self._program) is None:
            raise SynthesisError(f"{self._program} is not installed: apt-get install espeak-ng")
        heard = 0
        async with contextlib.aclosing(self.speak("Ready.", voice="alloy", speed=1.0)) as pieces:
            async for piece in pieces:
                heard += len(piece)
        if not heard:
            raise SynthesisError(f"{self._program} made no sound: is its en-us voice installed?")

    async def speak(self, text: str, *, voice: str, speed: float) -> AsyncGenerator[bytes, None]:
        """See Voice.speak."""
        process = await asyncio.create_subprocess_exec(
            self._program,
            *arguments(voice=voice, speed=speed, hangul=has_hangul(text)),
            "--",
            text,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        stdout = process.stdout
        if stdout is None:
            raise SynthesisError(f"{self._program} has no output pipe")
        try:
            await _exactly(stdout, WAV_HEADER_BYTES)
            resampler = soxr.ResampleStream(ESPEAK_RATE, WIRE_RATE, 1, dtype="int16", quality="MQ")
            tail = _Tail()
            while data := await _exactly(stdout, BLOCK_BYTES):
                samples = np.frombuffer(data[: len(data) // BYTES_PER_SAMPLE * BYTES_PER_SAMPLE], np.int16)
                if piece := tail.pass_on(resampler.resample_chunk(samples)):
                    yield piece
            if piece := tail.pass_on(resampler.resample_chunk(np.zeros(0, np.int16), last=True)) + tail.end():
                yield piece
            if (code := await process.wait()) != 0:
                raise SynthesisError(f"{self._program} ended with code {code}")
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                if process.stdout is not None:
                    await process.stdout.read()  # a paused pipe keeps asyncio's wait() from ever ending
                await process.wait()


def has_hangul(text: str) -> bool:
    return _HANGUL.search(text) is not None


def arguments(*, voice: str, speed: float, hangul: bool) -> list[str]:
    """espeak-ng's options for a voice name and a speed (1.0 is NORMAL_WPM)."""
    wpm = NORMAL_WPM * speed
    options = ["-v", "ko" if hangul else f"en-us+{VARIANTS[voice]}"]
    options += ["-s", str(round(min(max(wpm, MIN_WPM), MAX_WPM)))]
    if wpm < MIN_WPM:
        seconds_a_word = SECONDS_A_WORD_AT_MIN * MIN_WPM / wpm
        options += ["-g", str(round((seconds_a_word - SECONDS_A_WORD_AT_MIN) / SECONDS_A_GAP_UNIT))]
    return [*options, "--stdout"]


async def _exactly(stdout: asyncio.StreamReader, size: int) -> bytes:
    """`size` bytes, fewer at the end."""
    try:
        return await stdout.readexactly(size)
    except asyncio.IncompleteReadError as error:
        return error.partial


class _Tail:
    """Passes sound on and holds back silence until sound follows it, so that the end can be shortened."""

    def __init__(self) -> None:
        self._held = np.zeros(0, np.int16)

    def pass_on(self, samples: np.ndarray) -> bytes:
        samples = np.concatenate([self._held, samples])
        loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > SILENCE_AMPLITUDE)
        end = int(loud[-1]) + 1 if loud.size else 0
        self._held = samples[end:]
        return samples[:end].tobytes()

    def end(self) -> bytes:
        return self._held[: round(TAIL_SECONDS * WIRE_RATE)].tobytes()
