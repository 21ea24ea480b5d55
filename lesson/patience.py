"""Patience: how long a pause may be before the tutor answers.

By meaning where the engine can (a finished sentence is answered at once, a hesitation is waited for); by silence where
it cannot, or when the learner chose seconds. Values: docs/behaviours.md, "Patience". Fixed short silences cut learners
off, one fixed long silence makes every reply late: hence by level.
"""

from dataclasses import dataclass
from typing import Final, Literal

from contract.words import Level, Patience

Eagerness = Literal["low", "medium", "high"]

ACTIVATION_THRESHOLD: Final = 0.7
PREFIX_PADDING_MS: Final = 300


@dataclass(frozen=True, slots=True)
class ByMeaning:
    """OpenAI's `semantic_vad`, or LiveKit's turn detector: how readily the end of a thought is assumed."""

    eagerness: Eagerness


@dataclass(frozen=True, slots=True)
class BySilence:
    """OpenAI's `server_vad`: the turn ends after `silence_ms` without voice."""

    silence_ms: int
    threshold: float = ACTIVATION_THRESHOLD
    prefix_padding_ms: int = PREFIX_PADDING_MS


TurnTaking = ByMeaning | BySilence


def eagerness_of(level: Level | None) -> Eagerness:
    match level:
        case "A1" | "A2":
            return "low"
        case "C1" | "C2":
            return "high"
        case "B1" | "B2" | None:
            return "medium"


def by_silence(level: Level | None, patience: Patience) -> BySilence:
    """For an engine that does not judge meaning: the chosen seconds, else by level."""
    if patience != "auto":
        return BySilence(silence_ms=int(patience) * 1000)
    match level:
        case "A1" | "A2":
            return BySilence(silence_ms=1800)
        case "C1" | "C2":
            return BySilence(silence_ms=1200)
        case "B1" | "B2" | None:
            return BySilence(silence_ms=1500)


def turn_taking(level: Level | None, patience: Patience) -> TurnTaking:
    """For an engine that judges meaning: by meaning, unless the learner chose seconds."""
    return ByMeaning(eagerness_of(level)) if patience == "auto" else by_silence(level, patience)
