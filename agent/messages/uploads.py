"""A learner's message out of an HTTP body: JSON, a form, or the recording itself, which goes to a file as it comes."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from aiohttp import BodyPartReader, web
from pydantic import ValidationError

from agent.messages.clips import CHANNELS, RATES, ClipError, Declared, declared_by, number
from agent.messages.problems import MessageCode, RefusedError
from contract.http import MAX_BODY_BYTES
from contract.messages import MAX_CLIP_BYTES, SendMessageRequest

BODY_SECONDS: Final = 120.0  # ten megabytes over a bad network
SLOW_START_SECONDS: Final = 10.0  # from then on a body comes at SLOWEST on the whole, or its sender is gone
SLOWEST: Final = 1000.0  # bytes a second; a voice in Opus takes three times that
FILE_FIELD: Final = "file"
MAX_FIELDS: Final = 8
_BY_TYPE: Final[dict[str, MessageCode]] = {
    "json_invalid": "bad_json",
    "string_too_long": "too_long",
    "string_too_short": "missing",
}


@dataclass(frozen=True, slots=True)
class Upload:
    file: Path
    declared: Declared


class _Chunks(Protocol):
    async def read_chunk(self, size: int = ...) -> bytes: ...


class _Haste:
    """Moves the time limit of a body on with each byte that comes."""

    def __init__(self, limit: asyncio.Timeout) -> None:
        self._limit = limit
        self._began = asyncio.get_running_loop().time()
        self._came = 0
        self.came(0)

    def came(self, count: int) -> None:
        self._came += count
        seconds = min(BODY_SECONDS, SLOW_START_SECONDS + self._came / SLOWEST)
        self._limit.reschedule(self._began + seconds)


async def receive(request: web.Request, folder: Path) -> str | Upload | None:
    """A text, None for "begin", or a recording in `folder`. Raises RefusedError."""
    try:
        async with asyncio.timeout(None) as limit:
            return await _received(request, folder, _Haste(limit))
    except TimeoutError:
        raise RefusedError("body_too_slow") from None
    except ClipError as error:
        raise RefusedError(error.code, detail=error.detail) from None


async def _received(request: web.Request, folder: Path, haste: _Haste) -> str | Upload | None:
    media_type = request.content_type.lower()
    if media_type == "application/json":
        return _text(await _small(request, haste))
    if media_type == "multipart/form-data":
        return await _form(request, folder, haste)
    content_type = request.headers.get("content-type", "")
    declared = declared_by(content_type)
    return await _recording(_Body(request), folder, declared, haste)


async def _form(request: web.Request, folder: Path, haste: _Haste) -> str | Upload | None:
    """Fields `text`, or `file` with perhaps `rate` and `channels` before it (for raw PCM)."""
    fields: dict[str, str] = {}
    parts, left = 0, MAX_BODY_BYTES
    try:
        async for part in await request.multipart():
            parts += 1
            if parts > MAX_FIELDS:
                raise RefusedError("bad_form", detail=f"at most {MAX_FIELDS} fields")
            if not isinstance(part, BodyPartReader) or part.name is None:
                continue
            if part.name == FILE_FIELD:
                declared = declared_by(part.headers.get("content-type", ""))
                declared = Declared(
                    declared.media_type,
                    number(fields.get("rate"), "rate", RATES) or declared.rate,
                    number(fields.get("channels"), "channels", CHANNELS) or declared.channels,
                )
                return await _recording(part, folder, declared, haste)
            value = await _field(part, haste, at_most=left)
            left -= len(value)
            fields[part.name] = value.decode()
    except ValueError:
        raise RefusedError("bad_form") from None
    if "text" not in fields:
        raise RefusedError("missing", field=FILE_FIELD)
    return _checked({"text": fields["text"]})


async def _field(part: BodyPartReader, haste: _Haste, *, at_most: int) -> bytes:
    """The whole value, in however many pieces it comes. Raises RefusedError."""
    value = bytearray()
    while not part.at_eof():
        chunk = await part.read_chunk(16 * 1024)
        haste.came(len(chunk))
        value += chunk
        if len(value) > at_most:
            raise RefusedError("body_too_large")
    return bytes(value)


async def _recording(source: _Chunks, folder: Path, declared: Declared, haste: _Haste) -> Upload:
    file = folder / "clip"
    size = 0
    with file.open("xb") as out:
        while chunk := await source.read_chunk(64 * 1024):
            haste.came(len(chunk))
            size += len(chunk)
            if size > MAX_CLIP_BYTES:
                raise RefusedError("clip_too_large", detail=f"at most {MAX_CLIP_BYTES} bytes")
            await asyncio.to_thread(out.write, chunk)
    return Upload(file, declared)


class _Body:
    """A whole body, read as a form's part is."""

    def __init__(self, request: web.Request) -> None:
        self._content = request.content

    async def read_chunk(self, size: int = 64 * 1024) -> bytes:
        return await self._content.read(size)


async def _small(request: web.Request, haste: _Haste) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_chunked(16 * 1024):
        haste.came(len(chunk))
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise RefusedError("body_too_large")
    return bytes(body)


def _text(body: bytes) -> str | None:
    try:
        return SendMessageRequest.model_validate_json(body or b"{}").text
    except ValidationError as error:
        raise _refused(error) from None


def _checked(fields: dict[str, str]) -> str | None:
    try:
        return SendMessageRequest.model_validate(fields).text
    except ValidationError as error:
        raise _refused(error) from None


def _refused(error: ValidationError) -> RefusedError:
    """The first fault, without what was in it."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"])[:100] or None
    return RefusedError(_BY_TYPE.get(first["type"], "invalid"), field=field)
