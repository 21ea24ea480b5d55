"""Storage in memory: for tests without Postgres and for lessons in a terminal. Passes the same tests as Postgres.

`state.py` holds the rows; each repository is a view on them. No call awaits anything, so each is atomic.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from storage.memory.learners import MemoryLearners
from storage.memory.leases import MemoryLeases
from storage.memory.lessons import MemoryLessons
from storage.memory.recordings import MemoryRecordings
from storage.memory.reports import MemoryReports
from storage.memory.sittings import MemorySittings
from storage.memory.state import State
from storage.memory.translations import MemoryTranslations
from storage.memory.turns import MemoryTurns
from storage.memory.usage import MemoryUsage
from storage.memory.workers import MemoryWorkers


class MemoryStorage:
    """All repositories over one state; `now` plays the database's clock."""

    def __init__(self, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        state = State(now=now)
        self.learners = MemoryLearners(state)
        self.lessons = MemoryLessons(state)
        self.sittings = MemorySittings(state)
        self.leases = MemoryLeases(state)
        self.turns = MemoryTurns(state)
        self.translations = MemoryTranslations(state)
        self.recordings = MemoryRecordings(state)
        self.usage = MemoryUsage(state)
        self.reports = MemoryReports(state)
        self.workers = MemoryWorkers(state)

    async def ping(self) -> None:
        """Memory always answers."""

    async def aclose(self) -> None:
        """Nothing to close."""
