"""Silero's voice detector, as livekit-local-inference ships it: 40 µs a window, outside Python's lock."""

import numpy as np
from livekit.local_inference import VAD, VAD_WINDOW_SAMPLES, init_vad


class Silero:
    """One stream's detector; not to be shared between streams."""

    window_samples = VAD_WINDOW_SAMPLES  # 512 at 16 kHz: 32 ms

    def __init__(self) -> None:
        self._vad = VAD()

    def __call__(self, window: bytes) -> float:
        return float(self._vad.predict(np.frombuffer(window, np.int16)))


def load() -> None:
    """Load the model now and not with the first connection."""
    init_vad()
