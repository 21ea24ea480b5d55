"""Where in a recording somebody speaks, from the voice detector's probabilities. Pure.

The same thresholds as the detector of a live lesson (livekit-plugins-silero 1.8.9's defaults, with our 0.3 s of silence), so
that a recorded line has the seconds that it would have had if it had been spoken into the room.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from lesson.speech import MIN_PAUSE_SECONDS, Segment, Voiced

ON: Final = 0.5
OFF: Final = 0.35
SMOOTHING: Final = 0.35  # weight of the newest window
MIN_SPEECH_SECONDS: Final = 0.05
MIN_SILENCE_SECONDS: Final = 0.3
PIECE_SECONDS: Final = 25.0  # what a recogniser gets at once; longer speech is cut at a pause


def segments_of(probabilities: Iterable[float], *, window_seconds: float) -> list[Segment]:
    """Voiced stretches in seconds of the recording; their ends are the last voiced window."""
    found: list[Segment] = []
    smooth: float | None = None
    began = last = 0.0
    speaking = False
    at = 0.0
    for at_index, probability in enumerate(probabilities):
        smooth = probability if smooth is None else SMOOTHING * probability + (1 - SMOOTHING) * smooth
        at = at_index * window_seconds
        if smooth >= (OFF if speaking else ON):
            if not speaking:
                began, speaking = at, True
            last = at + window_seconds
        elif speaking and at + window_seconds - last >= MIN_SILENCE_SECONDS:
            found.append(Segment(began, last))
            speaking = False
    if speaking:
        found.append(Segment(began, last))
    return [one for one in found if one.end is not None and one.end - one.start >= MIN_SPEECH_SECONDS]


def voiced_of(segments: Sequence[Segment], *, ended_at: float, seconds: float) -> Voiced | None:
    """A recording's voice on the clock on which it `ended_at`, as if it had been spoken then; None without any."""
    spans = [(one.start, one.end) for one in segments if one.end is not None]
    if not spans:
        return None
    began = ended_at - seconds
    return Voiced(
        started_at=began + spans[0][0],
        ended_at=began + spans[-1][1],
        speech_seconds=sum(end - start for start, end in spans),
        pauses=tuple(
            later - earlier
            for (_, earlier), (later, _) in pairwise(spans)
            if later - earlier >= MIN_PAUSE_SECONDS
        ),
    )


def pieces_of(
    segments: Sequence[Segment], *, seconds: float, margin: float = 0.2
) -> list[tuple[float, float]]:
    """Spans (start, end) for the recogniser: speech with a margin around it, joined up to PIECE_SECONDS; no bare silence.

    A stretch without a pause that is longer than that stays whole.
    """
    pieces: list[tuple[float, float]] = []
    for one in segments:
        if one.end is None:
            continue
        start, end = max(0.0, one.start - margin), min(seconds, one.end + margin)
        if pieces and end - pieces[-1][0] <= PIECE_SECONDS:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start if not pieces else max(start, pieces[-1][1]), end))
    return pieces
