"""A learner's voice for the engine: espeak-ng at 24 kHz, the same bytes every time."""

import io
import subprocess

import av
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


# Container and codec as real programs write them.
_CODECS = {"wav": "pcm_s16le", "flac": "flac", "ogg": "libopus", "mp3": "libmp3lame", "webm": "libopus"}


def encoded(pcm: bytes, form: str) -> bytes:
    """A whole file of that format, from PCM16 mono at 24 kHz."""
    file = io.BytesIO()
    with av.open(file, mode="w", format=form) as container:
        stream = container.add_stream(_CODECS[form], rate=RATE)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(np.frombuffer(pcm, np.int16).reshape(1, -1), "s16", "mono")
        frame.sample_rate = RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return file.getvalue()
