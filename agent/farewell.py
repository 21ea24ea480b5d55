"""The end of a lesson whose time is up: a line that is being said is finished, then the tutor says goodbye.

The lesson ends in any case and in bounded time: also when nobody falls silent, and when the goodbye fails or hangs.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

logger = logging.getLogger(__name__)

GRACE_SECONDS: Final = 10.0  # for the line of either side that is being said
GOODBYE_SECONDS: Final = 10.0  # to make it and to say it
LOOK_SECONDS: Final = 0.05


class Talk(Protocol):
    """The conversation's part."""

    @property
    def is_quiet(self) -> bool:
        """Nobody speaks, and nothing that was said is on its way."""
        ...

    def take_leave(self) -> None:
        """What is being said goes on, and nothing new begins; what the learner says or types is a turn all the same."""
        ...

    async def say_goodbye(self) -> None:
        """Instead of all that was still to be said; until it is said."""
        ...


class Floor(Protocol):
    """The session's part."""

    async def until_idle(self) -> None: ...
    async def take(self) -> None:
        """Whoever speaks stops. What the learner said until now becomes a turn, and nobody can break in any more."""
        ...


class Farewell:
    def __init__(self, talk: Talk, floor: Floor, *, on_over: Callable[[], None]) -> None:
        self._talk = talk
        self._floor = floor
        self._on_over = on_over

    async def say(self) -> None:
        self._talk.take_leave()
        await _within(GRACE_SECONDS, self._until_quiet())
        await _within(GOODBYE_SECONDS, self._say_goodbye())
        self._on_over()

    async def _until_quiet(self) -> None:
        """Idle and quiet: the session knows of a turn that it has yet to decide, the tracker of one without its words."""
        await self._floor.until_idle()
        while not self._talk.is_quiet:  # many things make it quiet, not one event
            await asyncio.sleep(LOOK_SECONDS)
            await self._floor.until_idle()

    async def _say_goodbye(self) -> None:
        await self._floor.take()
        await self._talk.say_goodbye()


async def _within(seconds: float, work: Awaitable[None]) -> None:
    """Whatever happens in it."""
    try:
        async with asyncio.timeout(seconds):
            await work
    except TimeoutError:
        pass
    except Exception as error:  # noqa: BLE001 - the lesson ends all the same
        logger.warning("a part of the farewell failed", extra={"error": type(error).__name__})
