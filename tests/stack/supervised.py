"""A supervisor under test: its exit code once it ends, and whether it said that all is ready."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from stack.data_folder import DataFolder
from stack.part import Part
from stack.screen import Screen
from stack.state_file import StackState, StateFile
from stack.supervisor import Supervisor
from stack.watch import Watch


class Run:
    def __init__(self, supervisor: Supervisor) -> None:
        self.supervisor = supervisor
        self.ready = asyncio.Event()
        self.task = asyncio.create_task(supervisor.run(self.ready.set))

    async def until_ready(self) -> None:
        await asyncio.wait_for(self.ready.wait(), 30)

    async def stop(self) -> int:
        self.supervisor.request_stop()
        return await self.ended()

    async def ended(self) -> int:
        return await asyncio.wait_for(asyncio.shield(self.task), 30)


@asynccontextmanager
async def supervised(parts: Sequence[Part], folder: DataFolder, screen: Screen) -> AsyncIterator[Run]:
    """Stopped at the end in any case."""
    state = StateFile(folder.path, StackState(pid=os.getpid(), url="http://localhost:1", started_at=""))
    watch = Watch(keep_open=[folder.lock])
    run = Run(Supervisor(parts, logs=folder.logs, screen=screen, state=state, watch=watch))
    try:
        yield run
    finally:
        run.supervisor.request_stop()
        await asyncio.gather(run.task, return_exceptions=True)
        watch.close()
