"""What goes out to the learner, in order, and a turn not before it is safe on disk."""

import asyncio
from collections import deque
from collections.abc import Callable

from contract.model import Message


class Outbox:
    """Belongs to one event loop, and needs no end of its own."""

    def __init__(self, send: Callable[[Message], None]) -> None:
        self._send = send
        self._waiting: deque[tuple[Message, asyncio.Task[None] | None]] = deque()

    def put(self, message: Message, *, after: asyncio.Task[None] | None = None) -> None:
        """Send it once all that was put before is sent, and `after` is over, however it ends."""
        self._waiting.append((message, after))
        if after is not None:
            after.add_done_callback(lambda _: self._let_out())
        self._let_out()

    def _let_out(self) -> None:
        while self._waiting and ((after := self._waiting[0][1]) is None or after.done()):
            self._send(self._waiting.popleft()[0])
