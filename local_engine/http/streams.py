"""A streamed answer. Nothing is promised before its first piece is there: a failure until then is an error with a status."""

import json
from collections.abc import Mapping
from typing import Any, Final, Protocol

from aiohttp import web

EVENT_STREAM: Final = "text/event-stream"


class Tap(Protocol):
    """What stands between a stream and the wire, when something does."""

    over: bool  # nothing more is sent after what was given last

    async def piece(self, piece: bytes, content_type: str) -> bytes:
        """What leaves in its place. Raises ApiError as long as nothing has left, and CutOffError."""
        ...

    async def end(self, content_type: str) -> bytes:
        """What leaves before the end."""
        ...


class CutOffError(ConnectionResetError):
    """The connection was ended from this side."""


_BEGUN: Final = web.RequestKey("answer_begun", bool)
TAP: Final = web.RequestKey("tap", Tap)


class Stream:
    """`send` pieces, then `end`. A client that has left is a ConnectionError from `send`."""

    def __init__(self, request: web.Request, content_type: str) -> None:
        self._request = request
        self._tap: Tap | None = request.get(TAP)
        self._content_type = content_type
        self._response = web.StreamResponse(
            headers={"Content-Type": content_type, "Cache-Control": "no-cache"}
        )

    @property
    def begun(self) -> bool:
        return self._response.prepared

    async def send(self, piece: bytes) -> None:
        if self._tap is None:
            await self._write(piece)
        else:
            await self._write(await self._tap.piece(piece, self._content_type))
            await self._stop_if_over(self._tap)

    async def send_event(self, event: Mapping[str, Any]) -> None:
        await self.send(event_bytes(event))

    async def send_done(self) -> None:
        """The line that ends OpenAI's event streams."""
        await self.send(b"data: [DONE]\n\n")

    async def end(self) -> web.StreamResponse:
        if self._tap is not None:
            await self._write(await self._tap.end(self._content_type))
            await self._stop_if_over(self._tap)
        await self._write(b"")
        await self._response.write_eof()
        return self._response

    async def _write(self, piece: bytes) -> None:
        if not self._response.prepared:
            self._request[_BEGUN] = True
            await self._response.prepare(self._request)
        await self._response.write(piece)

    async def _stop_if_over(self, tap: Tap) -> None:
        if tap.over:
            await self._response.write_eof()
            if self._request.transport is not None:
                self._request.transport.close()
            raise CutOffError


def event_bytes(event: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode()


def has_begun(request: web.Request) -> bool:
    """Whether an answer is on its way already, so that none else can be given."""
    return bool(request.get(_BEGUN))


def cut(request: web.Request) -> None:
    """End the connection without a goodbye: the client sees it reset."""
    if request.transport is not None:
        request.transport.abort()
