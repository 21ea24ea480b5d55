from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.latency import TurnLatency
from contract.lesson import LessonSummary
from contract.report import REPORT_VERSION
from contract.scenario import Scenario
from contract.turn import StoredTurn
from contract.words import EndReason, Role
from lesson.report import make_report

LESSON = UUID("00000000-0000-4000-8000-000000000001")
SITTING = UUID("00000000-0000-4000-8000-000000000002")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SEVEN = "I would like to check in please"
SIX = "I would like to check in"


def summary(*, end_reason: EndReason | None = "button", **changes: Any) -> LessonSummary:
    return LessonSummary(
        lesson_id=LESSON,
        status="ended",
        stage="ended",
        mode="scene",
        scenario=Scenario(place="hotel", partner="receptionist", goal="check in"),
        title="hotel",
        voice="alloy",
        engine="realtime",
        patience="auto",
        pace="auto",
        created_at=NOON - timedelta(minutes=1),
        end_reason=end_reason,
        **changes,
    )


@dataclass
class Talk:
    """Turns one after another; seconds count from noon."""

    turns: list[StoredTurn] = field(default_factory=list)

    def add(
        self,
        role: Role,
        text: str,
        start: float,
        end: float,
        *,
        speech_seconds: float | None = None,
        sitting_id: UUID = SITTING,
        **more: Any,
    ) -> "Talk":
        turn = StoredTurn(
            turn_id=uuid4(),
            seq=len(self.turns),
            role=role,
            text=text,
            started_at=NOON + timedelta(seconds=start),
            ended_at=NOON + timedelta(seconds=end),
            speech_seconds=end - start if speech_seconds is None else speech_seconds,
            lesson_id=LESSON,
            sitting_id=sitting_id,
            **more,
        )
        self.turns.append(turn)
        return self


def test_a_whole_lesson() -> None:
    turns = (
        Talk()
        .add("tutor", "Good evening.", 0, 2)
        .add("learner", SEVEN, 3.5, 7.5, speech_seconds=3.5, pauses=[0.5])
        .add("tutor", "Of course. Your", 8, 11, interrupted=True)
        .add(
            "learner",
            "Kim, two nights, and a quiet room please",
            10.5,
            16.5,
            speech_seconds=5.0,
            pauses=[0.4, 0.6],
        )
        .add("tutor", "Here is your key.", 17, 18)
        .add("learner", "Thank you.", 20.25, 21.25)
        .turns
    )
    report = make_report(summary(), turns)
    assert report.version == REPORT_VERSION
    assert (report.started_at, report.ended_at) == (NOON, NOON + timedelta(seconds=21.25))
    assert (report.learner_turns, report.tutor_turns, report.interrupted_turns) == (3, 3, 1)
    assert report.total_seconds == 21.25
    assert report.learner_speech_seconds == 9.5
    assert report.tutor_speech_seconds == 6.0
    assert report.speaking_share == 0.61  # 9.5 / 15.5
    assert report.wpm == 105.88  # (7 + 8) words in 8.5 s
    assert report.band == "normal"
    assert [point.wpm for point in report.pace] == [120.0, 96.0]
    assert report.longest_turn_seconds == 5.0
    assert [r.seconds for r in report.responses] == [1.5, 2.25]  # the interruption is no response
    assert report.response_seconds_median == 1.88
    assert (report.hesitation_count, report.hesitation_seconds) == (3, 1.5)
    assert [turn.text for turn in report.turns] == [turn.text for turn in turns]
    assert report.turns[0] == turns[0].public()


@pytest.mark.parametrize(
    "turns",
    [
        pytest.param(Talk().add("learner", SIX, 0, 2).add("learner", SIX, 3, 5).turns, id="T2 six words"),
        pytest.param(Talk().add("learner", SEVEN, 0, 0, source="text").turns, id="T6 typed"),
        pytest.param(Talk().add("learner", f"{SEVEN} 네", 0, 3).turns, id="T6 Hangul"),
        pytest.param(Talk().add("learner", SEVEN, 0, 3, low_confidence=True).turns, id="badly heard"),
        pytest.param(Talk().add("learner", SEVEN, 0, 3, speech_seconds=0.0).turns, id="no voice found"),
        pytest.param(Talk().add("tutor", SEVEN, 0, 3).turns, id="the tutor's"),
        pytest.param([], id="nothing said"),
    ],
)
def test_what_gives_no_pace(turns: list[StoredTurn]) -> None:
    report = make_report(summary(), turns)
    assert (report.wpm, report.band, report.pace) == (None, "normal", [])


def test_pace_pools_words_over_time_so_that_a_short_fast_line_weighs_less() -> None:
    turns = Talk().add("learner", SEVEN, 0, 2).add("learner", f"{SEVEN} " * 4, 3, 23).turns
    assert make_report(summary(), turns).wpm == round(35 / 22 * 60, 2)


