"""Turns out of segments, engine items and transcripts, in whatever order they come (docs/behaviours.md, T3-T8)."""

import asyncio
from dataclasses import dataclass, field
from uuid import UUID, uuid4, uuid5

import pytest

from agent.tracker import tracker as module
from agent.tracker.tracker import EPOCH_RANGE, ConversationTracker
from contract.turn import StoredTurn

CLAIMED_AT = 1_000.0
LESSON = UUID("00000000-0000-4000-8000-000000000001")


@dataclass
class Told:
    turns: list[StoredTurn] = field(default_factory=list)
    unheard: int = 0

    def turn_final(self, turn: StoredTurn) -> None:
        self.turns.append(turn)

    def not_heard(self) -> None:
        self.unheard += 1


class Clock:
    def __init__(self) -> None:
        self.at = CLAIMED_AT

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tracker(told: Told, clock: Clock) -> ConversationTracker:
    return ConversationTracker(
        lesson_id=LESSON, sitting_id=uuid4(), job_id="job", epoch=2, observer=told, wall=clock
    )


def _utterance(
    tracker: ConversationTracker, item: str, *segments: tuple[float, float], silence: float = 0.5
) -> None:
    """Voice at `segments` (seconds after the claim), as detector and engine report it."""
    tracker.voice_began(CLAIMED_AT + segments[0][0])
    tracker.engine_heard_start(item, CLAIMED_AT + segments[0][0] + 0.1)
    tracker.voice_ended(CLAIMED_AT + segments[0][1])
    for began, ended in segments[1:]:
        tracker.voice_began(CLAIMED_AT + began)
        tracker.voice_ended(CLAIMED_AT + ended)
    tracker.engine_heard_end(item, CLAIMED_AT + segments[-1][1] + silence)


async def test_two_segments_of_one_turn_are_summed_without_the_silence(
    tracker: ConversationTracker, told: Told
) -> None:
    _utterance(tracker, "a", (1.0, 4.0), (4.7, 5.7), silence=1.5)
    tracker.learner_said("a", "one two three four five six seven eight", confidence=0.9)
    (turn,) = told.turns
    assert turn.speech_seconds == pytest.approx(4.0)
    assert turn.pauses == [pytest.approx(0.7)]
    assert (turn.started_at.timestamp(), turn.ended_at.timestamp()) == (CLAIMED_AT + 1.0, CLAIMED_AT + 5.7)


async def test_a_later_transcript_keeps_its_own_seconds_and_place(
    tracker: ConversationTracker, told: Told
) -> None:
    _utterance(tracker, "first", (1.0, 2.0))
    _utterance(tracker, "second", (3.0, 5.0))
    tracker.learner_said("second", "the second", confidence=None)
    tracker.learner_said("first", "the first", confidence=None)
    assert [(turn.text, turn.speech_seconds) for turn in told.turns] == [
        ("the second", 2.0),
        ("the first", 1.0),
    ]
    assert [turn.text for turn in tracker.turns] == ["the first", "the second"]


async def test_a_transcript_before_its_segment_closes_waits_for_it(
    tracker: ConversationTracker, told: Told, clock: Clock
) -> None:
    tracker.voice_began(CLAIMED_AT + 1.0)
    tracker.engine_heard_start("a", CLAIMED_AT + 1.1)
    tracker.learner_said("a", "quick", confidence=None)
    assert told.turns == []
    tracker.voice_ended(CLAIMED_AT + 2.5)
    assert [turn.speech_seconds for turn in told.turns] == [1.5]


