"""A streamed answer. Nothing is promised before its first piece is there: a failure until then is an error with a status."""

import json
from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web

EVENT_STREAM: Final = "text/event-stream"
_BEGUN: Final = web.RequestKey("answer_begun", bool)


class Stream:
    """`send` pieces, then `end`. A client that has left is a ConnectionError from `send`."""

    def __init__(self, request: web.Request, content_type: str) -> None:
        self._request = request
        self._response = web.StreamResponse(
            headers={"Content-Type": content_type, "Cache-Control": "no-cache"}
        )

    @property
    def begun(self) -> bool:
        return self._response.prepared

    async def send(self, piece: bytes) -> None:
        if not self._response.prepared:
            self._request[_BEGUN] = True
            await self._response.prepare(self._request)
        await self._response.write(piece)

    async def send_event(self, event: Mapping[str, Any]) -> None:
        await self.send(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())

    async def send_done(self) -> None:
        """The line that ends OpenAI's event streams."""
        await self.send(b"data: [DONE]\n\n")

    async def end(self) -> web.StreamResponse:
        await self.send(b"")
        await self._response.write_eof()
        return self._response


def has_begun(request: web.Request) -> bool:
    """Whether an answer is on its way already, so that none else can be given."""
    return bool(request.get(_BEGUN))


def cut(request: web.Request) -> None:
    """End the connection without a goodbye: the client sees it reset."""
    if request.transport is not None:
        request.transport.abort()
