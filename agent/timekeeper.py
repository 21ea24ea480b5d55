"""The lesson's time limit: a warning a minute before, then its end (agent.farewell)."""

import asyncio
import contextlib
from collections.abc import Callable

WARNING_SECONDS = 60.0


class Timekeeper:
    def __init__(
        self, *, seconds_left: float, on_nearly_up: Callable[[], None], on_up: Callable[[], None]
    ) -> None:
        self._seconds_left = max(0.0, seconds_left)
        self._on_nearly_up = on_nearly_up
        self._on_up = on_up
        self._running: asyncio.Task[None] | None = None

    @property
    def is_short(self) -> bool:
        """The time begins inside its last minute: whoever opens the lesson says so, for no warning comes later."""
        return WARNING_SECONDS / 2 <= self._seconds_left <= WARNING_SECONDS

    def start(self) -> None:
        self._running = asyncio.create_task(self._run(), name="timekeeper")

    async def stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    async def _run(self) -> None:
        before_warning = self._seconds_left - WARNING_SECONDS
        if before_warning > 0:
            await asyncio.sleep(before_warning)
            self._on_nearly_up()
            await asyncio.sleep(WARNING_SECONDS)
        else:
            await asyncio.sleep(self._seconds_left)
        self._on_up()
