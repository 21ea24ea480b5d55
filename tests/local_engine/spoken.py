"""A learner's voice for the engine: espeak-ng at 24 kHz, the same bytes every time."""

import subprocess

import numpy as np
import soxr

RATE = 24_000


def say(text: str, *, voice: str = "en-us+f2", wpm: int = 140) -> bytes:
    """PCM16 mono at 24 kHz, without the silence espeak-ng puts around it."""
    raw = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", str(wpm), "--stdout", "--", text], check=True, capture_output=True
    ).stdout[44:]
    samples = soxr.resample(np.frombuffer(raw[: len(raw) // 2 * 2], np.int16), 22_050, RATE).astype(np.int16)
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 100)
    return bytes(samples[loud[0] : loud[-1] + 1].tobytes())


def silence(seconds: float) -> bytes:
    return bytes(round(seconds * RATE) * 2)


def seconds_of(pcm: bytes) -> float:
    return len(pcm) / 2 / RATE
