"""Patience: how long a pause may be before the tutor answers.

By meaning where the engine can (a finished sentence is answered at once, a hesitation is waited for); by silence where
it cannot, or when the learner chose seconds. Values: docs/behaviours.md, "Patience". Fixed short silences cut learners
off, one fixed long silence makes every reply late: hence by level.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from contract.words import Level, Patience

Eagerness = Literal["low", "medium", "high"]

# Where meaning is not judged: a beginner (low) thinks longer.
SILENCE_MS: Final[Mapping[Eagerness, int]] = {"low": 1800, "medium": 1500, "high": 1200}
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


def turn_taking(level: Level | None, patience: Patience) -> TurnTaking:
    """By meaning, unless the learner chose seconds."""
    return ByMeaning(eagerness_of(level)) if patience == "auto" else BySilence(int(patience) * 1000)


def by_silence(taking: TurnTaking) -> BySilence:
    """The same patience, where meaning is not judged."""
    return BySilence(SILENCE_MS[taking.eagerness]) if isinstance(taking, ByMeaning) else taking
