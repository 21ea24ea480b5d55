"""A sentence's sound as a file that a page or a messenger plays: MP3 for bad networks (6 kB a second), or WAV."""

import io
import wave
from dataclasses import dataclass
from typing import Final, Literal

import av
import numpy as np

from contract.messages import ReplyAudio

VOICE_RATE: Final = 24_000  # what /audio/speech gives as `pcm`
MP3_BITS_A_SECOND: Final = 48_000


@dataclass(frozen=True, slots=True)
class Sound:
    mime_type: Literal["audio/mpeg", "audio/wav"]
    data: bytes
    seconds: float


def sound_of(pcm: bytes, form: ReplyAudio) -> Sound:
    """`pcm`: mono PCM16 at VOICE_RATE."""
    pcm = pcm[: len(pcm) // 2 * 2]
    seconds = len(pcm) / (2 * VOICE_RATE)
    if form == "mp3":
        return Sound("audio/mpeg", _mp3(pcm), seconds)
    return Sound("audio/wav", _wav(pcm), seconds)


def _mp3(pcm: bytes) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="mp3") as container:
        stream = container.add_stream(
            "libmp3lame", rate=VOICE_RATE, layout="mono", bit_rate=MP3_BITS_A_SECOND
        )
        if not isinstance(stream, av.AudioStream):
            raise TypeError("libmp3lame made no audio stream")
        frame = av.AudioFrame.from_ndarray(np.frombuffer(pcm, np.int16)[None, :], "s16", "mono")
        frame.sample_rate = VOICE_RATE
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def _wav(pcm: bytes) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(VOICE_RATE)
        sound.writeframes(pcm)
    return out.getvalue()
