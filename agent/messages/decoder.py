"""From an uploaded file to sound that can be heard: judged here, decoded next door, at most a few at a time.

The sound stays in files: a process that answers many learners holds no recording in memory.
"""

import asyncio
import contextlib
import json
import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from agent.messages import decode_clip
from agent.messages.clips import HEAD_BYTES, ClipCode, ClipError, Declared, check_seconds, kind_of, pcm_of
from agent.messages.wav import read_wav
from contract.messages import MAX_CLIP_SECONDS, PCM_RATE, Clip, ClipFormat

logger = logging.getLogger(__name__)

HEAR_RATE: Final = decode_clip.HEAR_RATE
DECODE_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Decoded:
    """`pcm` holds mono PCM16 at HEAR_RATE, `seconds` long."""

    clip: Clip
    pcm: Path
    seconds: float


class Decoder:
    def __init__(self, *, at_once: int) -> None:
        self._slots = asyncio.Semaphore(at_once)

    async def decode(self, file: Path, declared: Declared) -> Decoded:
        """The recording in `file`; its sound lies beside it. Raises ClipError."""
        size, kind, rate, channels, seconds = await asyncio.to_thread(_judged, file, declared)
        target = file.with_suffix(".pcm")
        async with self._slots:
            answer = await _decoded(kind, rate, channels, file, target)
        if (code := answer.get("code")) is not None:
            raise ClipError(_code(code), str(answer.get("detail", "")))
        heard = float(answer["seconds"])
        check_seconds(heard, exact=False)
        clip = Clip(
            format=kind,
            sample_rate=int(answer["rate"]),
            channels=int(answer["channels"]),
            duration_sec=round(seconds or heard, 3),
            bytes=size,
        )
        return Decoded(clip, target, heard)


def _judged(file: Path, declared: Declared) -> tuple[int, ClipFormat, int, int, float | None]:
    """(bytes, format, rate, channels, seconds where the head says them). Raises ClipError."""
    size = file.stat().st_size
    with file.open("rb") as opened:
        kind = kind_of(opened.read(HEAD_BYTES), size, declared)
        match kind:
            case "wav":
                wav = read_wav(opened, size)
                check_seconds(wav.seconds)
                return size, kind, wav.rate, wav.channels, wav.seconds
            case "pcm16":
                pcm = pcm_of(size, declared)
                check_seconds(pcm.seconds)
                return size, kind, pcm.rate, pcm.channels, pcm.seconds
            case "webm":
                return size, kind, PCM_RATE, 1, None


async def _decoded(
    kind: ClipFormat, rate: int, channels: int, source: Path, target: Path
) -> dict[str, str | int | float]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        str(Path(decode_clip.__file__)),
        kind,
        str(rate),
        str(channels),
        str(source),
        str(target),
        str(MAX_CLIP_SECONDS),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
    )
    try:
        async with asyncio.timeout(DECODE_SECONDS):
            out, _ = await process.communicate()
    except TimeoutError:
        raise ClipError("clip_damaged", "the recording takes too long to decode") from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    try:
        answer: dict[str, str | int | float] = json.loads(out)
    except ValueError:  # killed by one of its limits
        logger.warning("the decoder ended without an answer", extra={"exit": process.returncode})
        raise ClipError("clip_damaged", "the recording cannot be decoded") from None
    return answer


def _code(value: object) -> ClipCode:
    return next((code for code in get_args(ClipCode) if code == value), "clip_damaged")
