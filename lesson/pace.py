"""Pace: the learner's words a minute (wpm) of real speech, its band, and what the tutor is told because of it.

Edges and windows: docs/behaviours.md, T1-T6. Pauses and the silence that ends a turn are not speech; typed lines, lines
with Hangul and lines of low confidence say nothing about pace.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Final, Self

from contract.words import Band, Pace, Source
from lesson.language import count_words, has_hangul

MIN_WORDS: Final = 5  # a shorter answer ("yes, please") says nothing about how fast someone speaks
MIN_SPEECH_SECONDS: Final = 0.5  # a sample needs more than this
WINDOW_SAMPLES: Final = 5

SLOWEST_SPEED: Final = 0.25  # what engines accept (OpenAI Realtime `audio.output.speed`)
FASTEST_SPEED: Final = 1.5
TOLERANCE: Final = 0.15  # the tutor's measured pace may be this far from its target
MAX_SPEED_STEP: Final = 0.1  # a larger jump between two turns sounds like another speaker


@dataclass(frozen=True, slots=True)
class Guidance:
    """What the tutor is told for its own speech. `speed` is the engine's, 1.0 its natural one; `wpm` the aim."""

    band: Band
    wpm: int
    speed: float
    text: str


GUIDANCE: Final[Mapping[Band, Guidance]] = {
    "super_slow": Guidance(
        "super_slow",
        70,
        0.75,
        "The learner speaks very slowly. Speak very slowly and clearly, at about 70 words per minute: very short "
        "sentences, common words, a small pause between ideas.",
    ),
    "slow": Guidance(
        "slow",
        100,
        0.85,
        "The learner speaks slowly. Speak slowly and clearly, at about 100 words per minute: short sentences and "
        "simple words.",
    ),
    "normal": Guidance(
        "normal",
        130,
        1.0,
        "Speak at an easy, natural pace, at about 130 words per minute.",
    ),
    "fast": Guidance(
        "fast",
        160,
        1.1,
        "The learner speaks fast. Speak briskly, at about 160 words per minute, as with a fluent speaker.",
    ),
}


def sample_wpm(
    text: str, *, speech_seconds: float, source: Source = "voice", low_confidence: bool = False
) -> float | None:
    """The pace of one turn, or None where it cannot be measured. `speech_seconds`: its voiced segments added up."""
    if source == "text" or low_confidence or speech_seconds <= MIN_SPEECH_SECONDS or has_hangul(text):
        return None
    words = count_words(text)
    return words / speech_seconds * 60 if words >= MIN_WORDS else None


def band_of(wpm: float | None) -> Band:
    """Class of a pace, unrounded: 90 and 140 are still normal. Nothing measured: normal."""
    if wpm is None or 90 <= wpm <= 140:
        return "normal"
    if wpm < 90:
        return "super_slow" if wpm < 70 else "slow"
    return "fast"


def guidance_for(band: Band, choice: Pace = "auto") -> Guidance:
    """The learner's choice wins over the band; only "slower" never makes the tutor faster than the band would."""
    match choice:
        case "auto":
            return GUIDANCE[band]
        case "slower":
            return GUIDANCE["super_slow" if band == "super_slow" else "slow"]
        case "normal":
            return GUIDANCE["normal"]
        case "faster":
            return GUIDANCE["fast"]


@dataclass(frozen=True, slots=True)
class PaceState:
    """The last samples of a learner, newest last, and what they chose."""

    samples: tuple[float, ...] = ()
    choice: Pace = "auto"

    def heard(self, sample: float | None) -> Self:
        """After a turn; None (not measurable) changes nothing."""
        return self if sample is None else replace(self, samples=(*self.samples, sample)[-WINDOW_SAMPLES:])

    def chosen(self, choice: Pace) -> Self:
        return replace(self, choice=choice)

    @property
    def wpm(self) -> float | None:
        """Mean of the last `WINDOW_SAMPLES` samples, unrounded."""
        return fmean(self.samples) if self.samples else None

    @property
    def band(self) -> Band:
        return band_of(self.wpm)

    @property
    def guidance(self) -> Guidance:
        return guidance_for(self.band, self.choice)


@dataclass(frozen=True, slots=True)
class PaceChange:
    """One change to tell: tutor (guidance) and page (event). `wpm` is None only when a choice came before any sample."""

    wpm: float | None
    band: Band
    guidance: Guidance


def change_between(before: PaceState, after: PaceState) -> PaceChange | None:
    """What is to be told, or None. Only a change of guidance is: the same words every turn unsettle the voice."""
    if before.guidance == after.guidance:
        return None
    return PaceChange(wpm=after.wpm, band=after.band, guidance=after.guidance)


def tuned_speed(speed: float, *, measured_wpm: float, target_wpm: float) -> float:
    """The engine speed for the next turn: unchanged within `TOLERANCE` of the target, else one step nearer to it."""
    if measured_wpm <= 0 or abs(measured_wpm - target_wpm) <= TOLERANCE * target_wpm:
        return speed
    wanted = speed * target_wpm / measured_wpm
    step = min(MAX_SPEED_STEP, max(-MAX_SPEED_STEP, wanted - speed))
    return round(min(FASTEST_SPEED, max(SLOWEST_SPEED, speed + step)), 2)
