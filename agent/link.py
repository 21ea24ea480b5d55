"""The learner's side in the room: events out, RPC in. Knows the borders, decides nothing.

Events leave one after another in the order they were given, numbered by `n`; RPC is answered only to the lesson's
learner, and a handler's `RpcRefusalError` becomes an RpcError with our `code` in its data.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from livekit import rtc
from pydantic import ValidationError

from contract.events import Event, Notice, encode
from contract.model import Message
from contract.notices import NOTICES
from contract.rpc import BAD_INPUT, FORBIDDEN, RpcErrorData
from contract.words import EVENTS_TOPIC, NoticeCode

logger = logging.getLogger(__name__)

Request = TypeVar("Request", bound=Message)

SEND_SECONDS = 5.0  # a text stream that takes longer has lost its reader


class RpcRefusalError(Exception):
    """An RPC that cannot be done. `number` is one of contract.rpc's codes, `code` our stable word for it."""

    def __init__(self, number: int, code: str, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.number = number
        self.data = RpcErrorData(code=code, field=field)


class Link:
    def __init__(self, room: rtc.Room, *, learner_identity: str, now: Callable[[], datetime]) -> None:
        self._room = room
        self._learner = learner_identity
        self._now = now
        self._count = 0
        self._outbox: asyncio.Queue[Event] = asyncio.Queue()
        self._sender: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._sender = asyncio.create_task(self._send_all(), name="link.sender")

    @property
    def learner_present(self) -> bool:
        return self._learner in self._room.remote_participants

    @property
    def next_n(self) -> int:
        """The number the next event will carry."""
        return self._count + 1

    def send(self, event: Event) -> None:
        """Queue an event. It is numbered here; one for an absent learner is dropped (a snapshot greets them)."""
        if not self.learner_present:
            return
        self._count += 1
        self._outbox.put_nowait(event.model_copy(update={"n": self._count}))

    def notice(self, code: NoticeCode) -> None:
        self.send(Notice(at=self._now(), code=code, text=NOTICES[code]))

    async def flush(self) -> None:
        """Until all that was queued has left (or its time is over)."""
        await self._outbox.join()

    async def set_attributes(self, attributes: dict[str, str]) -> None:
        with contextlib.suppress(Exception):  # the room may be gone; attributes are a courtesy
            await self._room.local_participant.set_attributes(attributes)

    def serve(
        self, method: str, request: type[Request], handler: Callable[[Request], Awaitable[Message]]
    ) -> None:
        """Answer an RPC method: parse, check the caller, call, encode."""

        async def answer(call: rtc.RpcInvocationData) -> str:
            if call.caller_identity != self._learner:
                raise _rpc_error(
                    FORBIDDEN, "only the lesson's learner may call", RpcErrorData(code="forbidden")
                )
            try:
                parsed = request.model_validate_json(call.payload or "{}")
            except ValidationError as error:
                first = error.errors(include_input=False, include_url=False)[0]
                field = ".".join(str(part) for part in first["loc"]) or None
                raise _rpc_error(
                    BAD_INPUT, str(first["msg"]), RpcErrorData(code="invalid_input", field=field)
                ) from None
            try:
                return (await handler(parsed)).model_dump_json()
            except RpcRefusalError as problem:
                raise _rpc_error(problem.number, str(problem), problem.data) from None

        self._room.local_participant.register_rpc_method(method, answer)

    async def aclose(self) -> None:
        if self._sender is not None:
            self._sender.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sender

    async def _send_all(self) -> None:
        while True:
            event = await self._outbox.get()
            try:
                async with asyncio.timeout(SEND_SECONDS):
                    await self._room.local_participant.send_text(
                        encode(event), topic=EVENTS_TOPIC, destination_identities=[self._learner]
                    )
            except Exception as error:  # noqa: BLE001 - a lost event must not stop the ones after it
                logger.warning(
                    "an event could not be sent", extra={"n": event.n, "error": type(error).__name__}
                )
            finally:
                self._outbox.task_done()


def _rpc_error(number: int, message: str, data: RpcErrorData) -> rtc.RpcError:
    return rtc.RpcError(number, message, json.dumps(data.model_dump()))
