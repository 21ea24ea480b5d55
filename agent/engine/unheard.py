"""When a learner is told that they were not heard: voice, and no words of it. For a recogniser of whole recordings.

A recording that is lost is told at once when its tries are spent. One in which nothing was understood (a cough, a word half
said) is told after a while without words or more voice, and never beside words: what was understood is answered.
LiveKit's own time-out knows nothing of recordings that are still being recognised (livekit-agents 1.8.9).
"""

import asyncio
from collections.abc import Callable

from agent.engine.resilience import WORDLESS_SECONDS


class Unheard:
    """Told of the voice, and of each recording that had voice in it; calls `tell`."""

    def __init__(self, tell: Callable[[], None], *, seconds: float = WORDLESS_SECONDS) -> None:
        self._tell = tell
        self._seconds = seconds
        self._voice = False
        self._voice_ended_at = 0.0
        self._asked = 0  # recordings on their way
        self._due = False  # there was voice, and no words yet
        self._words_at: float | None = None
        self._timer: asyncio.TimerHandle | None = None

    def voice_began(self) -> None:
        self._voice = True
        self._stop()

    def voice_ended(self) -> None:
        self._voice = False
        self._voice_ended_at = _now()
        self._wait()

    def asked(self) -> None:
        """A recording is being recognised; `words` or `nothing` follows, or `dropped`."""
        self._asked += 1

    def words(self) -> None:
        self._asked -= 1
        self._due = False
        self._words_at = _now()
        self._stop()

    def nothing(self, *, lost: bool) -> None:
        """`lost`: there may have been words, and nobody answered."""
        self._asked -= 1
        if lost and not self._voice:
            self._say()
        elif lost or self._words_at is None or _now() - self._words_at > self._seconds:
            self._due = True
            self._wait()

    def dropped(self) -> None:
        """Somebody else sees to it."""
        self._asked -= 1
        self._due = False
        self._stop()

    def close(self) -> None:
        self._due = False
        self._stop()

    def _wait(self) -> None:
        self._stop()
        if self._due and not self._voice:
            left = self._voice_ended_at + self._seconds - _now()
            self._timer = asyncio.get_running_loop().call_later(max(0.0, left), self._over)

    def _over(self) -> None:
        self._timer = None
        if not self._asked:  # else its answer decides
            self._say()

    def _say(self) -> None:
        self._due = False
        self._stop()
        self._tell()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _now() -> float:
    return asyncio.get_running_loop().time()
