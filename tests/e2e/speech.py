"""The learner's voice: espeak-ng speaks a line into a WAV, whose voiced seconds are measured, not guessed."""

import subprocess
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr

RATE = 48_000
VOICED_LEVEL = 0.01  # of full scale; espeak's silence is digital zero
LOUDNESS = 0.4  # of espeak's own full scale: a voice that no gain control has to hold down and no codec clips
ROOM_NOISE = 0.001  # RMS of full scale, -60 dB: a quiet room
GAP_SECONDS = 0.3  # a shorter silence is part of the voiced segment, as for the voice detector


@dataclass(frozen=True)
class Line:
    """Float samples at `RATE`, and the voiced spans in them in seconds."""

    samples: "np.ndarray[tuple[int], np.dtype[np.float32]]"
    voiced: tuple[tuple[float, float], ...]

    @property
    def voiced_seconds(self) -> float:
        return sum(ended - began for began, ended in self.voiced)


def say(text: str, *, voice: str = "en-us+f2", wpm: int = 150) -> Line:
    raw = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", str(wpm), "--stdout", "--", text], check=True, capture_output=True
    ).stdout[44:]
    samples = np.frombuffer(raw[: len(raw) // 2 * 2], np.int16).astype(np.float32) / 32768
    resampled = soxr.resample(samples, 22_050, RATE).astype(np.float32)
    return Line(resampled * np.float32(LOUDNESS), _voiced(resampled))


def silence(seconds: float) -> Line:
    return Line(np.zeros(int(seconds * RATE), np.float32), ())


def write_wav(path: Path, *lines: Line) -> Path:
    """One after another, as Chromium's fake microphone plays them, in a room that is never quite silent.

    After seconds of digital silence the browser's gain control distorts the first words, which no room does.
    """
    samples = np.concatenate([line.samples for line in lines])
    noise = np.random.default_rng(seed=1).normal(0.0, ROOM_NOISE, samples.size)
    pcm = (np.clip(samples + noise, -1, 1) * 32767).astype(np.int16)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(pcm.tobytes())
    return path


def _voiced(samples: "np.ndarray[tuple[int], np.dtype[np.float32]]") -> tuple[tuple[float, float], ...]:
    loud = np.flatnonzero(np.abs(samples) > VOICED_LEVEL)
    if not loud.size:
        return ()
    breaks = np.flatnonzero(np.diff(loud) > GAP_SECONDS * RATE)
    begins = [int(loud[0]), *(int(loud[index + 1]) for index in breaks)]
    ends = [*(int(loud[index]) for index in breaks), int(loud[-1])]
    return tuple((begin / RATE, end / RATE) for begin, end in zip(begins, ends, strict=True))
