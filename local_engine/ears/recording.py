"""A sound file, as anybody may send one, to PCM16 mono at EAR_RATE. Blocking: call it in a thread.

What a file is, its first bytes say, never its name; the decoder (FFmpeg, by PyAV) is told and does not guess, for some of
its formats are lists of addresses that it would open.
"""

import io
import struct
from typing import Final

import av
import numpy as np

from local_engine.protocols import BYTES_PER_SAMPLE, EAR_RATE

MIN_SECONDS: Final = 0.1  # OpenAI's limits
MAX_SECONDS: Final = 1400.0
MIN_RATE, MAX_RATE = 4_000, 384_000  # Hz; a frame that claims less would grow without bound when resampled

# A writer that did not know the length (a pipe, a stream) put a number from here on, or none.
_UNKNOWN_SIZE: Final = 0x7FFF_0000


class RecordingError(Exception):
    """The file cannot be used; the text says why. `code` is one for the client."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


def decoded(data: bytes) -> bytes:
    """Raises RecordingError."""
    form = format_of(data)
    if form is None:
        raise RecordingError(
            "The file is none of flac, mp3, mp4, m4a, ogg, wav, webm.", code="invalid_file_format"
        )
    if form == "wav":
        _check_wav_length(data)
    sound = _decode(data, form)
    seconds = len(sound) / (EAR_RATE * BYTES_PER_SAMPLE)
    if seconds < MIN_SECONDS:
        raise RecordingError(
            f"The file holds {seconds:.3f} s of sound, expected at least {MIN_SECONDS:g} s.",
            code="audio_too_short",
        )
    return sound


def format_of(data: bytes) -> str | None:
    """FFmpeg's name of the container."""
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "wav"
    if data[:4] == b"\x1a\x45\xdf\xa3":
        return "matroska"  # webm is a kind of it
    if data[:4] == b"OggS":
        return "ogg"
    if data[:4] == b"fLaC":
        return "flac"
    if data[4:8] == b"ftyp":
        return "mp4"
    if data[:3] == b"ID3" or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0):
        return "mp3"
    return None


def _check_wav_length(data: bytes) -> None:
    """A file cut on its way here ends before its own data chunk does."""
    at = 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        if name == b"data":
            if at + 8 + size > len(data) and size < _UNKNOWN_SIZE:
                raise RecordingError(
                    f"The wav file is cut: it promises {size} bytes of sound and holds {len(data) - at - 8}.",
                    code="invalid_file_format",
                )
            return
        at += 8 + size + size % 2
    raise RecordingError("The wav file has no data chunk.", code="invalid_file_format")


def _decode(data: bytes, form: str) -> bytes:
    parts: list[bytes] = []
    longest = round(MAX_SECONDS * EAR_RATE * BYTES_PER_SAMPLE)
    size = 0
    try:
        with av.open(io.BytesIO(data), format=form, mode="r") as container:
            if not container.streams.audio:
                raise RecordingError("The file has no sound in it.", code="invalid_file_format")
            resampler = av.AudioResampler(format="s16", layout="mono", rate=EAR_RATE)
            for frame in container.decode(container.streams.audio[0]):
                if not MIN_RATE <= frame.sample_rate <= MAX_RATE:
                    raise RecordingError(
                        f"The sound has {frame.sample_rate} samples a second, expected {MIN_RATE} to {MAX_RATE}.",
                        code="invalid_file_format",
                    )
                parts += [_samples(piece) for piece in resampler.resample(frame)]
                size += sum(map(len, parts[-1:]))
                if size > longest:
                    raise RecordingError(
                        f"The file holds more than {MAX_SECONDS:g} s of sound.", code="audio_too_long"
                    )
            parts += [_samples(piece) for piece in resampler.resample(None)]
    except (av.FFmpegError, ValueError, EOFError) as error:
        raise RecordingError(
            f"The file cannot be decoded as {form}: {error}.", code="invalid_file_format"
        ) from None
    return b"".join(parts)


def _samples(frame: av.AudioFrame) -> bytes:
    return bytes(np.ascontiguousarray(frame.to_ndarray()).astype("<i2").tobytes())
