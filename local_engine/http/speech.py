"""`POST /v1/audio/speech`: text to sound, streamed while it is made; a client that leaves stops the synthesis.

| response_format, stream_format | Content-Type | body |
|---|---|---|
| pcm, audio | audio/pcm | 24 kHz mono 16-bit, little-endian, without a header |
| wav, audio | audio/wav | the same behind a header whose sizes say "until the end" (0xFFFFFFFF), as OpenAI's |
| pcm or wav, sse | text/event-stream | `speech.audio.delta` events with base64 of the above, then `speech.audio.done` |

Without a wish: wav, for it says what it is. (OpenAI's own default, mp3, is not made here.) `instructions` change nothing.
"""

import base64
import contextlib
import logging
import struct
from collections.abc import AsyncGenerator
from typing import Final

from aiohttp import web

from local_engine.delays import Delays
from local_engine.errors import ApiError, invalid
from local_engine.http.bodies import json_body, number_field, text_field
from local_engine.http.streams import EVENT_STREAM, Stream
from local_engine.protocols import BYTES_PER_SAMPLE, WIRE_RATE, SynthesisError, Voice
from local_engine.sentences import split_sentences
from local_engine.tokens import audio_tokens, text_tokens

logger = logging.getLogger(__name__)

MAX_INPUT_CHARACTERS = 4096
MIN_SPEED, MAX_SPEED = 0.25, 4.0
CONTENT_TYPES: Final = {"pcm": "audio/pcm", "wav": "audio/wav"}
STREAM_FORMATS: Final = ("audio", "sse")
UNKNOWN_SIZE: Final = 0xFFFF_FFFF


class Speech:
    """The handler, for one voice."""

    def __init__(self, voice: Voice, delays: Delays) -> None:
        self._voice = voice
        self._delays = delays

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await json_body(request)
        began = self._delays.monotonic()
        text = text_field(body, "input", longest=MAX_INPUT_CHARACTERS)
        voice = body.get("voice") or self._voice.names[0]
        if voice not in self._voice.names:
            raise invalid("voice", voice, f"one of {', '.join(self._voice.names)}")
        speed = number_field(body, "speed", default=1.0, low=MIN_SPEED, high=MAX_SPEED)
        form = body.get("response_format") or "wav"
        if form not in CONTENT_TYPES:
            raise invalid("response_format", form, f"one of {', '.join(CONTENT_TYPES)}")
        stream_format = body.get("stream_format") or "audio"
        if stream_format not in STREAM_FORMATS:
            raise invalid("stream_format", stream_format, f"one of {', '.join(STREAM_FORMATS)}")
        async with (
            contextlib.aclosing(self._speak(text, began, voice=voice, speed=speed)) as pieces,
            contextlib.aclosing(_with_header(pieces) if form == "wav" else pieces) as sound,
        ):
            if stream_format == "sse":
                return await _stream_events(request, sound, text)
            return await _stream(request, sound, CONTENT_TYPES[form])

    async def _speak(
        self, text: str, began: float, *, voice: str, speed: float
    ) -> AsyncGenerator[bytes, None]:
        for sentence in split_sentences(text):
            async with contextlib.aclosing(self._voice.speak(sentence, voice=voice, speed=speed)) as pieces:
                async for piece in pieces:
                    await self._delays.reach("speech_first_byte", began)
                    yield piece


async def _with_header(pieces: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    begun = False
    async for piece in pieces:
        yield piece if begun else wav_header() + piece
        begun = True
    if not begun:
        yield wav_header()


async def _stream(
    request: web.Request, pieces: AsyncGenerator[bytes, None], content_type: str
) -> web.StreamResponse:
    stream = Stream(request, content_type)
    try:
        async for piece in pieces:
            await stream.send(piece)
    except SynthesisError as error:
        if stream.begun:
            raise  # sound cannot say what failed: the connection is cut
        raise _failed(error) from error
    return await stream.end()


async def _stream_events(
    request: web.Request, pieces: AsyncGenerator[bytes, None], text: str
) -> web.StreamResponse:
    stream = Stream(request, EVENT_STREAM)
    sent = 0
    try:
        async for piece in pieces:
            sent += len(piece)
            audio = base64.b64encode(piece).decode("ascii")
            await stream.send_event({"type": "speech.audio.delta", "audio": audio})
    except SynthesisError as error:
        if not stream.begun:
            raise _failed(error) from error
        logger.exception("synthesis failed in the middle of an answer")
        await stream.send_event({"type": "error", "error": _failed(error).body()})
        return await stream.end()
    tokens_in, tokens_out = text_tokens(len(text)), audio_tokens(sent / (WIRE_RATE * BYTES_PER_SAMPLE))
    usage = {"input_tokens": tokens_in, "output_tokens": tokens_out, "total_tokens": tokens_in + tokens_out}
    await stream.send_event({"type": "speech.audio.done", "usage": usage})
    return await stream.end()


def _failed(error: SynthesisError) -> ApiError:
    return ApiError(str(error), code="synthesis_failed", status=500, kind="server_error")


def wav_header() -> bytes:
    """For PCM16 at WIRE_RATE of a length that is not known yet."""
    byte_rate = WIRE_RATE * BYTES_PER_SAMPLE
    form = struct.pack(
        "<4sIHHIIHH", b"fmt ", 16, 1, 1, WIRE_RATE, byte_rate, BYTES_PER_SAMPLE, 8 * BYTES_PER_SAMPLE
    )
    return (
        struct.pack("<4sI4s", b"RIFF", UNKNOWN_SIZE, b"WAVE")
        + form
        + struct.pack("<4sI", b"data", UNKNOWN_SIZE)
    )
