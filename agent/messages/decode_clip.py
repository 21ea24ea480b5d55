"""Decode one recording, in a process of its own: `decode_clip.py FORMAT RATE CHANNELS IN OUT SECONDS`.

What a stranger recorded is parsed by C code: so in a process that may use little memory, CPU and disk, and that knows no
other part of ours (it is started by its path, so that nothing else is imported).
FFmpeg gets the demuxer by name (no probing into playlists or protocols) and only the codecs below. OUT is mono PCM16 at 16 kHz.
The answer is one line of JSON: {"rate", "channels", "seconds"} or {"code", "detail"}.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Final

import av

HEAR_RATE: Final = 16_000
MEMORY_BYTES: Final = 768 * 1024 * 1024  # address space; FFmpeg's libraries alone map 200 MB
CPU_SECONDS: Final = 20
_DEMUXERS: Final = {"wav": "wav", "webm": "matroska", "pcm16": "s16le"}
_CODECS: Final = {
    "wav": (
        "pcm_u8",
        "pcm_s16le",
        "pcm_s24le",
        "pcm_s32le",
        "pcm_f32le",
        "pcm_f64le",
        "pcm_alaw",
        "pcm_mulaw",
    ),
    "webm": ("opus", "vorbis"),
    "pcm16": ("pcm_s16le",),
}


class NotTakenError(Exception):
    """Understood, and not taken: code and detail of agent.messages.clips."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


def limit(*, output_bytes: int) -> None:
    """For the rest of this process's life."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output_bytes, output_bytes))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def decode(
    kind: str, rate: int, channels: int, source: Path, target: Path, *, max_seconds: float
) -> dict[str, object]:
    """`rate` and `channels` count for raw PCM. Raises NotTakenError, and what PyAV raises."""
    options = {}
    if kind == "pcm16":
        options = {"sample_rate": str(rate), "ch_layout": "mono" if channels == 1 else "stereo"}
    written = 0
    with av.open(str(source), format=_DEMUXERS[kind], options=options) as container, target.open("wb") as out:
        if not container.streams.audio:
            raise NotTakenError("clip_unsupported", "there is no sound in it")
        stream = container.streams.audio[0]
        if stream.codec_context.name not in _CODECS[kind]:
            raise NotTakenError("clip_unsupported", "the sound is of a codec that is not taken")
        resampler = av.AudioResampler(format="s16", layout="mono", rate=HEAR_RATE)
        for frame in container.decode(stream):
            for piece in resampler.resample(frame):
                written += out.write(bytes(piece.planes[0])[: piece.samples * 2])
            if written / (2 * HEAR_RATE) > max_seconds:
                raise NotTakenError("clip_too_long", f"the recording is longer than {max_seconds:.0f} s")
        for piece in resampler.resample(None):
            written += out.write(bytes(piece.planes[0])[: piece.samples * 2])
        context = stream.codec_context
        return {
            "rate": context.sample_rate,
            "channels": context.layout.nb_channels,
            "seconds": written / (2 * HEAR_RATE),
        }


def main(arguments: list[str]) -> int:
    kind, rate, channels, source, target, seconds = arguments
    max_seconds = float(seconds)
    limit(output_bytes=int((max_seconds + 5) * 2 * HEAR_RATE))
    try:
        answer = decode(kind, int(rate), int(channels), Path(source), Path(target), max_seconds=max_seconds)
    except NotTakenError as error:
        answer = {"code": error.code, "detail": str(error)}
    except (av.error.FFmpegError, OSError, ValueError, MemoryError):
        answer = {"code": "clip_damaged", "detail": "the recording cannot be decoded"}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
