"""From a decoded recording to words: where somebody speaks in it, and what the engine's recogniser makes of that.

Silence never reaches the recogniser; long speech goes to it in pieces, cut at pauses, so that no request and no memory grows
with the recording.
"""

import asyncio
import io
import logging
import time
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from livekit.local_inference import VAD, VAD_WINDOW_SAMPLES
from openai import AsyncOpenAI, OpenAIError, omit

from agent.messages.decoder import HEAR_RATE, Decoded
from agent.messages.voicing import pieces_of, segments_of
from contract.usage import Use
from lesson.speech import Segment
from lesson.usage import transcript_use
from lesson.utterances import is_unheard

logger = logging.getLogger(__name__)

TRANSCRIBE_SECONDS: Final = 30.0  # a piece
WINDOW_BYTES: Final = 2 * VAD_WINDOW_SAMPLES
WINDOW_SECONDS: Final = VAD_WINDOW_SAMPLES / HEAR_RATE


class NotHeardError(Exception):
    """Nobody speaks in it, or nobody could make out what."""


class RecogniserError(Exception):
    """The engine did not transcribe; trying again may help."""


@dataclass(frozen=True, slots=True)
class Heard:
    text: str
    segments: list[Segment]
    seconds: float  # of the recording
    at: float  # unix seconds: when its words were known


class Hearing:
    def __init__(self, client: AsyncOpenAI, *, model: str, at_once: int) -> None:
        self._client = client
        self._model = model
        self._slots = asyncio.Semaphore(at_once)

    async def hear(self, decoded: Decoded, *, language: str | None, on_use: Callable[[Use], None]) -> Heard:
        """`language` is told to the recogniser, None lets it find out. Raises NotHeardError and RecogniserError."""
        async with self._slots:
            segments = await asyncio.to_thread(_segments, decoded.pcm)
        texts = [
            await self._transcribed(decoded.pcm, start, end, language, on_use)
            for start, end in pieces_of(segments, seconds=decoded.seconds)
        ]
        text = " ".join(text for text in texts if not is_unheard(text))
        if not text:
            raise NotHeardError
        return Heard(text, segments, decoded.seconds, time.time())

    async def _transcribed(
        self, pcm: Path, start: float, end: float, language: str | None, on_use: Callable[[Use], None]
    ) -> str:
        sound = await asyncio.to_thread(_wav_of, pcm, start, end)
        try:
            async with asyncio.timeout(TRANSCRIBE_SECONDS):
                answer = await self._client.audio.transcriptions.create(
                    model=self._model,
                    file=("message.wav", sound, "audio/wav"),
                    language=language or omit,
                )
        except (OpenAIError, TimeoutError) as error:
            logger.warning("a recording was not transcribed", extra={"error": type(error).__name__})
            raise RecogniserError from None
        on_use(transcript_use("talk", self._model, answer, seconds=end - start))
        return answer.text.strip()


def _segments(pcm: Path) -> list[Segment]:
    return segments_of(_probabilities(pcm), window_seconds=WINDOW_SECONDS)


def _probabilities(pcm: Path) -> Iterator[float]:
    detector = VAD()
    with pcm.open("rb") as file:
        while window := file.read(WINDOW_BYTES):
            samples = np.frombuffer(window.ljust(WINDOW_BYTES, b"\0"), np.int16)
            yield float(detector.predict(samples))


def _wav_of(pcm: Path, start: float, end: float) -> bytes:
    """A piece of the sound as a WAV file."""
    first, last = round(start * HEAR_RATE), round(end * HEAR_RATE)
    with pcm.open("rb") as file:
        file.seek(2 * first)
        samples = file.read(2 * (last - first))
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(HEAR_RATE)
        sound.writeframes(samples)
    return out.getvalue()