def test_the_band_is_that_of_the_unrounded_pace() -> None:
    turns = Talk().add("learner", SEVEN, 0, 0, speech_seconds=7 / 89.999 * 60).turns
    report = make_report(summary(), turns)
    assert (report.wpm, report.band) == (90.0, "slow")


def test_the_gap_between_two_sittings_does_not_count() -> None:  # T8
    other = uuid4()
    turns = (
        Talk()
        .add("tutor", "Hello.", 0, 3)
        .add("learner", SEVEN, 50, 60)
        .add("learner", SEVEN, 3660, 3670, sitting_id=other)
        .add("tutor", "Bye.", 3715, 3720, sitting_id=other)
        .turns
    )
    report = make_report(summary(), turns)
    assert report.total_seconds == 120
    assert report.learner_speech_seconds == 20


def test_the_first_line_of_a_sitting_is_no_response_to_the_last() -> None:
    turns = Talk().add("tutor", "Bye.", 0, 1).add("learner", SEVEN, 3600, 3604, sitting_id=uuid4()).turns
    assert make_report(summary(), turns).response_seconds_median is None


def test_a_typed_line_counts_as_a_turn_without_time_or_response() -> None:  # T6
    turns = Talk().add("tutor", "Hello.", 0, 1).add("learner", SEVEN, 4, 4, source="text").turns
    report = make_report(summary(), turns)
    assert (report.learner_turns, report.learner_speech_seconds, report.responses) == (1, 0, [])
    assert report.speaking_share == 0


def test_only_the_first_of_two_learner_turns_is_a_response() -> None:
    turns = (
        Talk().add("tutor", "Well?", 0, 1).add("learner", "Yes.", 2, 3).add("learner", "I do.", 4, 5).turns
    )
    assert [response.seconds for response in make_report(summary(), turns).responses] == [1.0]


def test_a_lesson_without_turns() -> None:
    report = make_report(summary(started_at=NOON, ended_at=NOON + timedelta(seconds=5)), [])
    assert (report.started_at, report.ended_at) == (NOON, NOON + timedelta(seconds=5))
    assert (report.total_seconds, report.speaking_share, report.response_seconds_median) == (0, None, None)
    assert (report.longest_turn_seconds, report.turns) == (0, [])


def test_a_killed_worker_leaves_the_report_of_a_clean_end() -> None:  # T8
    turns = [Talk().add("tutor", "Hi.", i, i + 0.5).turns[0].model_copy(update={"seq": i}) for i in range(7)]
    clean = make_report(summary(started_at=NOON, ended_at=NOON + timedelta(seconds=7)), turns)
    killed = make_report(
        summary(end_reason="worker_lost", started_at=NOON, ended_at=NOON + timedelta(seconds=300)), turns
    )
    assert len(killed.turns) == 7
    assert killed.model_copy(update={"end_reason": "button"}) == clean


lengths = st.floats(min_value=0, max_value=60)


@st.composite
def talks(draw: st.DrawFn) -> Sequence[StoredTurn]:
    talk, now = Talk(), 0.0
    for _ in range(draw(st.integers(0, 8))):
        start, length = now + draw(st.floats(-1, 5)), draw(lengths)
        talk.add(
            draw(st.sampled_from(["learner", "tutor"])),
            draw(st.sampled_from([SIX, SEVEN, "네", "Okay."])),
            start,
            start + length,
            speech_seconds=draw(lengths),
            source=draw(st.sampled_from(["voice", "text"])),
        )
        now = start + length
    return talk.turns


@given(talks(), st.randoms())
def test_any_order_and_any_repetition_of_the_same_turns_gives_an_equal_report(
    turns: Sequence[StoredTurn], random: Random
) -> None:
    shuffled = [*turns, *turns[:2]]
    random.shuffle(shuffled)
    report = make_report(summary(), turns)
    assert make_report(summary(), shuffled) == report
    assert report.total_seconds >= 0
    assert report.speaking_share is None or 0 <= report.speaking_share <= 1
    assert all(response.seconds >= 0 for response in report.responses)


def test_the_report_sums_up_the_latency_log() -> None:
    turns = (
        Talk()
        .add("tutor", "Good evening.", 0, 2)
        .add("learner", SEVEN, 3.5, 7.5)
        .add("tutor", "Of course.", 8, 11, latency=latency(7.6, 8.0))
        .add("learner", "Thank you.", 12, 13)
        .add("tutor", "You are welcome.", 15, 16, latency=latency(13.2, 15.0))
        .turns
    )
    found = make_report(summary(), turns).latency
    assert found.replies == 2
    assert [(stage.stage, stage.count, stage.p50, stage.p95) for stage in found.stages] == [
        ("total", 2, 0.4, 1.8)
    ]


def latency(decided: float, audio_out: float) -> TurnLatency:
    return TurnLatency(turn_decided=decided, audio_out=audio_out, engine="realtime", channel="voice")
