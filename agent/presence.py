"""Whether the learner is in the room, and how long a lesson waits for them."""

import asyncio
from collections.abc import Callable

from livekit import rtc


class Presence:
    """Calls `on_left` and `on_back` as the learner goes and comes, `on_gone` when they stay away too long.

    Watching starts at once: a learner who has not come yet counts as away.
    """

    def __init__(
        self,
        room: rtc.Room,
        *,
        learner_identity: str,
        return_seconds: float,
        on_left: Callable[[], None],
        on_back: Callable[[], None],
        on_gone: Callable[[], None],
    ) -> None:
        self._room = room
        self._identity = learner_identity
        self._return_seconds = return_seconds
        self._on_left = on_left
        self._on_back = on_back
        self._on_gone = on_gone
        self._here = asyncio.Event()
        self._left = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        self._room.on("participant_connected", self._connected)
        self._room.on("participant_disconnected", self._disconnected)
        if self._identity in self._room.remote_participants:
            self._here.set()
        else:
            self._wait_for_return()

    async def wait_until_here(self) -> None:
        await self._here.wait()

    async def wait_until_gone(self) -> None:
        while self._here.is_set():
            self._left.clear()
            await self._left.wait()

    @property
    def here(self) -> bool:
        return self._here.is_set()

    def stop(self) -> None:
        self._room.off("participant_connected", self._connected)
        self._room.off("participant_disconnected", self._disconnected)
        if self._timer is not None:
            self._timer.cancel()

    def _connected(self, participant: rtc.RemoteParticipant) -> None:
        if participant.identity != self._identity:
            return
        if self._here.is_set():  # a second tab came before the first was seen to go
            self._on_left()
            self._on_back()
            return
        if self._timer is not None:
            self._timer.cancel()
        self._here.set()
        self._on_back()

    def _disconnected(self, participant: rtc.RemoteParticipant) -> None:
        # A second tab takes the same identity: the old participant goes after the new one came.
        if participant.identity != self._identity or self._identity in self._room.remote_participants:
            return
        self._here.clear()
        self._left.set()
        self._on_left()
        self._wait_for_return()

    def _wait_for_return(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self._return_seconds, self._on_gone)
