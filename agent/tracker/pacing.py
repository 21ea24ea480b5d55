"""The pace of both sides, turn by turn: when the tutor is told, and how fast its voice is set. The rules are lesson.pace's."""

from collections.abc import Iterable

from contract.turn import Turn
from contract.words import Pace
from lesson.language import count_words
from lesson.pace import PaceChange, PaceState, change_between, sample_wpm, tuned_speed

MIN_TUTOR_WORDS = 7  # a shorter line says little about how fast the voice speaks


class Pacing:
    def __init__(self, *, choice: Pace, earlier: Iterable[Turn] = ()) -> None:
        self.state = PaceState(choice=choice)
        for turn in earlier:
            self.state = self.state.heard(_sample(turn))
        self.speed = self.state.guidance.speed

    def learner_turn(self, turn: Turn) -> PaceChange | None:
        """What is to be told now, if this turn changes the guidance."""
        return self._become(self.state.heard(_sample(turn)))

    def choose(self, choice: Pace) -> PaceChange | None:
        return self._become(self.state.chosen(choice))

    def tutor_turn(self, turn: Turn) -> float | None:
        """The voice's next speed, if the line just spoken was too far from the aim."""
        words = count_words(turn.text)
        if turn.interrupted or words < MIN_TUTOR_WORDS or turn.speech_seconds <= 0:
            return None
        measured = words / turn.speech_seconds * 60
        speed = tuned_speed(self.speed, measured_wpm=measured, target_wpm=self.state.guidance.wpm)
        if speed == self.speed:
            return None
        self.speed = speed
        return speed

    def _become(self, after: PaceState) -> PaceChange | None:
        change = change_between(self.state, after)
        self.state = after
        if change is not None:
            self.speed = change.guidance.speed
        return change


def _sample(turn: Turn) -> float | None:
    if turn.role != "learner":
        return None
    return sample_wpm(
        turn.text,
        speech_seconds=turn.speech_seconds,
        source=turn.source,
        low_confidence=turn.low_confidence,
    )
