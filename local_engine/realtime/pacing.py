"""How far ahead of the listener a reply may be, and which words belong to which sound."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

# Sound goes out faster than it plays, so that nothing stutters; an interruption must not leave minutes of it on the way.
MAX_AHEAD_SECONDS: Final = 3.0


@dataclass
class Pacer:
    """Holds sound back that would be more than MAX_AHEAD_SECONDS ahead of a listener who began at the first piece."""

    monotonic: Callable[[], float]
    _began: float | None = None

    async def wait(self, sent_seconds: float) -> None:
        now = self.monotonic()
        if self._began is None:
            self._began = now - sent_seconds
        ahead = sent_seconds - (now - self._began)
        if ahead > MAX_AHEAD_SECONDS:
            await asyncio.sleep(ahead - MAX_AHEAD_SECONDS)


@dataclass
class Captions:
    """The words of one sentence, let out as its sound goes on. `lead` stands before the first."""

    text: str
    lead: str
    seconds: float
    _at: int = 0

    @property
    def shown(self) -> str:
        return self.lead + self.text[: self._at] if self._at else ""

    def until(self, seconds: float) -> str:
        """The words that begin within the first `seconds` of the sentence and were not given yet."""
        goal = len(self.text) * seconds / self.seconds
        end = self._at
        while end < len(self.text) and end <= goal:
            space = self.text.find(" ", end + 1)
            end = len(self.text) if space < 0 else space
        return self._give(end)

    def rest(self) -> str:
        return self._give(len(self.text))

    def _give(self, end: int) -> str:
        given = self.text[self._at : end]
        if not given:
            return ""
        lead = "" if self._at else self.lead
        self._at = end
        return lead + given
