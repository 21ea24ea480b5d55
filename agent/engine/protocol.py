"""What a conversation, and a sitting in a room, ask of the engine that hears and speaks for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from livekit.agents import AgentSession, llm, stt, tts
from livekit.agents.voice.turn import TurnHandlingOptions

from contract.words import EngineKind, Voice
from lesson.latency import Silence
from lesson.patience import TurnTaking

# Of one reply, in this order; told as they happen.
Stage = Literal["reply_began", "first_token", "first_sentence", "first_byte"]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a session, or an agent, is made with. A realtime model hears, thinks and decides turns by itself."""

    llm: llm.LLM[Any] | llm.RealtimeModel
    tts: tts.TTS[Any]
    stt: "stt.STT[Any] | None" = None
    turn_handling: TurnHandlingOptions | None = None


class Engine(Protocol):
    @property
    def holds_turns(self) -> bool:
        """The agent has to keep the session from answering; False where the engine itself sees to it."""
        ...

    @property
    def context_tokens(self) -> int:
        """How much of the talk a language model is told."""
        ...

    @property
    def agent_parts(self) -> Parts | None:
        """For an agent that is made now; None: the session's."""
        ...

    def reached(self, stage: Stage) -> None:
        """A reply is so far."""
        ...

    def hold_turns(self) -> None:
        """From now on it reports what it hears and does not answer."""
        ...

    def give_turns(self) -> None:
        """It answers by itself again."""
        ...

    def agent_took_over(self) -> None:
        """Another agent speaks from now on: what holds on from before is said again."""
        ...

    def hold_answers(self) -> None:
        """It answers nothing by itself until `release_answers`: something changes between two lines."""
        ...

    def release_answers(self) -> None: ...

    def listen_by_button(self) -> None:
        """It finds no turns by itself: what it heard becomes one when it is committed."""
        ...

    def listen_freely(self) -> None:
        """Turns are found as before `listen_by_button`."""
        ...

    def clear_user_turn(self) -> None:
        """What was heard since the last turn is thrown away."""
        ...

    def commit_user_turn(self, *, skip_reply: bool = False) -> Any:
        """It is a turn. Both raise RuntimeError when the session has closed."""
        ...

    def check(self) -> None:
        """It may have gone deaf: without a sign of life it is connected anew."""
        ...

    def take_turns_by(self, turn_taking: TurnTaking) -> None:
        """Another patience, from the next pause on."""
        ...

    def speak_at(self, speed: float) -> None:
        """1.0 is its own pace; holds from the next reply on."""
        ...

    def prepare(self, lines: Iterable[str]) -> None:
        """These will be said word for word: have their sound ready."""
        ...


class RoomEngine(Engine, Protocol):
    @property
    def kind(self) -> EngineKind: ...
    @property
    def voices(self) -> tuple[Voice, ...]: ...
    @property
    def voice(self) -> Voice: ...
    @property
    def parts(self) -> Parts: ...
    @property
    def silence(self) -> Silence | None:
        """What ends a turn where the session decides; None: the model does."""
        ...

    def attach(self, session: AgentSession[Any]) -> None:
        """The session that it hears and speaks for, before it starts."""
        ...

    async def change_voice(self, voice: Voice, *, heard: Mapping[str, str]) -> None:
        """Raises agent.voice_change.VoiceUnchangedError."""
        ...

    async def aclose(self) -> None: ...
