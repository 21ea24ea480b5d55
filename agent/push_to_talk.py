"""Push to talk: while the learner uses the button, a press is a turn and nothing else is.

The first press takes turn taking from the engine, `open` gives it back with the same values. What was heard outside a
press is thrown away. The engine's and the session's parts come as protocols: no LiveKit here.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from lesson.press import MAX_PRESS_SECONDS, TAIL_SECONDS, outcome_of


class TurnTaker(Protocol):
    """The engine's part."""

    def listen_by_button(self) -> None: ...
    def listen_freely(self) -> None: ...


class HeardSoFar(Protocol):
    """The AgentSession's part: what was heard since the last turn."""

    def clear_user_turn(self) -> None: ...
    def commit_user_turn(self, *, skip_reply: bool = False) -> Any: ...


class PressLog(Protocol):
    """The tracker's part. Times are epoch seconds."""

    def forget_open_speech(self) -> None: ...
    def voiced_since(self, at: float) -> bool: ...
    def button_let_go(self, *, pressed: float, let_go: float) -> None: ...


@dataclass(slots=True)
class _Press:
    began: float
    let_go: float | None = None
    cancelled: asyncio.Event = field(default_factory=asyncio.Event)


class PushToTalk:
    """`answers`: whether a committed press shall be answered by the engine at once (not in the builder)."""

    def __init__(
        self,
        *,
        engine: TurnTaker,
        heard: HeardSoFar,
        log: PressLog,
        interrupt: Callable[[], Awaitable[None]],
        answers: Callable[[], bool],
        on_unheard: Callable[[], None],
        wall: Callable[[], float] = time.time,
        tail_seconds: float = TAIL_SECONDS,
    ) -> None:
        self._engine = engine
        self._heard = heard
        self._log = log
        self._interrupt = interrupt
        self._answers = answers
        self._on_unheard = on_unheard
        self._wall = wall
        self._tail_seconds = tail_seconds
        self._press: _Press | None = None
        self._limit: asyncio.Task[None] | None = None
        self._free = asyncio.Event()
        self._free.set()
        self._closed = False
        self.by_button = False
        self.on_change: Callable[[], None] = lambda: None  # of `held`

    @property
    def held(self) -> bool:
        """From the press until its turn is committed or thrown away."""
        return self._press is not None

    async def until_free(self) -> None:
        """Nobody is spoken over: until no press is going on."""
        await self._free.wait()

    async def start(self) -> None:
        if self._closed:
            return  # a press would throw away what is still being made into words
        if (press := self._press) is not None:
            if press.let_go is None:
                return  # held already
            self._end(press)  # pressed again before the last sounds had come: they are in the next press
        if not self.by_button:
            self.by_button = True
            self._engine.listen_by_button()
        self._press = _Press(self._wall())
        self._free.clear()
        self.on_change()
        self._limit = asyncio.create_task(self._let_go_at_last(), name="press limit")
        self._log.forget_open_speech()
        self._throw_away()
        await self._interrupt()

    async def stop(self) -> None:
        if (press := self._press) is None or press.let_go is not None:
            return
        self._stop_limit()
        press.let_go = self._wall()
        if outcome_of(press.let_go - press.began, voiced=True) == "turn":
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._tail_seconds):
                    await press.cancelled.wait()
        if self._press is press:
            self._end(press)

    async def cancel(self) -> None:
        """What was said since the press is thrown away."""
        if self._press is None:
            return
        self._stop_limit()
        self._press.cancelled.set()
        self._press = None
        self._throw_away()
        self._set_free()

    async def open(self) -> None:
        """Hands free again; a press that is going on is cancelled."""
        if self._closed:
            return
        await self.cancel()
        if self.by_button:
            self.by_button = False
            self._throw_away()
            self._engine.listen_freely()

    def close(self) -> None:
        """No press begins any more."""
        self._closed = True
        self._stop_limit()

    def _end(self, press: _Press) -> None:
        self._press = None
        let_go = press.began if press.let_go is None else press.let_go
        outcome = outcome_of(let_go - press.began, voiced=self._log.voiced_since(press.began))
        if outcome == "turn":
            self._log.button_let_go(pressed=press.began, let_go=self._wall())
            self._heard.commit_user_turn(skip_reply=not self._answers())
        else:
            self._throw_away()
            if outcome == "unheard":
                self._on_unheard()
        self._set_free()

    def _set_free(self) -> None:
        self._free.set()
        self.on_change()

    def _throw_away(self) -> None:
        with contextlib.suppress(RuntimeError):  # the session has closed
            self._heard.clear_user_turn()

    async def _let_go_at_last(self) -> None:
        await asyncio.sleep(MAX_PRESS_SECONDS)
        self._limit = None
        await self.stop()

    def _stop_limit(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None
