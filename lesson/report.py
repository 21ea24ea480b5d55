"""The report of a lesson: a pure function of its stored turns, so that it can be made again after a crash.

It takes all times from the turns: a lesson whose worker was killed gives the same figures as one that ended cleanly.
Rules: docs/behaviours.md, "Report". Durations have 2 decimals; what could not be measured is None.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Final
from uuid import UUID

from contract.lesson import LessonSummary
from contract.report import PacePoint, Report, ResponsePoint
from contract.turn import StoredTurn
from contract.usage import Use
from lesson.language import count_words
from lesson.latency import summarise
from lesson.pace import band_of, sample_wpm
from lesson.usage import added

MIN_REPORT_WORDS: Final = 7  # more than a live sample needs: short turns run fast


def make_report(summary: LessonSummary, turns: Sequence[StoredTurn], usage: Sequence[Use] = ()) -> Report:
    """`summary` gives the lesson's id, scene and how it ended, and its times only where there are no turns.

    `turns` may be in any order and hold a turn twice.
    """
    ordered = sorted({turn.turn_id: turn for turn in turns}.values(), key=lambda turn: turn.seq)
    learner = [turn for turn in ordered if turn.role == "learner"]
    tutor = [turn for turn in ordered if turn.role == "tutor"]
    learner_seconds = sum(turn.speech_seconds for turn in learner)
    tutor_seconds = sum(turn.speech_seconds for turn in tutor)
    paced = _paced(learner)
    wpm = _pooled_wpm([turn for turn, _ in paced])
    responses = _responses(ordered)
    pauses = [pause for turn in learner for pause in turn.pauses]
    return Report(
        lesson_id=summary.lesson_id,
        started_at=min((turn.started_at for turn in ordered), default=summary.started_at),
        ended_at=max((turn.ended_at for turn in ordered), default=summary.ended_at),
        end_reason=summary.end_reason,
        scenario=summary.scenario,
        total_seconds=round(_total_seconds(ordered), 2),
        learner_speech_seconds=round(learner_seconds, 2),
        tutor_speech_seconds=round(tutor_seconds, 2),
        learner_turns=len(learner),
        tutor_turns=len(tutor),
        speaking_share=_share(learner_seconds, tutor_seconds),
        wpm=_rounded(wpm),
        band=band_of(wpm),
        longest_turn_seconds=round(max((turn.speech_seconds for turn in learner), default=0.0), 2),
        response_seconds_median=_rounded(median(seconds for _, seconds in responses) if responses else None),
        hesitation_count=len(pauses),
        hesitation_seconds=round(sum(pauses), 2),
        interrupted_turns=sum(turn.interrupted for turn in tutor),
        pace=[PacePoint(turn_id=turn.turn_id, at=turn.started_at, wpm=round(own, 2)) for turn, own in paced],
        responses=[
            ResponsePoint(turn_id=turn.turn_id, seconds=round(seconds, 2)) for turn, seconds in responses
        ],
        turns=[turn.public() for turn in ordered],
        usage=added(usage),
        latency=summarise(turn.latency for turn in ordered if turn.latency is not None),
    )


def _total_seconds(turns: Iterable[StoredTurn]) -> float:
    """Each sitting from its first turn's start to its last turn's end; the gaps between sittings do not count."""
    sittings: dict[UUID, list[StoredTurn]] = {}
    for turn in turns:
        sittings.setdefault(turn.sitting_id, []).append(turn)
    return sum(
        (max(t.ended_at for t in sitting) - min(t.started_at for t in sitting)).total_seconds()
        for sitting in sittings.values()
    )


def _paced(turns: Iterable[StoredTurn]) -> list[tuple[StoredTurn, float]]:
    """The turns that count for pace, with the wpm of each."""
    samples = [
        (
            turn,
            sample_wpm(
                turn.text,
                speech_seconds=turn.speech_seconds,
                source=turn.source,
                low_confidence=turn.low_confidence,
            ),
        )
        for turn in turns
        if count_words(turn.text) >= MIN_REPORT_WORDS
    ]
    return [(turn, wpm) for turn, wpm in samples if wpm is not None]


def _pooled_wpm(turns: Sequence[StoredTurn]) -> float | None:
    """All words over all minutes: a long turn weighs more than a short one."""
    if not turns:
        return None
    return sum(count_words(turn.text) for turn in turns) / sum(turn.speech_seconds for turn in turns) * 60


def _responses(turns: Sequence[StoredTurn]) -> list[tuple[StoredTurn, float]]:
    """Seconds from the tutor's last sound to the learner's first, for each learner turn that follows a tutor turn.

    Left out: typed lines and recorded ones (no first sound that answered), a new sitting, and learners who began before the tutor had ended, who did
    not respond but interrupt.
    """
    found: list[tuple[StoredTurn, float]] = []
    for before, after in pairwise(turns):
        spoken_answer = (
            before.role == "tutor" and after.role == "learner" and after.source not in ("text", "message")
        )
        seconds = (after.started_at - before.ended_at).total_seconds()
        if spoken_answer and before.sitting_id == after.sitting_id and seconds >= 0:
            found.append((after, seconds))
    return found


def _share(learner_seconds: float, tutor_seconds: float) -> float | None:
    both = learner_seconds + tutor_seconds
    return round(learner_seconds / both, 2) if both > 0 else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
