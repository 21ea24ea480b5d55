"""The websocket end: frames to events and back, each direction in its order.

Reading goes on while an event is acted on, for it is the reader that answers pings.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncGenerator, Callable
from typing import Any, Protocol

from aiohttp import WSCloseCode, WSMsgType, web

from local_engine.errors import missing
from local_engine.faults.line import FaultyLine
from local_engine.faults.live import LiveFaults
from local_engine.ids import new_id
from local_engine.realtime.connection import Connection, Engine
from local_engine.realtime.session import Kind
from local_engine.wire_log import WireLog

logger = logging.getLogger(__name__)

MAX_MESSAGE_BYTES = 16 * 1024 * 1024  # OpenAI's limit for one append is 15 MiB
CLOSE_SECONDS = 0.5  # how long a client may take to answer our CLOSE
HEARTBEAT_SECONDS = 20.0  # a client that answers no ping for half of it is gone
ROOM_EVENTS = 64  # a reply waits while more than this is unsent
UNREAD_EVENTS = 256  # a client that sends more than we can act on is read no faster than that

NO_EVENT = {
    "type": "invalid_request_error",
    "code": "invalid_event",
    "message": "The event is no JSON object.",
    "param": None,
    "event_id": None,
}

Log = Callable[[str, dict[str, Any]], None]


class Line(Protocol):
    """A connection's two directions, as texts of one event each."""

    async def send(self, event_type: str, text: str, /) -> None:
        """Raises ConnectionError when the client has left."""
        ...

    def receive(self, text: str) -> AsyncGenerator[str, None]:
        """What arrives when the client sent `text`."""
        ...


class SocketLine:
    """What is sent leaves, and what the client sent arrives."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket

    async def send(self, _: str, text: str) -> None:
        await self._socket.send_str(text)

    async def receive(self, text: str) -> AsyncGenerator[str, None]:
        yield text


class Outbox:
    """A Sender: events leave in the order they were emitted, through one task."""

    def __init__(self, line: Line, log: Log) -> None:
        self._line = line
        self._log = log
        self._events: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._sent = asyncio.Event()
        self._task = asyncio.create_task(self._send(), name="outbox")

    def emit(self, event_type: str, /, **fields: Any) -> None:
        event = {"type": event_type, "event_id": new_id("event"), **fields}
        self._log("server", event)
        # Made text here and not when it leaves: items change afterwards, and an event tells how they were.
        self._events.put_nowait((event_type, json.dumps(event, ensure_ascii=False)))

    async def room(self) -> None:
        while self._events.qsize() > ROOM_EVENTS and not self._task.done():
            self._sent.clear()
            await self._sent.wait()

    async def aclose(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _send(self) -> None:
        try:
            while True:
                await self._line.send(*await self._events.get())
                self._sent.set()
        except ConnectionError:  # the reading side sees the end too, and tidies up
            logger.debug("client left while events were on the way", extra={"unsent": self._events.qsize()})
        finally:
            self._sent.set()


class RealtimeSockets:
    """The handler of `GET /v1/realtime`, and the sockets that are open."""

    def __init__(self, engine: Engine, wire_log: WireLog | None, faults: LiveFaults | None) -> None:
        self._engine = engine
        self._wire_log = wire_log
        self._faults = faults
        self._open: set[web.WebSocketResponse] = set()
        self._closing: set[asyncio.Task[None]] = set()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        kind: Kind = "transcription" if request.query.get("intent") == "transcription" else "realtime"
        # OpenAI's own transcription sessions name their model in session.update.
        model = request.query.get("model") or ("" if kind == "transcription" else None)
        if model is None:
            raise missing("model")
        socket = web.WebSocketResponse(
            max_msg_size=MAX_MESSAGE_BYTES,
            # A half-open connection is to stay open: where faults are on, nobody looks for one.
            heartbeat=HEARTBEAT_SECONDS if self._faults is None else None,
            timeout=CLOSE_SECONDS,
            compress=False,
        )
        await socket.prepare(request)
        connection_id = new_id("conn")
        log = self._wire_log.of(connection_id) if self._wire_log is not None else _no_log
        line = SocketLine(socket) if self._faults is None else FaultyLine(socket, request, self._faults)
        outbox = Outbox(line, log)
        connection = Connection(engine=self._engine, sender=outbox, model=model, kind=kind)
        if isinstance(line, FaultyLine):
            line.fail_response = connection.fail_response
        self._open.add(socket)
        logger.info(
            "realtime connection opened", extra={"connection_id": connection_id, "open": len(self._open)}
        )
        try:
            connection.open()
            arrived: asyncio.Queue[str] = asyncio.Queue(UNREAD_EVENTS)
            acting = asyncio.create_task(_act(connection, outbox, line, arrived, log), name="inbox")
            try:
                async for frame in socket:
                    if frame.type is WSMsgType.TEXT:
                        await arrived.put(frame.data)
            finally:
                acting.cancel()
                await asyncio.gather(acting, return_exceptions=True)
        finally:
            self._open.discard(socket)
            # The server cancels a handler whose client has left, also in the middle of its tidying up.
            closing = asyncio.create_task(_close(connection, outbox), name="close connection")
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)
            logger.info(
                "realtime connection closed",
                extra={"connection_id": connection_id, "code": socket.close_code, "open": len(self._open)},
            )
            await asyncio.shield(closing)
        return socket

    async def aclose(self) -> None:
        """Tell every client that we are going."""
        await asyncio.gather(
            *(
                socket.close(code=WSCloseCode.GOING_AWAY, message=b"server is stopping")
                for socket in self._open
            ),
            *self._closing,
            return_exceptions=True,
        )


async def _act(
    connection: Connection, outbox: Outbox, line: Line, arrived: asyncio.Queue[str], log: Log
) -> None:
    """On one event after another."""
    with contextlib.suppress(ConnectionError):
        while True:
            async for text in line.receive(await arrived.get()):
                try:
                    event = json.loads(text)
                except json.JSONDecodeError:
                    event = None
                if isinstance(event, dict):
                    log("client", event)
                    await connection.receive(event)
                else:
                    outbox.emit("error", error=NO_EVENT)


async def _close(connection: Connection, outbox: Outbox) -> None:
    await connection.aclose()
    await outbox.aclose()


def _no_log(side: str, event: dict[str, Any]) -> None:
    pass
