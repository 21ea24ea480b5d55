"""The faults of a running server: the ledger, and who waits for a fault to be over."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import web

from local_engine.errors import ApiError
from local_engine.faults.events import Where
from local_engine.faults.rules import Entry, Fault, Ledger


class LiveFaults:
    """One for all connections of a server."""

    def __init__(self) -> None:
        self._ledger = Ledger()
        self._lifted: dict[str, asyncio.Event] = {}
        self._answered: dict[Where, asyncio.Event] = {}

    @property
    def entries(self) -> list[Entry]:
        return self._ledger.entries

    def add(self, fault: Fault) -> Entry:
        self._lifted[fault.id] = asyncio.Event()
        return self._ledger.add(fault)

    def remove(self, fault_id: str) -> bool:
        """Whether there was one. What it held up goes on."""
        entry = self._ledger.remove(fault_id)
        if entry is not None:
            self._lifted.pop(fault_id).set()
        return entry is not None

    def clear(self) -> None:
        for entry in self._ledger.entries:
            self.remove(entry.fault.id)

    def strike(self, where: Where, event: str, text: str) -> Fault | None:
        return self._ledger.strike(where, event, text)

    async def hold(self, fault: Fault) -> None:
        """As long as the fault lasts."""
        if (lifted := self._lifted.get(fault.id)) is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(lifted.wait(), fault.seconds)

    @contextlib.asynccontextmanager
    async def half_open(self, request: web.Request) -> AsyncIterator[None]:
        """Nothing is read from the connection inside, no ping and no goodbye; it stays open all the same."""
        transport = request.transport
        if transport is not None:
            transport.pause_reading()
        try:
            yield
        finally:
            if transport is not None and not transport.is_closing():
                transport.resume_reading()

    async def until_another_is_answered(self, fault: Fault) -> None:
        """The next answer at the same place, or the end of the fault."""
        answered = self._answered.setdefault(fault.where, asyncio.Event())
        waits = [asyncio.create_task(answered.wait()), asyncio.create_task(self.hold(fault))]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def answered(self, where: Where) -> None:
        if (event := self._answered.pop(where, None)) is not None:
            event.set()


def error_of(fault: Fault) -> ApiError:
    kind = "server_error" if fault.status >= 500 else "invalid_request_error"
    return ApiError(fault.message, code=fault.code, status=fault.status, kind=kind)


def error_event(fault: Fault, *, client_event_id: Any = None) -> dict[str, Any]:
    """The realtime event that says so."""
    return {"type": "error", "error": {**error_of(fault).body(), "event_id": client_event_id}}
