"""Faults at the HTTP calls: `request` (nothing answered yet), `answer`, each `chunk` of a streamed answer, its `end`."""

import json
from typing import Any, Final

from aiohttp import web
from aiohttp.typedefs import Middleware

from local_engine.faults.events import CONNECT, PATHS, Where
from local_engine.faults.live import LiveFaults, error_of
from local_engine.faults.rules import Fault
from local_engine.http.access import Handler
from local_engine.http.streams import EVENT_STREAM, TAP, CutOffError, cut, event_bytes, has_begun

HALF_AN_OBJECT: Final = b'{"id": "'


def fault_check(faults: LiveFaults) -> Middleware:
    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        where = PATHS.get(request.path)
        if where is None:
            return await handler(request)
        text = await _text(request)
        if where == "realtime":
            if (fault := faults.strike(where, CONNECT, text)) is not None:
                await _before(faults, fault, request)
            return await handler(request)
        if (fault := faults.strike(where, "request", text)) is not None:
            if fault.kind == "broken_json":
                return web.Response(body=HALF_AN_OBJECT, content_type="application/json")
            if fault.kind == "out_of_order":
                await faults.until_another_is_answered(fault)
            else:
                await _before(faults, fault, request)
        request[TAP] = RequestTap(faults, request, where, text)
        try:
            response = await handler(request)
            if isinstance(response, web.Response) and not response.prepared:
                response = await _answer(faults, request, response, where, text)
        finally:
            faults.answered(where)
        return response

    return check


class RequestTap:
    """A streams.Tap for one request."""

    def __init__(self, faults: LiveFaults, request: web.Request, where: Where, text: str) -> None:
        self.over = False
        self._faults = faults
        self._request = request
        self._where: Where = where
        self._text = text
        self._answered = False
        self._held = b""

    async def piece(self, piece: bytes, content_type: str) -> bytes:
        if not self._answered:
            self._answered = True
            if (fault := self._faults.strike(self._where, "answer", self._text)) is not None:
                piece = await self._struck(fault, piece, content_type)
        if not self.over and (fault := self._faults.strike(self._where, "chunk", self._text)) is not None:
            if fault.kind == "out_of_order":
                self._held += piece
                return b""
            piece = await self._struck(fault, piece, content_type)
        held, self._held = self._held, b""
        return piece + held

    async def end(self, content_type: str) -> bytes:
        last, self._held = self._held, b""
        if (fault := self._faults.strike(self._where, "end", self._text)) is not None:
            last += await self._struck(fault, b"", content_type)
        return last

    async def _struck(self, fault: Fault, piece: bytes, content_type: str) -> bytes:
        if fault.kind == "broken_json":
            half = piece[: len(piece) // 2 | 1]
            return half + b"\n\n" if content_type == EVENT_STREAM else half
        if fault.kind == "junk" and piece.startswith(b"data: {"):
            return event_bytes(_saying(fault.message, json.loads(piece.removeprefix(b"data: "))))
        if fault.kind == "error" and has_begun(self._request):
            if content_type == EVENT_STREAM:
                self.over = True
                return event_bytes({"error": error_of(fault).body()})
            cut(self._request)  # sound cannot say that something failed
            raise CutOffError
        await _before(self._faults, fault, self._request)
        return piece


async def _answer(
    faults: LiveFaults, request: web.Request, response: web.Response, where: Where, text: str
) -> web.StreamResponse:
    fault = faults.strike(where, "answer", text)
    if fault is None:
        return response
    if fault.kind == "broken_json":
        body = response.body if isinstance(response.body, bytes) else b""
        response.body = body[: len(body) // 2]
        return response
    if fault.kind == "junk":
        return web.json_response(_saying(fault.message, json.loads(response.text or "")))
    await _before(faults, fault, request)
    return response


def _saying(words: str, answer: dict[str, Any]) -> dict[str, Any]:
    """A chat completion, or a chunk of one, whose model says this."""
    for choice in answer["choices"]:  # the chunk that tells the tokens has none
        choice["delta" if "delta" in choice else "message"]["content"] = words
    return answer


async def _before(faults: LiveFaults, fault: Fault, request: web.Request) -> None:
    """What can happen before something is sent. Raises where nothing will be."""
    match fault.kind:
        case "delay" | "stall":
            await faults.hold(fault)
        case "half_open":
            async with faults.half_open(request):
                await faults.hold(fault)
        case "drop":
            cut(request)
            raise CutOffError
        case "error":
            raise error_of(fault)


async def _text(request: web.Request) -> str:
    """What `contains` is compared with: the JSON of a request, its letters as they are."""
    if request.content_type != "application/json":
        return ""
    body = await request.text()
    try:
        return json.dumps(json.loads(body), ensure_ascii=False)
    except ValueError:
        return body
