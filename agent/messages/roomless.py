"""What stands for a room's engine and voice where messages are answered: there is no sound to take turns by, nor to fill."""

from collections.abc import Iterable

from agent.engine.protocol import Stage
from agent.engine.voice import Session
from agent.messages.speaking import VoiceMaker
from lesson.fillers import is_filler
from lesson.patience import TurnTaking


class MessageEngine:
    """Turns are whole when they come, so that there is nothing to decide; only the voice has a pace."""

    holds_turns = False
    agent_parts = None

    def __init__(self, voice: VoiceMaker, *, context_tokens: int) -> None:
        self._voice = voice
        self.context_tokens = context_tokens

    def reached(self, stage: Stage) -> None:
        pass  # `Speaking` tells it

    def hold_turns(self) -> None:
        pass

    def give_turns(self) -> None:
        pass

    def agent_took_over(self) -> None:
        pass

    def hold_answers(self) -> None:
        pass

    def release_answers(self) -> None:
        pass

    def listen_by_button(self) -> None:
        pass

    def listen_freely(self) -> None:
        pass

    def clear_user_turn(self) -> None:
        pass

    def commit_user_turn(self, *, skip_reply: bool = False) -> None:
        pass

    def check(self) -> None:
        pass

    def take_turns_by(self, turn_taking: TurnTaking) -> None:
        pass

    def prepare(self, lines: Iterable[str]) -> None:
        pass

    def speak_at(self, speed: float) -> None:
        self._voice.speed = speed


class ExactVoice:
    """The supervisor's answers, without the fillers that cover a silence in a room: here nobody listens to one."""

    is_speaking = False

    def __init__(self, session: Session) -> None:
        self._session = session

    def say(self, text: str) -> None:
        if not is_filler(text):
            self._session.say(text)

    def prepare(self, text: str) -> None:
        pass
