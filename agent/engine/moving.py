"""A talk goes from the engine that failed to the one that counts now; what the first had begun is done again by the second."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import TypeVar

from livekit.agents import Agent, llm

from agent.engine.voice import Session

INTERRUPT_SECONDS = 3.0  # a dead engine may never confirm it

Result = TypeVar("Result")


class Moving:
    """One lesson's. It begins, and ends when an agent on the new engine has entered."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._times = 0
        self._there = asyncio.Event()  # cleared on the way
        self._there.set()

    @property
    def goes_on(self) -> bool:
        return not self._there.is_set()

    def begin(self) -> None:
        """At once when another engine counts: from now on nothing new is asked before the agents are there."""
        self._times += 1
        self._there.clear()

    def arrived(self) -> None:
        self._there.set()

    async def carry(self, talk: llm.ChatContext, successor: Callable[[llm.ChatContext], Agent]) -> None:
        """The same talk by the agent that `successor` makes; until it has entered."""
        with contextlib.suppress(RuntimeError, TimeoutError):
            async with asyncio.timeout(INTERRUPT_SECONDS):
                await self._session.interrupt(force=True)
        self._session.update_agent(
            successor(talk.copy(exclude_instructions=True, exclude_function_call=True))
        )
        await self._there.wait()

    async def surely(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """By the engine that counts: what one began that failed meanwhile is asked of the next."""
        while True:
            await self._there.wait()
            times = self._times
            result = await work()
            if self._times == times:
                return result
