"""Stop sequences in a text that comes in pieces: what may be said, and whether a stop was met."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class StopFilter:
    """Feed it the pieces in order; what could be the beginning of a stop is held back until it is known."""

    stops: Sequence[str]
    met: bool = False
    _held: str = field(default="", init=False)

    def feed(self, piece: str) -> str:
        """What may be said now; empty once a stop was met."""
        if self.met:
            return ""
        text = self._held + piece
        if found := [at for stop in self.stops if (at := text.find(stop)) >= 0]:
            self.met = True
            self._held = ""
            return text[: min(found)]
        kept = max((_overlap(text, stop) for stop in self.stops), default=0)
        self._held = text[len(text) - kept :]
        return text[: len(text) - kept]

    def end(self) -> str:
        """What was held back and turned out to be no stop."""
        held, self._held = self._held, ""
        return held


def _overlap(text: str, stop: str) -> int:
    """The longest end of `text` that begins `stop`, in characters."""
    return next(
        (size for size in range(min(len(stop) - 1, len(text)), 0, -1) if text.endswith(stop[:size])), 0
    )
