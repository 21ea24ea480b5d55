"""HTTP calls in the wire log: what was asked, and how the answer ended."""

import json
from typing import Any, Final

from aiohttp import web
from aiohttp.typedefs import Middleware

from local_engine.errors import ApiError
from local_engine.http.access import Handler
from local_engine.ids import new_id
from local_engine.wire_log import WireLog

LOGGED: Final = "/v1/audio/speech", "/v1/audio/transcriptions", "/v1/chat/completions"


def call_log(wire_log: WireLog) -> Middleware:
    """`http.request` with path and JSON body; `http.answer` with status, bytes and `left`: the client did not wait."""

    @web.middleware
    async def log(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path not in LOGGED:
            return await handler(request)
        write = wire_log.of(new_id("call"))
        write("client", {"type": "http.request", "path": request.path, "body": await _body(request)})
        answer: dict[str, Any] = {"type": "http.answer", "path": request.path, "status": None, "bytes": 0}
        left = True
        try:
            response = await handler(request)
            left = request.transport is None or request.transport.is_closing()
            answer |= {"status": response.status, "bytes": _length(response)}
        except ApiError as error:
            left = False
            answer["status"] = error.status
            raise
        finally:
            write("server", {**answer, "left": left})
        return response

    return log


async def _body(request: web.Request) -> Any:
    """None where it is no JSON: a recording is not kept."""
    if request.content_type != "application/json":
        return None
    try:
        return json.loads(await request.text())
    except ValueError:
        return None


def _length(response: web.StreamResponse) -> int:
    """Of the body: sent already when it was a stream, about to be sent otherwise."""
    if isinstance(response, web.Response) and isinstance(response.body, bytes):
        return len(response.body)
    return response.body_length
