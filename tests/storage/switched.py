"""An in-memory storage that can be away, and one whose process dies at a chosen call."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contract.scenario import Scenario
from contract.turn import StoredTurn
from contract.words import EndReason
from storage.errors import StorageUnavailableError
from storage.memory import MemoryStorage
from storage.memory.lessons import MemoryLessons
from storage.memory.turns import MemoryTurns
from storage.records import BuilderProgress


class Crash(BaseException):
    """The process is gone. Not an Exception: no code of ours may handle it."""


class Switch:
    """`away`: every write fails. `crashes`: numbers of writes (from 0) around which the process dies."""

    def __init__(self) -> None:
        self.away = False
        self.writes = 0
        self.crash_before: int | None = None
        self.crash_after: int | None = None

    def before(self) -> None:
        if self.away:
            raise StorageUnavailableError("away, by the test's wish")
        if self.writes == self.crash_before:
            raise Crash

    def after(self) -> None:
        self.writes += 1
        if self.writes - 1 == self.crash_after:
            raise Crash


class _Turns(MemoryTurns):
    switch: Switch

    async def save(self, turns: Sequence[StoredTurn]) -> None:
        self.switch.before()
        await super().save(turns)
        self.switch.after()


class _Lessons(MemoryLessons):
    switch: Switch

    async def set_scenario(
        self,
        lesson_id: UUID,
        scenario: Scenario,
        *,
        builder: BuilderProgress,
        title: str | None = None,
        revision: int | None = None,
    ) -> None:
        self.switch.before()
        await super().set_scenario(lesson_id, scenario, builder=builder, title=title, revision=revision)
        self.switch.after()

    async def end(
        self, lesson_id: UUID, *, reason: EndReason, at: datetime, sitting_id: UUID | None = None
    ) -> bool:
        self.switch.before()
        ended = await super().end(lesson_id, reason=reason, at=at, sitting_id=sitting_id)
        self.switch.after()
        return ended


class SwitchedStorage(MemoryStorage):
    def __init__(self) -> None:
        super().__init__()
        self.switch = Switch()
        turns, lessons = _Turns(self.turns._state), _Lessons(self.lessons._state)
        turns.switch = lessons.switch = self.switch
        self.turns, self.lessons = turns, lessons
