"""What a recording claims to be and what it is: judged by its first bytes, never by its name. Pure.

| it begins with | it is |
|---|---|
| RIFF....WAVE | WAV |
| 1A 45 DF A3 | WebM (Opus or Vorbis) |
| anything else, sent as `audio/pcm` | PCM16, little-endian; 24 kHz mono unless `rate` and `channels` say otherwise |
"""

from dataclasses import dataclass
from email.message import Message as Headers
from typing import Final, Literal

from contract.messages import MAX_CLIP_BYTES, MAX_CLIP_SECONDS, MIN_CLIP_SECONDS, PCM_RATE, ClipFormat

ClipCode = Literal[
    "clip_empty",
    "clip_too_large",
    "clip_too_short",
    "clip_too_long",
    "clip_not_audio",
    "clip_odd_length",
    "clip_truncated",
    "clip_damaged",
    "clip_unsupported",
]

PCM_TYPE: Final = "audio/pcm"
HEAD_BYTES: Final = 12
RATES: Final = range(8_000, 192_001)
CHANNELS: Final = range(1, 3)
BYTES_PER_SAMPLE: Final = 2
# The last packet of an encoder is filled up: five minutes of Opus may decode to one packet more.
PACKET_SECONDS: Final = 0.12


class ClipError(Exception):
    """A recording that is not taken. `detail` is for people and quotes nothing of it."""

    def __init__(self, code: ClipCode, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Declared:
    """What the sender says; None where nothing is said."""

    media_type: str = ""
    rate: int | None = None
    channels: int | None = None


def declared_by(content_type: str) -> Declared:
    """Of a header such as `audio/pcm;rate=16000;channels=1`. Raises ClipError for a rate that is none."""
    headers = Headers()
    headers["content-type"] = content_type
    return Declared(
        media_type=headers.get_content_type() if content_type else "",
        rate=number(headers.get_param("rate"), "rate", RATES),
        channels=number(headers.get_param("channels"), "channels", CHANNELS),
    )


def number(value: object, name: str, allowed: range) -> int | None:
    """None for nothing given. Raises ClipError."""
    if value is None:
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit() and int(value) in allowed:
        return int(value)
    raise ClipError(
        "clip_unsupported", f"{name} is not a whole number from {allowed.start} to {allowed.stop - 1}"
    )


def kind_of(head: bytes, size: int, declared: Declared) -> ClipFormat:
    """`head`: the first HEAD_BYTES of `size` bytes. Raises ClipError."""
    if size == 0:
        raise ClipError("clip_empty", "the recording has no bytes")
    if size > MAX_CLIP_BYTES:
        raise ClipError("clip_too_large", f"the recording is over {MAX_CLIP_BYTES} bytes")
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "webm"
    if declared.media_type == PCM_TYPE:
        return "pcm16"
    raise ClipError("clip_not_audio", "expected WAV, WebM, or raw PCM16 sent as audio/pcm")


@dataclass(frozen=True, slots=True)
class Pcm:
    rate: int
    channels: int
    seconds: float


def pcm_of(size: int, declared: Declared) -> Pcm:
    """The shape of raw PCM16. Raises ClipError."""
    rate, channels = declared.rate or PCM_RATE, declared.channels or 1
    if size % (BYTES_PER_SAMPLE * channels):
        raise ClipError(
            "clip_odd_length", f"{size} bytes are no whole number of samples of {channels} x 16 bits"
        )
    return Pcm(rate, channels, size / (BYTES_PER_SAMPLE * channels * rate))


def check_seconds(seconds: float, *, exact: bool = True) -> None:
    """`exact` where the length is computed, not decoded from packets. Raises ClipError."""
    if seconds < MIN_CLIP_SECONDS:
        raise ClipError("clip_too_short", f"the recording is shorter than {MIN_CLIP_SECONDS} s")
    if seconds > MAX_CLIP_SECONDS + (0.0 if exact else PACKET_SECONDS):
        raise ClipError("clip_too_long", f"the recording is longer than {MAX_CLIP_SECONDS:.0f} s")
