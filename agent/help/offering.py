"""The offer of a hint to a learner who is silent: the clock around lesson.idle's rule."""

import asyncio
import time
from collections.abc import Callable

from contract.words import Role
from lesson.idle import Doing, Silence


class HintOffering:
    """Told what goes on in the room; calls `offer` once a silence. `clock` gives seconds."""

    def __init__(self, offer: Callable[[], None], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._offer = offer
        self._clock = clock
        self._silence = Silence()
        self._timer: asyncio.TimerHandle | None = None

    def doing(self, doing: Doing, *, goes_on: bool) -> None:
        silence = self._silence
        self._become(silence.began(doing) if goes_on else silence.ended(doing, self._clock()))

    def said(self, role: Role) -> None:
        self._become(self._silence.said(role, self._clock()))

    def asked(self) -> None:
        self._become(self._silence.asked(self._clock()))

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _become(self, silence: Silence) -> None:
        self._silence = silence
        self.stop()
        if (due_at := silence.due_at) is not None:
            wait = max(0.0, due_at - self._clock())
            self._timer = asyncio.get_running_loop().call_later(wait, self._look)

    def _look(self) -> None:
        due_at = self._silence.due_at
        if due_at is not None and due_at <= self._clock():
            self._silence = self._silence.offer()
            self._offer()
        else:
            self._become(self._silence)  # the loop's timer and the clock may differ by a little
