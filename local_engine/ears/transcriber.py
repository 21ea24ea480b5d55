"""The words of a finished recording: cut into pieces that somebody speaks in, one after another to the recogniser."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass

from local_engine.ears.pieces import Piece, pieces_of
from local_engine.protocols import BYTES_PER_SAMPLE, EAR_RATE, Recogniser, SpeechProbability


@dataclass(frozen=True, slots=True)
class Heard:
    text: str
    start_seconds: float
    end_seconds: float


@dataclass(frozen=True)
class Transcriber:
    recogniser: Recogniser
    detector: Callable[[], SpeechProbability]

    async def words(self, pcm: bytes, language: str | None = None) -> AsyncGenerator[Heard, None]:
        """PCM16 at EAR_RATE in; pieces with words out, in order. Closing the iterator frees the recogniser."""
        window_bytes, pieces = await asyncio.to_thread(self._pieces, pcm)
        for piece in pieces:
            # One piece at a time: talks that go on now share the recogniser, and their turns are short.
            utterance = self.recogniser.listen(language)
            try:
                utterance.feed(pcm[piece.begin * window_bytes : piece.end * window_bytes])
                text = await utterance.finish()
            finally:
                utterance.discard()
            if text:
                seconds = window_bytes / (EAR_RATE * BYTES_PER_SAMPLE)
                yield Heard(text, piece.begin * seconds, piece.end * seconds)

    def _pieces(self, pcm: bytes) -> tuple[int, list[Piece]]:
        detector = self.detector()
        size = detector.window_samples * BYTES_PER_SAMPLE
        whole = pcm + bytes(-len(pcm) % size)
        probabilities = [detector(whole[at : at + size]) for at in range(0, len(whole), size)]
        return size, pieces_of(probabilities, window_seconds=detector.window_samples / EAR_RATE)
