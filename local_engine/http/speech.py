"""`POST /v1/audio/speech`: text to sound, streamed while it is made.

`pcm` is 24 kHz mono 16-bit, little-endian, without a header; `wav` the same with one. `instructions` change nothing, and
`stream_format` "sse" is answered with plain sound, as most OpenAI-compatible servers do: Content-Type says what comes.
"""

import contextlib
import struct
from collections.abc import AsyncGenerator
from typing import Final

from aiohttp import web

from local_engine.errors import ApiError, invalid
from local_engine.http.bodies import json_body, number_field, text_field
from local_engine.protocols import BYTES_PER_SAMPLE, WIRE_RATE, SynthesisError, Voice
from local_engine.sentences import split_sentences

MAX_INPUT_CHARACTERS = 4096
MIN_SPEED, MAX_SPEED = 0.25, 4.0
# Without a wish: wav, for it says what it is. (OpenAI's own default, mp3, cannot be made here.)
CONTENT_TYPES: Final = {"pcm": "audio/pcm", "wav": "audio/wav"}


class Speech:
    """The handler, for one voice."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await json_body(request)
        text = text_field(body, "input", longest=MAX_INPUT_CHARACTERS)
        voice = body.get("voice") or self._voice.names[0]
        if voice not in self._voice.names:
            raise invalid("voice", voice, f"one of {', '.join(self._voice.names)}")
        speed = number_field(body, "speed", default=1.0, low=MIN_SPEED, high=MAX_SPEED)
        wanted = body.get("response_format") or "wav"
        if wanted not in CONTENT_TYPES:
            raise invalid("response_format", wanted, f"one of {', '.join(CONTENT_TYPES)}")
        async with contextlib.aclosing(self._speak(text, voice=voice, speed=speed)) as pieces:
            if wanted == "wav":
                sound = b"".join([piece async for piece in pieces])
                return web.Response(body=wav_header(len(sound)) + sound, content_type=CONTENT_TYPES["wav"])
            return await _stream(request, pieces)

    async def _speak(self, text: str, *, voice: str, speed: float) -> AsyncGenerator[bytes, None]:
        for sentence in split_sentences(text):
            async with contextlib.aclosing(self._voice.speak(sentence, voice=voice, speed=speed)) as pieces:
                async for piece in pieces:
                    yield piece


async def _stream(request: web.Request, pieces: AsyncGenerator[bytes, None]) -> web.StreamResponse:
    response = web.StreamResponse()
    response.content_type = CONTENT_TYPES["pcm"]
    try:
        async for piece in pieces:
            if not response.prepared:  # not before there is sound: a failed synthesis can still be an error
                await response.prepare(request)
            await response.write(piece)  # raises when the client has gone, which stops the synthesis
    except SynthesisError as error:
        if response.prepared:
            raise
        raise ApiError(str(error), code="synthesis_failed", status=500, kind="server_error") from error
    if not response.prepared:
        await response.prepare(request)
    await response.write_eof()
    return response


def wav_header(data_bytes: int) -> bytes:
    byte_rate = WIRE_RATE * BYTES_PER_SAMPLE
    form = struct.pack(
        "<4sIHHIIHH", b"fmt ", 16, 1, 1, WIRE_RATE, byte_rate, BYTES_PER_SAMPLE, 8 * BYTES_PER_SAMPLE
    )
    return (
        struct.pack("<4sI4s", b"RIFF", 36 + data_bytes, b"WAVE")
        + form
        + struct.pack("<4sI", b"data", data_bytes)
    )
