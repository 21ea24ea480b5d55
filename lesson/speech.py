"""Voiced time of the learner's turns.

Two sources, one clock (seconds since the epoch): the voice detector's segments, whose ends lie at the last voiced sound,
and the turns' windows, as an engine or a talk button reports them (an id, start, end). They come in any order and a
turn's text may come before its segment is closed, so segments are paired with turns by overlap in time, never by order.

A turn owns what is voiced from its onset to the next turn's onset, while its window is open. The onset is where
the voice at the window's start began, at most `lead` before it, for an engine reports speech late; voice that ended
within the turn before is that turn's. So no sound counts for two turns, even where one segment runs through
both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Self

MIN_PAUSE_SECONDS: Final = 0.3  # a shorter gap is articulation, not hesitation
# The voice detector reports no shorter speech; typed input shows up as "speech" of 5-26 ms (livekit-agents 1.8.9).
MIN_SEGMENT_SECONDS: Final = 0.05
MIN_WORD_SECONDS: Final = 0.3
LEAD_SECONDS: Final = 1.0  # how late an engine may report an onset, over a slow network too


@dataclass(frozen=True, slots=True)
class Segment:
    """Voice from `start` to `end`; None while it goes on."""

    start: float
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A turn as the engine (or the talk button, with `lead` 0) sees it; `end` None while it goes on."""

    turn: str
    start: float
    end: float | None = None
    lead: float = LEAD_SECONDS


@dataclass(frozen=True, slots=True)
class Voiced:
    """What a turn has of voice. `pauses` are the silences of at least `MIN_PAUSE_SECONDS` between its segments."""

    started_at: float
    ended_at: float
    speech_seconds: float
    pauses: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class SpeechLog:
    """Segments and windows of turns that are not measured yet, and the window `before` them. Every change gives a new log."""

    segments: tuple[Segment, ...] = ()
    windows: tuple[Window, ...] = ()
    measured: frozenset[str] = frozenset()
    before: Window | None = None

    def speech_began(self, at: float) -> Self:
        """Voice from `at` on. A second beginning without an end closes the first one there."""
        return replace(self, segments=(*self.speech_ended(at).segments, Segment(at)))

    def speech_ended(self, at: float) -> Self:
        """The open segment ends; without one nothing changes, and one too short to be speech is dropped."""
        if not self.segments or self.segments[-1].end is not None:
            return self
        *closed, open_one = self.segments
        if at - open_one.start >= MIN_SEGMENT_SECONDS:
            closed.append(Segment(open_one.start, at))
        return replace(self, segments=tuple(closed))

    def turn_began(self, turn: str, at: float, *, lead: float = LEAD_SECONDS) -> Self:
        """Said twice of the same turn, the first counts."""
        if any(window.turn == turn for window in self.windows):
            return self
        windows = sorted((*self.windows, Window(turn, at, lead=lead)), key=lambda window: window.start)
        return replace(self, windows=tuple(windows))

    def turn_ended(self, turn: str, at: float) -> Self:
        return replace(
            self,
            windows=tuple(
                replace(window, end=at) if window.turn == turn and window.end is None else window
                for window in self.windows
            ),
        )

    @property
    def open_turns(self) -> frozenset[str]:
        """The turns whose window is open."""
        return frozenset(window.turn for window in self.windows if window.end is None)

    def voiced_since(self, at: float) -> bool:
        """Whether there is voice after `at` that is not forgotten yet."""
        return any(segment.end is None or segment.end > at for segment in self.segments)

    def unclaimed_since(self, at: float) -> bool:
        """Whether voice that may have been a word ended after `at`, and the engine made no turn of it."""
        if self.windows:
            return False
        before = self.before
        claimed = float("-inf") if before is None else before.start if before.end is None else before.end
        return any(
            segment.end is not None
            and segment.end > at
            and segment.start > claimed
            and segment.end - segment.start >= MIN_WORD_SECONDS
            for segment in self.segments
        )

    def closed(self, at: float) -> Self:
        """The lesson ends at `at`: what is open is closed there, so that a last unfinished utterance counts."""
        ended = self.speech_ended(at)
        return replace(
            ended,
            windows=tuple(
                replace(window, end=max(at, window.start)) if window.end is None else window
                for window in ended.windows
            ),
        )

    def voiced(self, turn: str, *, until: float | None = None) -> Voiced | None:
        """The turn's voice, or None while a segment of it is still open (or the turn is not known).

        With `until` an open segment counts up to there: for a caller that waited long enough (0.5 s).
        """
        index = next((i for i, window in enumerate(self.windows) if window.turn == turn), None)
        if index is None:
            return None
        window = self.windows[index]
        onset = self._onset(index)
        limits = [] if window.end is None else [window.end]
        if index + 1 < len(self.windows):
            limits.append(self._onset(index + 1))
        limit = min(limits, default=None)
        parts: list[Segment] = []
        for segment in self.segments:
            if (segment.end is not None and segment.end <= onset) or (
                limit is not None and segment.start >= limit
            ):
                continue
            end = segment.end if segment.end is not None else until
            if end is None:
                return None
            parts.append(Segment(max(segment.start, onset), end if limit is None else min(end, limit)))
        return _summed(parts, fallback=window)

    def settled(self, turn: str) -> Self:
        """The turn is stored (or has no text): forget it, once no earlier turn needs its onset any more."""
        measured = self.measured | {turn}
        before, windows, segments = self.before, self.windows, self.segments
        while windows and windows[0].turn in measured:
            before, *rest = windows
            windows = tuple(rest)
            ended = before.start if before.end is None else before.end
            segments = tuple(s for s in segments if s.end is None or s.end > ended)
        return replace(
            self,
            segments=segments,
            windows=windows,
            measured=measured & {window.turn for window in windows},
            before=before,
        )

    def _onset(self, index: int) -> float:
        window = self.windows[index]
        before = self.before if index == 0 else self.windows[index - 1]
        ended = None if before is None else before.end
        earliest = window.start - window.lead
        # Voice that ended within the turn before is that turn's.
        own = [
            segment
            for segment in self.segments
            if segment.start <= window.start and (ended is None or segment.end is None or segment.end > ended)
        ]
        # What the turn before began with is not this turn's onset, even if it goes on.
        since = earliest if before is None else max(earliest, before.start)
        recent = [segment.start for segment in own if segment.start >= since]
        if recent:
            return min(recent)
        if own and (own[-1].end is None or own[-1].end > window.start):
            # Voice that goes on since: what came up to the end of the turn before is not this turn's.
            return min(window.start, max(earliest, ended or earliest))
        return window.start


def _summed(parts: Sequence[Segment], *, fallback: Window) -> Voiced:
    spans = [(part.start, part.end) for part in parts if part.end is not None and part.end > part.start]
    if not spans:
        end = fallback.start if fallback.end is None else fallback.end
        return Voiced(started_at=fallback.start, ended_at=end, speech_seconds=0.0)
    pauses = tuple(
        later - earlier
        for (_, earlier), (later, _) in pairwise(spans)
        if later - earlier >= MIN_PAUSE_SECONDS
    )
    return Voiced(
        started_at=spans[0][0],
        ended_at=spans[-1][1],
        speech_seconds=sum(end - start for start, end in spans),
        pauses=pauses,
    )
