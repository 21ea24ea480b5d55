"""Recordings from real encoders (sox, FFmpeg's by PyAV, espeak-ng's voice), and files by hand that nobody should send."""

import io
import struct
import subprocess
from collections.abc import Sequence

import av
import numpy as np

RATE = 24_000
Samples = np.ndarray[tuple[int], np.dtype[np.int16]]


def tone(seconds: float, rate: int = RATE) -> Samples:
    at = np.arange(round(seconds * rate)) / rate
    return (8000 * np.sin(2 * np.pi * 220 * at)).astype(np.int16)


def spoken(text: str, *, wpm: int = 175) -> Samples:
    """At RATE, mono."""
    raw = subprocess.run(
        ["espeak-ng", "-v", "en-us", "-s", str(wpm), "--stdout", "--", text], check=True, capture_output=True
    )
    return converted(raw.stdout, "wav", ["-t", "raw", "-r", str(RATE), "-b", "16", "-e", "signed", "-c", "1"])


def converted(sound: bytes, form: str, to: Sequence[str]) -> Samples:
    out = subprocess.run(
        ["sox", "-q", "-t", form, "-", *to, "-"], input=sound, check=True, capture_output=True
    )
    return np.frombuffer(out.stdout, np.int16)


def sox_wav(samples: Samples, *options: str, rate: int = RATE) -> bytes:
    """As sox writes it into a pipe; options such as `-b 24`, `-e float -b 32`, `-c 2`, `-r 8000 -e mu-law`."""
    form = ["-t", "raw", "-r", str(rate), "-b", "16", "-e", "signed", "-c", "1"]
    return subprocess.run(
        ["sox", "-q", *form, "-", "-t", "wav", *options, "-"],
        input=samples.tobytes(),
        check=True,
        capture_output=True,
    ).stdout


def webm(samples: Samples, *, codec: str = "libopus", form: str = "webm", rate: int = 48_000) -> bytes:
    """As FFmpeg's muxer writes it; the samples are at `rate`."""
    out = io.BytesIO()
    with av.open(out, "w", format=form) as container:
        stream = container.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        for start in range(0, len(samples), rate):
            frame = av.AudioFrame.from_ndarray(samples[start : start + rate][None, :], "s16", "mono")
            frame.sample_rate = rate
            frame.pts = start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def chunk(name: bytes, content: bytes, *, length: int | None = None) -> bytes:
    padding = b"\0" * (len(content) % 2)
    return name + struct.pack("<I", len(content) if length is None else length) + content + padding


def form(*, tag: int = 1, channels: int = 1, rate: int = RATE, bits: int = 16) -> bytes:
    frame = channels * bits // 8
    return chunk(b"fmt ", struct.pack("<HHIIHH", tag, channels, rate, rate * frame, frame, bits))


def riff(*chunks: bytes) -> bytes:
    body = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body
