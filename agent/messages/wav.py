"""The head of a WAV file, chunk by chunk: encoders put LIST, JUNK or fact chunks before the samples. Reads, decodes nothing."""

import struct
from dataclasses import dataclass
from typing import BinaryIO, Final

from agent.messages.clips import CHANNELS, RATES, ClipError

MAX_CHUNKS: Final = 64  # before the samples; real files have a handful
# Bits a sample by format tag: integers, floats, and telephony's logarithms.
_BITS: Final = {1: (8, 16, 24, 32), 3: (32, 64), 6: (8,), 7: (8,)}
_EXTENSIBLE: Final = 0xFFFE
# Encoders that write into a pipe cannot go back to fill in the length: ffmpeg and sox leave these.
_UNKNOWN_LENGTH: Final = 0x7F00_0000


@dataclass(frozen=True, slots=True)
class Wav:
    rate: int
    channels: int
    data_bytes: int
    seconds: float


def read_wav(file: BinaryIO, size: int) -> Wav:
    """Of a file of `size` bytes that begins with RIFF....WAVE. Raises ClipError."""
    position = 12
    form: tuple[int, int, int] | None = None
    for _ in range(MAX_CHUNKS):
        file.seek(position)
        head = file.read(8)
        if len(head) < 8:
            break
        name, length = struct.unpack("<4sI", head)
        if name == b"fmt ":
            if form is not None:  # readers differ in which one they take
                raise ClipError("clip_damaged", "the WAV file has two formats")
            form = _form(file.read(min(length, 40)))
        elif name == b"data":
            if form is None:
                raise ClipError("clip_damaged", "the WAV file has samples before their format")
            return _measured(form, length, size - position - 8)
        position += 8 + length + length % 2
    raise ClipError("clip_damaged", "the WAV file has no samples")


def _form(chunk: bytes) -> tuple[int, int, int]:
    """(rate, channels, bytes a frame)."""
    if len(chunk) < 16:
        raise ClipError("clip_damaged", "the WAV file's format chunk is too short")
    tag, channels, rate, _, _, bits = struct.unpack("<HHIIHH", chunk[:16])
    if tag == _EXTENSIBLE and len(chunk) >= 26:
        (tag,) = struct.unpack("<H", chunk[24:26])
    if bits not in _BITS.get(tag, ()):
        raise ClipError("clip_unsupported", "the WAV file's samples are of a kind that is not taken")
    if rate not in RATES or channels not in CHANNELS:
        raise ClipError("clip_unsupported", "the WAV file's rate or number of channels is not taken")
    return rate, channels, channels * bits // 8


def _measured(form: tuple[int, int, int], length: int, there: int) -> Wav:
    rate, channels, frame_bytes = form
    if length >= _UNKNOWN_LENGTH or (length == 0 and there > 0):
        length = there
    if length > there:
        raise ClipError("clip_truncated", f"the WAV file announces {length} bytes of samples and has {there}")
    return Wav(rate, channels, length, length / (frame_bytes * rate))
