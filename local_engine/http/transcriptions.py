"""`POST /v1/audio/transcriptions`: a recording to text. A multipart form, as OpenAI's client sends it.

`file` (flac, mp3, mp4, m4a, ogg, wav, webm; judged by content) and `model` are needed. `response_format` is json, text or
verbose_json (with the stretches of speech as segments); `stream` gives each stretch as an event. `language` is told to
the recogniser and given back, `prompt`, `temperature` and the rest are accepted and change nothing.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from local_engine.delays import Delays
from local_engine.ears.recording import RecordingError, decoded
from local_engine.ears.transcriber import Heard, Transcriber
from local_engine.errors import ApiError, invalid, missing
from local_engine.http.forms import Form, form_with_file
from local_engine.http.streams import EVENT_STREAM, Stream
from local_engine.protocols import BYTES_PER_SAMPLE, EAR_RATE

MAX_FILE_BYTES: Final = 25 * 1024 * 1024  # OpenAI's limit
FORMATS: Final = ("json", "text", "verbose_json")
# OpenAI names languages in verbose_json; a code it would not know is given back as it came.
LANGUAGE_NAMES: Final = {"en": "english", "ko": "korean"}


@dataclass(frozen=True, slots=True)
class Wanted:
    form: str
    language: str | None
    stream: bool


class Transcriptions:
    """The handler, for one recogniser."""

    def __init__(self, transcriber: Transcriber, delays: Delays) -> None:
        self._transcriber = transcriber
        self._delays = delays

    async def handle(self, request: web.Request) -> web.StreamResponse:
        form = await form_with_file(request, file_bytes=MAX_FILE_BYTES)
        began = self._delays.monotonic()
        wanted = _parse(form)
        try:
            pcm = await asyncio.to_thread(decoded, form.file)
        except RecordingError as error:
            raise ApiError(str(error), code=error.code, param="file") from None
        async with contextlib.aclosing(self._transcriber.words(pcm, wanted.language)) as pieces:
            seconds = len(pcm) / (EAR_RATE * BYTES_PER_SAMPLE)
            if wanted.stream:
                await self._delays.reach("transcription", began)
                return await _stream(request, pieces, seconds)
            heard = [piece async for piece in pieces]
            await self._delays.reach("transcription", began)
            return _answer(wanted, heard, seconds)


def _parse(form: Form) -> Wanted:
    """Raises ApiError."""
    if not (form.text("model") or "").strip():
        raise missing("model")
    wanted = form.text("response_format") or "json"
    if wanted not in FORMATS:
        raise invalid("response_format", wanted, f"one of {', '.join(FORMATS)}")
    granularities = form.texts.get("timestamp_granularities[]", [])
    if "word" in granularities:
        raise invalid("timestamp_granularities", "word", "'segment': words have no times here")
    stream = form.text("stream") or "false"
    if stream.lower() not in ("true", "false"):
        raise invalid("stream", stream, "true or false")
    return Wanted(form=wanted, language=form.text("language") or None, stream=stream.lower() == "true")


def _answer(wanted: Wanted, pieces: list[Heard], seconds: float) -> web.Response:
    text = " ".join(piece.text for piece in pieces)
    if wanted.form == "text":
        return web.Response(text=f"{text}\n", content_type="text/plain")
    answer: dict[str, Any] = {"text": text, "usage": _usage(seconds)}
    if wanted.form == "verbose_json":
        language = wanted.language or "en"
        answer |= {
            "task": "transcribe",
            "language": LANGUAGE_NAMES.get(language, language),
            "duration": round(seconds, 3),
            "segments": [_segment(number, piece) for number, piece in enumerate(pieces)],
        }
    return web.json_response(answer)


async def _stream(
    request: web.Request, pieces: AsyncGenerator[Heard, None], seconds: float
) -> web.StreamResponse:
    stream = Stream(request, EVENT_STREAM)
    text = ""
    async for piece in pieces:
        delta = f" {piece.text}" if text else piece.text
        text += delta
        await stream.send_event({"type": "transcript.text.delta", "delta": delta})
    await stream.send_event({"type": "transcript.text.done", "text": text, "usage": _usage(seconds)})
    return await stream.end()


def _usage(seconds: float) -> dict[str, Any]:
    return {"type": "duration", "seconds": round(seconds, 3)}


def _segment(number: int, piece: Heard) -> dict[str, Any]:
    """What is not known here (tokens, probabilities) has OpenAI's neutral values, for its client needs the fields."""
    return {
        "id": number,
        "seek": 0,
        "start": round(piece.start_seconds, 3),
        "end": round(piece.end_seconds, 3),
        "text": piece.text,
        "tokens": [],
        "temperature": 0.0,
        "avg_logprob": 0.0,
        "compression_ratio": 1.0,
        "no_speech_prob": 0.0,
    }
