"""What a press of the talk button comes to. One press is one turn, however long the pauses in it."""

from typing import Final, Literal

MIN_PRESS_SECONDS: Final = 0.1  # shorter is a slip of the finger (docs/behaviours.md)
MAX_PRESS_SECONDS: Final = 120.0  # a button that was never let go must not swallow the lesson
# What was said last is still on its way when the button is let go: network, jitter buffer, detector.
TAIL_SECONDS: Final = 0.4

Outcome = Literal["ignored", "unheard", "turn"]


def outcome_of(held_seconds: float, *, voiced: bool) -> Outcome:
    """`voiced`: the voice detector found speech in the press. Without any the tutor must not answer."""
    if held_seconds < MIN_PRESS_SECONDS:
        return "ignored"
    return "turn" if voiced else "unheard"
