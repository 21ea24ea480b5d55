"""How often a part that dies is started again, and after what pause."""

from collections.abc import Callable
from dataclasses import dataclass, field

RESTARTS = 3
WINDOW_SECONDS = 60.0
FIRST_PAUSE_SECONDS = 0.5


@dataclass
class RestartLimit:
    """At most RESTARTS restarts in any WINDOW_SECONDS; pauses of 0.5, 1, 2 seconds.

    A part that was never ready gets RESTARTS restarts in all, however slowly it fails: one that cannot start should
    not be tried for ever.
    """

    monotonic: Callable[[], float]
    _deaths: list[float] = field(default_factory=list)

    def next_pause(self, *, was_ready: bool) -> float | None:
        """Count one death; seconds to wait before the restart, or None: give up."""
        now = self.monotonic()
        if was_ready:
            self._deaths = [at for at in self._deaths if now - at < WINDOW_SECONDS]
        self._deaths.append(now)
        if len(self._deaths) > RESTARTS:
            return None
        pause: float = FIRST_PAUSE_SECONDS * 2 ** (len(self._deaths) - 1)
        return pause
