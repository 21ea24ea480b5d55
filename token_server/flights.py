"""One piece of work a key at a time: who asks for what is being made already waits for that, instead of making it twice."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Flights(Generic[K, V]):
    """Results are not kept: that is for who makes them. An error goes to everybody who waited."""

    def __init__(self) -> None:
        self._tasks: dict[K, asyncio.Task[V]] = {}

    async def join(self, key: K, make: Callable[[], Awaitable[V]]) -> V:
        """The result of `make`, begun now or by somebody before. It goes on when who asked leaves."""
        task = self._tasks.get(key)
        if task is None:
            task = asyncio.create_task(_run(make), name="flight")
            self._tasks[key] = task
            task.add_done_callback(lambda done: self._landed(key, done))
        return await asyncio.shield(task)

    async def aclose(self) -> None:
        """Cancel what is under way."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _landed(self, key: K, task: asyncio.Task[V]) -> None:
        self._tasks.pop(key, None)
        if not task.cancelled():
            task.exception()  # looked at, for everybody who asked may have left


async def _run(make: Callable[[], Awaitable[V]]) -> V:
    return await make()