async def test_a_segment_that_never_closes_does_not_hold_the_turn_for_ever(
    tracker: ConversationTracker, told: Told, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SEGMENT_SECONDS", 0.0)
    tracker.voice_began(CLAIMED_AT + 1.0)
    tracker.engine_heard_start("a", CLAIMED_AT + 1.1)
    clock.at = CLAIMED_AT + 3.0
    tracker.learner_said("a", "still talking", confidence=None)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert [turn.speech_seconds for turn in told.turns] == [2.0]


@pytest.mark.parametrize("text", ["", "  ", "...", "[inaudible]"])
async def test_a_blank_transcript_is_a_notice_and_no_turn(
    tracker: ConversationTracker, told: Told, text: str
) -> None:
    _utterance(tracker, "a", (1.0, 2.0))
    tracker.learner_said("a", text, confidence=None)
    assert (told.turns, told.unheard) == ([], 1)


async def test_no_transcript_in_time_is_a_notice_and_a_late_one_still_a_turn(
    tracker: ConversationTracker, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WORDLESS_SECONDS", 0.0)
    _utterance(tracker, "a", (1.0, 3.0))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert (told.turns, told.unheard) == ([], 1)
    tracker.learner_said("a", "late but there", confidence=None)
    assert [turn.speech_seconds for turn in told.turns] == [2.0]


async def test_noise_without_voice_is_not_worth_a_notice(tracker: ConversationTracker, told: Told) -> None:
    tracker.engine_heard_start("a", CLAIMED_AT + 1.0)
    tracker.engine_heard_end("a", CLAIMED_AT + 1.4)
    tracker.learner_said("a", "", confidence=None)
    assert (told.turns, told.unheard) == ([], 0)


async def test_a_turn_broken_by_a_reconnect_is_marked_and_kept_out_of_pace(
    tracker: ConversationTracker, told: Told, clock: Clock
) -> None:
    tracker.voice_began(CLAIMED_AT + 1.0)
    tracker.engine_heard_start("lost", CLAIMED_AT + 1.1)
    clock.at = CLAIMED_AT + 2.0
    tracker.engine_lost()
    tracker.engine_heard_start("again", CLAIMED_AT + 2.2)
    tracker.voice_ended(CLAIMED_AT + 4.0)
    tracker.engine_heard_end("again", CLAIMED_AT + 4.5)
    tracker.learner_said("again", "only the later part", confidence=None)
    assert [turn.text for turn in told.turns] == ["only the later part"]


@pytest.mark.parametrize(
    ("voice", "taken", "unheard"),
    [
        pytest.param((1.0, 3.0), False, 1, id="a line that a deaf engine did not hear"),
        pytest.param((1.0, 1.2), False, 0, id="a cough"),
        pytest.param((1.0, 3.0), True, 0, id="a line that is a turn"),
    ],
)
async def test_what_an_engine_swallowed_before_it_was_lost_is_asked_for_again(
    tracker: ConversationTracker,
    told: Told,
    clock: Clock,
    *,
    voice: tuple[float, float],
    taken: bool,
    unheard: int,
) -> None:
    began, ended = (CLAIMED_AT + at for at in voice)
    tracker.voice_began(began)
    if taken:
        tracker.engine_heard_start("a", began + 0.2)
    tracker.voice_ended(ended)
    if taken:
        tracker.engine_heard_end("a", ended + 1.0)
        tracker.learner_said("a", "I have a reservation", confidence=None)
    clock.at = ended + 6.5
    assert tracker.engine_lost() is (unheard == 1)
    assert (len(told.turns), told.unheard) == (int(taken), unheard)


async def test_a_line_that_an_engine_heard_in_part_when_it_was_lost_is_asked_for_again(
    tracker: ConversationTracker, told: Told, clock: Clock
) -> None:
    tracker.voice_began(CLAIMED_AT + 1.0)
    tracker.engine_heard_start("lost", CLAIMED_AT + 1.1)
    tracker.voice_ended(CLAIMED_AT + 2.0)
    clock.at = CLAIMED_AT + 2.0
    assert tracker.engine_lost()
    assert told.unheard == 1


async def test_an_interrupted_line_holds_what_was_played(tracker: ConversationTracker, told: Told) -> None:
    tracker.tutor_said(
        "t", "Welcome to the hotel, may", began=CLAIMED_AT + 1.0, ended=CLAIMED_AT + 2.5, interrupted=True
    )
    (turn,) = told.turns
    assert (turn.role, turn.interrupted, turn.speech_seconds) == ("tutor", True, 1.5)


async def test_typed_text_has_no_seconds(tracker: ConversationTracker, told: Told) -> None:
    tracker.learner_typed("m", " 안녕하세요 ", at=CLAIMED_AT + 1.0)
    (turn,) = told.turns
    assert (turn.text, turn.source, turn.speech_seconds, turn.language) == ("안녕하세요", "text", 0.0, "ko")


async def test_what_is_answered_later_is_one_turn_at_the_time_it_was_typed(
    tracker: ConversationTracker, told: Told, clock: Clock
) -> None:
    clock.at = CLAIMED_AT + 1.0
    tracker.typed_ahead("Yes.")
    assert [turn.text for turn in told.turns] == ["Yes."]
    with tracker.a_copy("Yes."):
        tracker.learner_typed("copy", "Yes.", at=CLAIMED_AT + 3.0)
        tracker.learner_typed("again", "Yes.", at=CLAIMED_AT + 4.0)
    with tracker.a_copy("Never given to the engine."):
        pass
    tracker.learner_typed("other", "Never given to the engine.", at=CLAIMED_AT + 5.0)
    assert [turn.started_at.timestamp() - CLAIMED_AT for turn in told.turns] == [1.0, 4.0, 5.0]


async def test_the_same_item_is_one_turn_and_its_id_is_the_same_in_every_process(
    tracker: ConversationTracker, told: Told
) -> None:
    for _ in range(2):
        tracker.tutor_said("t", "Hello.", began=CLAIMED_AT + 1, ended=CLAIMED_AT + 2, interrupted=False)
    assert len(told.turns) == 1
    assert told.turns[0].turn_id == uuid5(LESSON, "job:t")


async def test_seq_is_of_the_claim_and_two_at_one_moment_differ(
    tracker: ConversationTracker, told: Told
) -> None:
    tracker.learner_typed("m1", "a", at=CLAIMED_AT + 1.0)
    tracker.learner_typed("m2", "b", at=CLAIMED_AT + 1.0)
    tracker.learner_typed("m0", "before the claim", at=CLAIMED_AT - 5.0)
    assert [turn.seq - 2 * EPOCH_RANGE for turn in told.turns] == [1000, 1001, 0]


async def test_closing_counts_an_open_segment(tracker: ConversationTracker, told: Told, clock: Clock) -> None:
    tracker.voice_began(CLAIMED_AT + 1.0)
    tracker.engine_heard_start("a", CLAIMED_AT + 1.1)
    tracker.learner_said("a", "and then the line", confidence=None)
    clock.at = CLAIMED_AT + 4.0
    tracker.close()
    assert [turn.speech_seconds for turn in told.turns] == [3.0]


async def test_a_reply_carries_the_stages_of_the_turn_it_answers(
    tracker: ConversationTracker, told: Told, clock: Clock
) -> None:
    _utterance(tracker, "asked", (1.0, 2.0), silence=1.5)
    clock.at = CLAIMED_AT + 3.9
    tracker.learner_said("asked", "good evening", confidence=0.9)
    tracker.latency.first_byte("reply", CLAIMED_AT + 3.8)
    tracker.tutor_said("reply", "Welcome!", began=CLAIMED_AT + 4.0, ended=CLAIMED_AT + 5.0, interrupted=False)
    asked, reply = told.turns
    assert asked.latency is None
    assert reply.latency is not None
    assert reply.latency.model_dump(exclude={"answers"}) == {
        "vad_end": CLAIMED_AT + 2.0,
        "turn_decided": CLAIMED_AT + 3.5,
        "stt_final": CLAIMED_AT + 3.9,
        "llm_first_token": None,
        "llm_first_sentence": None,
        "tts_first_byte": CLAIMED_AT + 3.8,
        "audio_out": CLAIMED_AT + 4.0,
        "total": 0.5,
        "engine": "realtime",
        "channel": "voice",
        "interrupted": False,
    }
    assert reply.latency.answers == asked.turn_id


async def test_a_press_is_one_turn_with_its_own_voice_only(tracker: ConversationTracker, told: Told) -> None:
    for began, ended in (
        (1.0, 2.0),
        (5.2, 6.2),
        (9.2, 9.7),
        (12.0, 13.0),
    ):  # the first and the last unpressed
        tracker.voice_began(CLAIMED_AT + began)
        tracker.voice_ended(CLAIMED_AT + ended)
    tracker.button_let_go(pressed=CLAIMED_AT + 5.0, let_go=CLAIMED_AT + 10.0)
    tracker.engine_took("a")
    tracker.learner_said("a", "one two three", confidence=None)
    (turn,) = told.turns
    assert turn.source == "push_to_talk"
    assert turn.speech_seconds == pytest.approx(1.5)
    assert turn.pauses == [pytest.approx(3.0)]
    assert turn.started_at.timestamp() == pytest.approx(CLAIMED_AT + 5.2)


async def test_an_engine_that_does_not_say_what_it_took(tracker: ConversationTracker, told: Told) -> None:
    tracker.voice_began(CLAIMED_AT + 5.2)
    tracker.voice_ended(CLAIMED_AT + 6.2)
    tracker.button_let_go(pressed=CLAIMED_AT + 5.0, let_go=CLAIMED_AT + 7.0)
    tracker.learner_said("a", "one two three", confidence=None)
    assert [turn.source for turn in told.turns] == ["push_to_talk"]


async def test_an_item_whose_speech_was_reported_is_no_press(
    tracker: ConversationTracker, told: Told
) -> None:
    _utterance(tracker, "a", (1.0, 2.0))
    tracker.button_let_go(pressed=CLAIMED_AT + 5.0, let_go=CLAIMED_AT + 7.0)
    tracker.engine_took("a")
    tracker.learner_said("a", "hands free", confidence=None)
    assert [turn.source for turn in told.turns] == ["voice"]


async def test_a_press_that_nobody_could_make_out_is_a_notice(
    tracker: ConversationTracker, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PRESS_SECONDS", 0.0)
    tracker.button_let_go(pressed=CLAIMED_AT + 5.0, let_go=CLAIMED_AT + 7.0)
    await asyncio.sleep(0.01)
    assert (told.turns, told.unheard) == ([], 1)


async def test_a_press_that_the_engine_says_has_no_words_is_one_notice_at_once(
    tracker: ConversationTracker, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PRESS_SECONDS", 0.01)
    tracker.button_let_go(pressed=CLAIMED_AT + 5.0, let_go=CLAIMED_AT + 7.0)
    tracker.session_heard_nothing()
    assert (told.turns, told.unheard) == ([], 1)
    await asyncio.sleep(0.03)
    assert told.unheard == 1


async def test_speech_that_is_thrown_away_leaves_neither_turn_nor_notice(
    tracker: ConversationTracker, told: Told
) -> None:
    tracker.voice_began(CLAIMED_AT + 1.0)
    tracker.engine_heard_start("gone", CLAIMED_AT + 1.1)
    tracker.forget_open_speech()
    tracker.voice_ended(CLAIMED_AT + 2.0)
    _utterance(tracker, "next", (5.0, 6.0))
    tracker.learner_said("next", "next", confidence=None)
    assert [(turn.text, turn.speech_seconds) for turn in told.turns] == [("next", 1.0)]
    assert told.unheard == 0
