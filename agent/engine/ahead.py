"""A reply that failed before the turn it answers was over: a pipeline begins it early (preemptive generation).

Not yet a loss: the session may make another when the turn ends, and to speak or move to another engine before would cut the
learner's line. When the turn has ended and nothing is on its way, it is one.
"""

import asyncio
from collections.abc import Callable

from agent.engine.voice import Session

SETTLE_SECONDS = 0.3  # after the end of the turn: another reply has begun by then, or none will
TURN_SECONDS = 4.0  # by then the turn has ended, or what was voice was none: the longest pause is 3 s


class LostAhead:
    """`lost` is told of the failure of a reply that is missed."""

    def __init__(self, session: Session, lost: Callable[[Exception], None]) -> None:
        self._session = session
        self._lost = lost
        self._turn_open = False
        self._error: Exception | None = None
        self._timer: asyncio.TimerHandle | None = None

    def voice_began(self) -> None:
        """And goes on: what was begun for the words so far may still be what the whole turn gets."""
        self._turn_open = True
        self.stop()

    def voice_ended(self) -> None:
        if self._error is not None:
            self._settle(TURN_SECONDS)

    def turn_ended(self) -> None:
        """What was said is a turn, or was nothing."""
        self._turn_open = False
        if self._error is not None:
            self._settle(SETTLE_SECONDS)

    def failed(self, error: Exception) -> None:
        self.spoke()
        if self._turn_open:
            self._error = error
            self._settle(TURN_SECONDS)
        else:
            self._lost(error)

    def spoke(self) -> None:
        """The tutor is heard: nothing is missed."""
        self.stop()
        self._error = None

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _settle(self, seconds: float) -> None:
        self.stop()
        self._timer = asyncio.get_running_loop().call_later(seconds, self._settled)

    def _settled(self) -> None:
        self._timer = None
        self._turn_open = False
        error, self._error = self._error, None
        if error is not None and self._session.current_speech is None:
            self._lost(error)
