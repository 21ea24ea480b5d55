"""What a conversation asks of the engine that hears and speaks for it."""

from typing import Protocol

from lesson.patience import TurnTaking


class Engine(Protocol):
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

    def take_turns_by(self, turn_taking: TurnTaking) -> None:
        """Another patience, from the next pause on."""
        ...

    def speak_at(self, speed: float) -> None:
        """1.0 is its own pace; holds from the next reply on."""
        ...
