"""The input audio buffer: sound in, speech found in it, its words recognised while it comes in.

Resampling and detection run in the given thread pool, recognition in the recogniser; the loop only decides.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import soxr

from local_engine.protocols import (
    BYTES_PER_SAMPLE,
    EAR_RATE,
    WIRE_RATE,
    Recogniser,
    SpeechProbability,
    Utterance,
)
from local_engine.realtime.detection import ONSET_WINDOWS, Detection, Onset, Quiet, SpeechGate

# Without a turn detector of the client's choice we still look for speech, to say nothing about silence.
CLIENT_TURNS = Detection(mode=None, threshold=0.5, prefix_padding_ms=300)
# While the client takes the turns, longer pauses are not given to the recogniser: a microphone may stay open for minutes.
KEPT_PAUSE_MS = 800
PROBE_SILENCE_MS = 150  # a pause this long is worth asking what was said so far


class TurnEvents(Protocol):
    """What the owner of a buffer is told, in the order of the sound."""

    def speech_started(self, *, audio_start_ms: int) -> None: ...
    def speech_stopped(self, *, audio_end_ms: int, transcript: Coroutine[Any, Any, str]) -> None: ...


@dataclass(slots=True)
class _Window:
    sound: bytes
    probability: float


class Hearing:
    """One connection's ears. `append`, `commit` and `clear` are called one after another, never at once."""

    def __init__(
        self,
        *,
        detector: Callable[[], SpeechProbability],
        recogniser: Recogniser,
        threads: Executor,
        events: TurnEvents,
    ) -> None:
        self._new_detector = detector
        self._recogniser = recogniser
        self._threads = threads
        self._events = events
        self._detection = CLIENT_TURNS
        self._language: str | None = None
        self._ears = _Ears(detector())
        self._gate = SpeechGate(self._detection.threshold)
        self._heard_ms = 0.0  # sound since the connection began: the clock of audio_start_ms and audio_end_ms
        self._buffered_ms = 0.0  # since the last commit or clear
        self._before: deque[bytes] = deque()  # the windows before an onset, as many as the padding holds
        self._utterance: Utterance | None = None
        self._probe: asyncio.Task[str] | None = None
        self._window_ms = self._ears.window_samples * 1000 / EAR_RATE

    @property
    def detection(self) -> Detection:
        return self._detection

    @property
    def buffered_ms(self) -> float:
        return self._buffered_ms

    def configure(self, detection: Detection | None, language: str | None = None) -> None:
        """None leaves turns to the client. A change in mid speech keeps the speech: only the rule for its end changes."""
        before, self._detection = self._detection, detection or CLIENT_TURNS
        self._language = language
        self._gate.threshold = self._detection.threshold
        if before.mode is not None and self._detection.mode is None:
            self._gate.stop()

    async def append(self, pcm: bytes) -> None:
        """PCM16 at WIRE_RATE."""
        windows = await asyncio.get_running_loop().run_in_executor(self._threads, self._ears.hear, pcm)
        self._buffered_ms += len(pcm) * 1000 / (WIRE_RATE * BYTES_PER_SAMPLE)
        for window in windows:
            self._take(window)

    def commit(self) -> Coroutine[Any, Any, str]:
        """End the turn by the client's wish. The coroutine gives its text, empty when nobody spoke."""
        transcript = self._end_utterance()
        self._gate.stop()
        self._before.clear()
        self._buffered_ms = 0.0
        return transcript

    def clear(self) -> None:
        self._gate.stop()
        self._before.clear()
        self._buffered_ms = 0.0
        self._stop_probe()
        if self._utterance is not None:
            self._utterance.discard()
            self._utterance = None

    async def transcribe(self, pcm: bytes) -> str:
        """The words in a finished recording, PCM16 at WIRE_RATE."""
        ears = _Ears(self._new_detector())
        windows = await asyncio.get_running_loop().run_in_executor(self._threads, ears.hear, pcm)
        if not any(window.probability >= CLIENT_TURNS.threshold for window in windows):
            return ""
        utterance = self._recogniser.listen(self._language)
        for window in windows:
            utterance.feed(window.sound)
        return await utterance.finish()

    def _take(self, window: _Window) -> None:
        begin_ms, self._heard_ms = self._heard_ms, self._heard_ms + self._window_ms
        if self._gate.speaking and self._utterance is not None:
            self._utterance.feed(window.sound)
        else:
            self._before.append(window.sound)
            while (
                len(self._before) * self._window_ms
                > self._detection.prefix_padding_ms + ONSET_WINDOWS * self._window_ms
            ):
                self._before.popleft()
        match self._gate.window(window.probability, begin_ms=begin_ms, end_ms=self._heard_ms):
            case Onset(at_ms):
                self._begin_utterance()
                if self._detection.mode is not None:
                    start_ms = max(0, round(at_ms - self._detection.prefix_padding_ms))
                    self._events.speech_started(audio_start_ms=start_ms)
            case Quiet(silence_ms):
                self._pause(silence_ms)
            case None if self._gate.speaking:
                self._stop_probe()  # the pause is over: what comes after it may change what was said

    def _pause(self, silence_ms: float) -> None:
        if self._detection.mode is None:
            if silence_ms >= KEPT_PAUSE_MS:
                self._gate.stop()
        elif silence_ms >= self._detection.silence_needed_ms(self._text_so_far(silence_ms)):
            self._gate.stop()
            self._buffered_ms = 0.0
            self._events.speech_stopped(audio_end_ms=round(self._heard_ms), transcript=self._end_utterance())

    def _begin_utterance(self) -> None:
        if self._utterance is None:
            self._utterance = self._recogniser.listen(self._language)
        for sound in self._before:
            self._utterance.feed(sound)
        self._before.clear()

    def _end_utterance(self) -> Coroutine[Any, Any, str]:
        self._stop_probe()
        utterance, self._utterance = self._utterance, None
        return utterance.finish() if utterance is not None else _nothing()

    def _text_so_far(self, silence_ms: float) -> str | None:
        """What was said before this pause, once known; asked once a pause, and only where the rule needs it."""
        if self._detection.mode != "semantic_vad" or silence_ms < PROBE_SILENCE_MS or self._utterance is None:
            return None
        if self._probe is None:
            self._probe = asyncio.create_task(self._utterance.so_far(), name="text so far")
        return self._probe.result() if self._probe.done() and not self._probe.cancelled() else None

    def _stop_probe(self) -> None:
        if self._probe is not None:
            self._probe.cancel()
            self._probe = None


async def _nothing() -> str:
    return ""


class _Ears:
    """Sound at WIRE_RATE to windows at EAR_RATE with their probability of speech. Runs in a thread."""

    def __init__(self, detector: SpeechProbability) -> None:
        self._detector = detector
        self.window_samples = detector.window_samples
        self._resampler = soxr.ResampleStream(WIRE_RATE, EAR_RATE, 1, dtype="int16", quality="MQ")
        self._left = b""

    def hear(self, pcm: bytes) -> list[_Window]:
        samples = self._resampler.resample_chunk(np.frombuffer(pcm, np.int16))
        self._left += samples.tobytes()
        size = self.window_samples * BYTES_PER_SAMPLE
        windows = []
        while len(self._left) >= size:
            sound, self._left = self._left[:size], self._left[size:]
            windows.append(_Window(sound, self._detector(sound)))
        return windows
