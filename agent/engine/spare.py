"""The engine of a lesson and the one that takes its place: what was asked of the first is asked of the second.

The conversation moves its agents over (`agent.conversation.Conversation.move`); here is only which engine counts.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from livekit.agents import AgentSession

from agent.engine.protocol import Parts, RoomEngine, Stage
from contract.words import EngineKind, Voice
from contract.words import Stage as LessonStage
from lesson.latency import Silence
from lesson.patience import TurnTaking

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an engine is made for."""

    voice: Voice
    turn_taking: TurnTaking
    stage: LessonStage


Make = Callable[[Wishes], RoomEngine]


class EngineWithSpare:
    """`makers`: the engines in the order of their turn; the first that can be made counts, another is made when needed.

    Raises what the last one raises, if none can be made.
    """

    def __init__(self, makers: "list[Make]", wishes: Wishes) -> None:
        self._makers = list(makers)
        self._wishes = wishes
        self._current = self._next(wishes)
        self.began_with_spare = len(self._makers) < len(makers) - 1
        self._moved = False
        self._retired: list[RoomEngine] = []
        self._session: AgentSession[Any] | None = None
        self._speed: float | None = None
        self._holds = self._by_button = self._answers_held = self._untold = False

    @property
    def has_spare(self) -> bool:
        return bool(self._makers)

    def is_current(self, engine: RoomEngine) -> bool:
        """Whether it is the one that counts."""
        return engine is self._current

    def switch(self) -> bool:
        """The next engine counts from now on. False: there is none, or it cannot be made."""
        old = self._current
        if not self._makers:
            return False
        try:
            self._current = self._next(Wishes(old.voice, self._wishes.turn_taking, self._wishes.stage))
        except Exception:  # noqa: BLE001 - whatever a plugin raises; it has been logged
            return False
        self._retired.append(old)
        self._moved = True
        if self._session is not None:
            self._current.attach(self._session)
        if self._speed is not None:
            self._current.speak_at(self._speed)
        self._untold = True
        return True

    def _next(self, wishes: Wishes) -> RoomEngine:
        while True:
            try:
                return self._makers.pop(0)(wishes)
            except Exception as error:
                logger.exception("an engine cannot be made", extra={"error": type(error).__name__})
                if not self._makers:
                    raise

    async def retire(self) -> None:
        """Close the engines that were, once no agent speaks through them any more."""
        while self._retired:
            await self._retired.pop().aclose()

    # The engine that counts

    @property
    def kind(self) -> EngineKind:
        return self._current.kind

    @property
    def voices(self) -> tuple[Voice, ...]:
        return self._current.voices

    @property
    def voice(self) -> Voice:
        return self._current.voice

    @property
    def parts(self) -> Parts:
        return self._current.parts

    @property
    def silence(self) -> Silence | None:
        return self._current.silence

    @property
    def agent_parts(self) -> Parts | None:
        """The session was made with the first engine's; an agent of another brings its own."""
        return self._current.parts if self._moved else None

    @property
    def holds_turns(self) -> bool:
        return self._current.holds_turns

    @property
    def context_tokens(self) -> int:
        return self._current.context_tokens

    def attach(self, session: AgentSession[Any]) -> None:
        self._session = session
        self._current.attach(session)

    def reached(self, stage: Stage) -> None:
        self._current.reached(stage)

    def prepare(self, lines: Iterable[str]) -> None:
        self._current.prepare(lines)

    def hold_turns(self) -> None:
        self._holds = True
        self._current.hold_turns()

    def give_turns(self) -> None:
        self._holds = False
        self._wishes = Wishes(self._wishes.voice, self._wishes.turn_taking, "roleplay")
        self._current.give_turns()

    def agent_took_over(self) -> None:
        """An agent decides by what its model says as it takes over who takes the turns: so all else is told after."""
        if self._untold:
            self._untold = False
            if self._holds:
                self._current.hold_turns()
            if self._answers_held:
                self._current.hold_answers()
            if self._by_button:
                self._current.listen_by_button()
        self._current.agent_took_over()

    def hold_answers(self) -> None:
        self._answers_held = True
        self._current.hold_answers()

    def release_answers(self) -> None:
        self._answers_held = False
        self._current.release_answers()

    def listen_by_button(self) -> None:
        self._by_button = True
        self._current.listen_by_button()

    def listen_freely(self) -> None:
        self._by_button = False
        self._current.listen_freely()

    def check(self) -> None:
        self._current.check()

    def clear_user_turn(self) -> None:
        self._current.clear_user_turn()

    def commit_user_turn(self, *, skip_reply: bool = False) -> Any:
        return self._current.commit_user_turn(skip_reply=skip_reply)

    def take_turns_by(self, turn_taking: TurnTaking) -> None:
        self._wishes = Wishes(self._wishes.voice, turn_taking, self._wishes.stage)
        self._current.take_turns_by(turn_taking)

    def speak_at(self, speed: float) -> None:
        self._speed = speed
        self._current.speak_at(speed)

    async def change_voice(self, voice: Voice, *, heard: Mapping[str, str]) -> None:
        await self._current.change_voice(voice, heard=heard)

    async def aclose(self) -> None:
        await self.retire()
        await self._current.aclose()
