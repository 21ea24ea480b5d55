"""A recording as it is kept: MP3, mono, 4 kB a second, made of the sound that the tutor heard.

Opus would take half of that, but Safari decodes it only in a container that other browsers do not record (Ogg from 18.4 on), and
a lesson is looked back at on another device than it was spoken on. What was uploaded is not kept: its container may hold more
than sound.
"""

import asyncio
import contextlib
import io
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
import numpy as np

from agent.messages.decoder import HEAR_RATE, Decoded
from storage.records import Recording

logger = logging.getLogger(__name__)

BITS_A_SECOND: Final = 32_000
_READ_BYTES: Final = 2 * 10 * HEAR_RATE  # ten seconds


def recording_of(decoded: Decoded) -> Recording:
    """Blocks for about a hundredth of its length. Raises what PyAV raises, and OSError."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=HEAR_RATE, layout="mono", bit_rate=BITS_A_SECOND)
        if not isinstance(stream, av.AudioStream):
            raise TypeError("libmp3lame made no audio stream")
        for frame in _frames(decoded.pcm):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return Recording(mime_type="audio/mpeg", seconds=round(decoded.seconds, 3), sound=out.getvalue())


@dataclass
class Kept:
    recording: Recording | None = None


@contextlib.asynccontextmanager
async def kept_beside(decoded: Decoded, *, wished: bool) -> AsyncIterator[Kept]:
    """Make it while it is understood; afterwards it is there, if `wished`. Without it the message is answered all the same."""
    kept = Kept()
    making = asyncio.create_task(asyncio.to_thread(recording_of, decoded)) if wished else None
    try:
        yield kept
    finally:
        if making is not None:  # whatever happened: it reads the file, which goes next
            await asyncio.wait({making})
            if (error := making.exception()) is None:
                kept.recording = making.result()
            else:
                logger.warning("a recording was not kept", extra={"error": type(error).__name__})


def _frames(pcm: Path) -> Iterator[av.AudioFrame]:
    at = 0
    with pcm.open("rb") as file:
        while piece := file.read(_READ_BYTES):
            samples = np.frombuffer(piece[: len(piece) // 2 * 2], np.int16)
            frame = av.AudioFrame.from_ndarray(samples[None, :], "s16", "mono")
            frame.sample_rate, frame.pts = HEAR_RATE, at
            at += samples.size
            yield frame
