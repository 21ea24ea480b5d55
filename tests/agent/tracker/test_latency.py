"""Which stages belong to which reply, in whatever order they come (docs/behaviours.md, "Latency log")."""

from collections.abc import Callable
from uuid import UUID

import pytest

from agent.tracker.latency import REMEMBERED, LatencyLog

A, B = UUID(int=1), UUID(int=2)


@pytest.fixture
def log() -> LatencyLog:
    return LatencyLog("realtime")


def spoken(log: LatencyLog, turn: UUID, *, voiced_until: float, decided: float, transcript: float) -> None:
    log.turn_decided(turn, decided)
    log.transcript_final(turn, transcript)
    log.voice_ended(turn, voiced_until, channel="voice")


def test_a_reply_has_the_stages_of_its_turn(log: LatencyLog) -> None:
    spoken(log, A, voiced_until=10.0, decided=11.5, transcript=11.9)
    log.first_token("reply", 11.7)
    log.first_token("reply", 11.8)
    log.first_byte("reply", 11.75)
    record = log.reply_sounded("reply", audio_out=12.0, interrupted=True)
    assert record is not None
    assert record.model_dump() == {
        "answers": A,
        "vad_end": 10.0,
        "turn_decided": 11.5,
        "stt_final": 11.9,
        "llm_first_token": 11.7,
        "llm_first_sentence": None,
        "tts_first_byte": 11.75,
        "audio_out": 12.0,
        "total": 0.5,
        "engine": "realtime",
        "channel": "voice",
        "interrupted": True,
    }


def test_an_interrupted_reply_is_not_the_answer_to_what_interrupted_it(log: LatencyLog) -> None:
    spoken(log, A, voiced_until=10.0, decided=11.5, transcript=11.9)
    spoken(log, B, voiced_until=13.0, decided=14.5, transcript=14.9)  # said into the reply to A
    first = log.reply_sounded("to A", audio_out=12.0, interrupted=True)
    second = log.reply_sounded("to B", audio_out=15.0, interrupted=False)
    assert first is not None
    assert second is not None
    assert (first.answers, second.answers) == (A, B)


def test_a_turn_that_was_passed_over_leaves_no_record(log: LatencyLog) -> None:
    spoken(log, A, voiced_until=10.0, decided=11.5, transcript=11.9)
    spoken(log, B, voiced_until=12.5, decided=14.0, transcript=14.1)  # before any reply sounded
    record = log.reply_sounded("reply", audio_out=14.5, interrupted=False)
    assert record is not None
    assert (record.answers, record.total) == (B, 0.5)
    assert log.reply_sounded("more", audio_out=16.0, interrupted=False) is None


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(lambda _: None, id="opening: nobody has spoken"),
        pytest.param(lambda log: log.turn_decided(A, 20.0), id="the turn was decided after it began"),
        pytest.param(
            lambda log: (log.turn_decided(A, 5.0), log.nothing_heard(A)), id="what was said nobody could hear"
        ),
        pytest.param(
            lambda log: (
                log.turn_decided(A, 5.0),
                log.reply_sounded("first part", audio_out=6.0, interrupted=False),
            ),
            id="the second message of a reply",
        ),
    ],
)
def test_a_line_that_answers_nothing_has_no_record(
    log: LatencyLog, before: Callable[[LatencyLog], object]
) -> None:
    before(log)
    assert log.reply_sounded("line", audio_out=10.0, interrupted=False) is None


def test_a_typed_line_is_decided_when_it_comes(log: LatencyLog) -> None:
    log.sent(A, 10.0, channel="text")
    record = log.reply_sounded("reply", audio_out=10.75, interrupted=False)
    assert record is not None
    assert (record.vad_end, record.stt_final, record.total, record.channel) == (None, None, 0.75, "text")


def test_stages_without_an_id_belong_to_the_generation_that_sounded(log: LatencyLog) -> None:
    log.engine = "pipeline"
    spoken(log, A, voiced_until=10.0, decided=11.5, transcript=11.9)
    log.reply_began()
    log.first_token(None, 11.95)
    log.reply_began()  # that one was dropped: the learner went on
    log.first_token(None, 12.0)
    log.first_sentence(None, 12.3)
    log.first_byte(None, 12.6)
    record = log.reply_sounded("known only now", audio_out=12.7, interrupted=False)
    assert record is not None
    assert (record.llm_first_token, record.llm_first_sentence, record.tts_first_byte) == (12.0, 12.3, 12.6)
    assert record.engine == "pipeline"
    log.sent(B, 20.0, channel="text")
    after = log.reply_sounded("fixed line", audio_out=20.5, interrupted=False)
    assert after is not None
    assert after.llm_first_token is None


def test_replies_that_never_sound_are_forgotten(log: LatencyLog) -> None:
    for number in range(3 * REMEMBERED):
        log.first_token(f"cancelled {number}", float(number))
        log.turn_decided(UUID(int=number), float(number))
    assert len(log._replies) == len(log._asked) == REMEMBERED
