"""Between two lines something changes, and nothing is answered meanwhile: what is typed is a turn at once, its answer waits."""

from contextlib import AbstractContextManager
from typing import Protocol


class Answering(Protocol):
    """The engine's part."""

    def hold_answers(self) -> None: ...
    def release_answers(self) -> None: ...


class TypedLog(Protocol):
    """The tracker's part."""

    def typed_ahead(self, text: str) -> None: ...
    def a_copy(self, text: str) -> AbstractContextManager[None]: ...


class HeldAnswers:
    def __init__(self, engine: Answering, log: TypedLog) -> None:
        self._engine = engine
        self._log = log
        self._typed: list[str] = []
        self.held = False

    def hold(self) -> None:
        self.held = True
        self._engine.hold_answers()

    def typed(self, text: str) -> None:
        """Whoever is told of the turn may answer it exactly, and then calls `answered`."""
        self._typed.append(text)
        self._log.typed_ahead(text)

    def answered(self) -> None:
        """One of our own sentences answers what was typed."""
        self._typed.clear()

    def release(self) -> str:
        """What was typed meanwhile and waits for one answer to all of it; empty: nothing."""
        self.held = False
        self._engine.release_answers()
        typed, self._typed = self._typed, []
        return " ".join(typed)

    def asking_for(self, typed: str) -> AbstractContextManager[None]:
        """While the engine is given what `release` gave."""
        return self._log.a_copy(typed)
