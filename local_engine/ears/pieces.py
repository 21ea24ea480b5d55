"""Where a recording is cut for the recogniser: long silences are left out, and nothing is longer than it can hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

VOICE: Final = 0.5  # probability of speech from which a window counts as voiced
PADDING_SECONDS: Final = 0.3  # kept around speech: the detector misses soft first sounds
PAUSE_SECONDS: Final = 0.8  # a longer one always cuts
LONG_SECONDS: Final = 8.0  # after so much speech a short pause cuts too
SHORT_PAUSE_SECONDS: Final = 0.3
LONGEST_SECONDS: Final = 25.0  # speech without any pause is cut here: the recogniser's answer has a deadline


@dataclass(frozen=True, slots=True)
class Piece:
    """Windows `begin` up to `end`, which is not in it."""

    begin: int
    end: int


def pieces_of(probabilities: Sequence[float], *, window_seconds: float) -> list[Piece]:
    """In order, apart from each other or touching; none where nobody speaks. A single voiced window is a click."""
    padding = round(PADDING_SECONDS / window_seconds)
    runs = list(_runs(probabilities, window_seconds))
    if not runs:
        return []
    borders = [
        0,
        *((before.end + after.begin + 1) // 2 for before, after in pairwise(runs)),
        len(probabilities),
    ]
    return [
        Piece(max(run.begin - padding, left), min(run.end + padding, right))
        for run, (left, right) in zip(runs, pairwise(borders), strict=True)
    ]


def _runs(probabilities: Sequence[float], window_seconds: float) -> Iterator[Piece]:
    """First to last voiced window of each piece."""
    begin: int | None = None
    last = voiced = 0
    for at, probability in enumerate([*probabilities, 0.0]):
        if begin is not None:
            length = (at - begin) * window_seconds
            needed = PAUSE_SECONDS if length < LONG_SECONDS else SHORT_PAUSE_SECONDS
            over = at == len(probabilities) or length >= LONGEST_SECONDS
            if over or (at - 1 - last) * window_seconds >= needed:
                if voiced > 1:
                    yield Piece(begin, last + 1)
                begin, voiced = None, 0
        if at < len(probabilities) and probability >= VOICE:
            begin = at if begin is None else begin
            last = at
            voiced += 1
