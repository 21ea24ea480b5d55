"""No request body over 64 KiB, whether it says its length or comes in chunks, and none that trickles in for ever.

Recordings go past this to the one route that takes them, which has limits of its own and holds none of it.
"""

import asyncio
import re
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contract.http import MAX_BODY_BYTES
from token_server.problems import Refusal

BODY_SECONDS: Final = 15.0
_STREAMED: Final = re.compile(r"/api/lessons/[^/]+/messages")


class BodyLimit:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        reads = scope["type"] == "http" and scope["method"] in ("GET", "HEAD", "OPTIONS")
        if scope["type"] != "http" or reads or _STREAMED.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _read(scope, receive)
        except TimeoutError:
            await Refusal("body_too_slow").response()(scope, receive, send)
            return
        except Refusal as refusal:
            await refusal.response()(scope, receive, send)
            return
        if body is None:
            return  # the client left
        waiting = [body]

        async def replay() -> Message:
            if waiting:
                return {"type": "http.request", "body": waiting.pop(), "more_body": False}
            return await receive()

        await self._app(scope, replay, send)


async def _read(scope: Scope, receive: Receive) -> bytes | None:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and int(value) > MAX_BODY_BYTES:
            raise Refusal("body_too_large")
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            raise Refusal("body_too_large")
        if not message.get("more_body", False):
            return bytes(body)
