"""Faults on one realtime connection: what goes out passes `send`, what comes in passes `receive`."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from typing import Any

from aiohttp import web

from local_engine.faults.live import LiveFaults, error_event
from local_engine.faults.rules import Fault
from local_engine.http.streams import CutOffError, cut
from local_engine.ids import new_id


class FaultyLine:
    """See socket.Line."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request, faults: LiveFaults) -> None:
        self._socket = socket
        self._request = request
        self._faults = faults
        self._open = asyncio.Event()  # while cleared nothing leaves
        self._open.set()
        self._leaves_next = ""  # an event that lets the next one go first
        self._arrives_next = ""
        self.fail_response: Callable[[str, str, str], None] = _no_response  # id, code, message

    async def send(self, event_type: str, text: str) -> None:
        await self._open.wait()
        if (fault := self._faults.strike("realtime", event_type, text)) is not None:
            if fault.kind == "out_of_order" and not self._leaves_next:
                self._leaves_next = text
                return
            if fault.kind == "error":
                text = self._failed(fault, text)
            elif fault.kind == "broken_json":
                text = _half(text)
            await self._hold(fault)
        await self._socket.send_str(text)
        if self._leaves_next:
            later, self._leaves_next = self._leaves_next, ""
            await self._socket.send_str(later)

    async def receive(self, text: str) -> AsyncGenerator[str, None]:
        """The texts that arrive now in place of this one."""
        event = _event(text)
        as_written = json.dumps(event, ensure_ascii=False) if "\\u" in text else text
        if (fault := self._faults.strike("realtime", str(event.get("type")), as_written)) is not None:
            if fault.kind == "out_of_order" and not self._arrives_next:
                self._arrives_next = text
                return
            if fault.kind == "error":
                await self._say(error_event(fault, client_event_id=event.get("event_id")))
                return
            if fault.kind == "broken_json":
                text = _half(text)
            await self._hold(fault)
        yield text
        if self._arrives_next:
            later, self._arrives_next = self._arrives_next, ""
            yield later

    def _failed(self, fault: Fault, text: str) -> str:
        """What leaves when an event fails: its response fails, or an error takes its place."""
        event = _event(text)
        match event:
            case {"type": "response.done"}:
                error = {"type": "server_error", "code": fault.code, "message": fault.message}
                event["response"] |= {
                    "status": "failed",
                    "status_details": {"type": "failed", "error": error},
                }
                return json.dumps(event)
            case {"type": "response.created", "response": {"id": str(response_id)}} | {
                "response_id": str(response_id)
            }:
                self.fail_response(response_id, fault.code, fault.message)
                return text
        return json.dumps({"event_id": event.get("event_id"), **error_event(fault)})

    async def _hold(self, fault: Fault) -> None:
        """As long as the fault lasts: a delay holds up one direction, a stall or a half-open connection what leaves."""
        match fault.kind:
            case "delay":
                await self._faults.hold(fault)
            case "stall":
                await self._silent(fault)
            case "half_open":
                async with self._faults.half_open(self._request):
                    await self._silent(fault)
            case "drop":
                cut(self._request)
                raise CutOffError

    async def _silent(self, fault: Fault) -> None:
        self._open.clear()
        try:
            await self._faults.hold(fault)
        finally:
            self._open.set()

    async def _say(self, event: dict[str, Any]) -> None:
        await self._open.wait()
        await self._socket.send_str(json.dumps({"event_id": new_id("event"), **event}))


def _event(text: str) -> dict[str, Any]:
    try:
        event = json.loads(text)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


def _no_response(*_: object) -> None:
    raise RuntimeError("a response fails before its connection is there")


def _half(text: str) -> str:
    return text[: len(text) // 2]
