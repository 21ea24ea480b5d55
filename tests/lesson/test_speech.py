"""Times are seconds on one clock; a window is what an engine reports, a little late at both ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson.pace import sample_wpm
from lesson.speech import SpeechLog, Voiced


def log(*segments: tuple[float, float], **turns: tuple[float, float]) -> SpeechLog:
    made = SpeechLog()
    for start, end in segments:
        made = made.speech_began(start).speech_ended(end)
    for turn, (start, end) in turns.items():
        made = made.turn_began(turn, start).turn_ended(turn, end)
    return made


def seconds(made: SpeechLog, turn: str) -> float:
    voiced = made.voiced(turn)
    assert voiced is not None
    return voiced.speech_seconds


def test_the_segments_of_one_turn_are_summed() -> None:  # T3
    voiced = log((0.0, 3.0), (4.0, 5.0), a=(0.15, 6.5)).voiced("a")
    assert voiced == Voiced(started_at=0.0, ended_at=5.0, speech_seconds=4.0, pauses=(1.0,))
    assert sample_wpm(" ".join(["word"] * 8), speech_seconds=voiced.speech_seconds) == 120


@pytest.mark.parametrize(("voiced", "wpm"), [(4.0, 150), (5.0, 120)], ids=["T3 4.0 s", "T3 5.0 s"])
def test_detector_silence_is_not_speech(voiced: float, wpm: float) -> None:
    made = log((10.0, 10.0 + voiced), a=(10.15, 10.0 + voiced + 1.5))
    assert sample_wpm(" ".join(["word"] * 10), speech_seconds=seconds(made, "a")) == pytest.approx(wpm)


def test_two_quick_turns_keep_their_own_seconds_in_any_order_of_transcripts() -> None:  # T5
    made = log((0.0, 1.0), (1.45, 2.6), (3.05, 4.2), a=(0.15, 1.5), b=(1.6, 3.1), c=(3.2, 4.6))
    for turn, own in (("b", 1.15), ("a", 1.0), ("c", 1.15)):
        assert seconds(made, turn) == pytest.approx(own)
        made = made.settled(turn)


def test_a_transcript_that_comes_before_its_segment_is_closed_waits() -> None:
    made = SpeechLog().turn_began("a", 0.2).speech_began(0.0).turn_ended("a", 1.4)
    assert made.voiced("a") is None
    assert made.voiced("a", until=1.2) == Voiced(0.0, 1.2, 1.2)
    assert made.speech_ended(1.1).voiced("a") == Voiced(0.0, 1.1, 1.1)


def test_the_next_turn_speaking_already_does_not_hold_up_this_one() -> None:
    made = log((0.0, 1.0), a=(0.2, 1.4)).speech_began(1.5).turn_began("b", 1.7)
    assert seconds(made, "a") == 1.0
    assert made.voiced("b") is None


def test_a_word_that_ended_before_the_engine_reported_it_counts() -> None:
    assert seconds(log((0.0, 0.3), a=(0.35, 0.9)), "a") == pytest.approx(0.3)


def test_one_segment_through_two_turns_is_cut_and_counted_once() -> None:
    made = log((0.0, 6.0), a=(0.2, 3.0), b=(3.3, 7.0))
    assert seconds(made, "a") == pytest.approx(3.0)
    assert seconds(made, "b") == pytest.approx(3.0)
    assert seconds(made.settled("a"), "b") == pytest.approx(3.0)


def test_a_sentence_that_the_engine_broke_early_is_cut_there() -> None:
    made = log((0.0, 3.0), a=(0.15, 0.6), b=(0.8, 3.5))
    assert seconds(made, "a") == pytest.approx(0.6)
    assert seconds(made, "b") == pytest.approx(2.4)


def test_noise_between_two_turns_belongs_to_none() -> None:
    made = log((0.0, 1.0), (2.0, 2.4), (4.0, 5.0), a=(0.2, 1.5), b=(4.1, 5.5))
    assert seconds(made, "a") == 1.0
    assert seconds(made, "b") == 1.0


def test_a_word_of_the_turn_before_stays_there_when_the_engine_is_quicker_than_the_detector() -> None:
    made = log((1.0, 1.2), (1.8, 3.0), a=(1.1, 1.5), b=(1.75, 3.5))
    assert seconds(made, "a") == pytest.approx(0.2)
    assert seconds(made, "b") == pytest.approx(1.2)
    assert seconds(made.settled("a"), "b") == pytest.approx(1.2)


def test_an_onset_reported_late_loses_nothing() -> None:
    assert seconds(log((0.0, 4.0), a=(0.9, 5.2)), "a") == 4.0


def test_noise_from_long_before_is_not_the_turns() -> None:
    assert seconds(log((0.0, 24.0), a=(20.0, 25.0)), "a") == 5.0  # a second of lead, then the turn


def test_a_first_word_before_a_late_report_counts() -> None:
    voiced = log((0.0, 0.3), (0.65, 2.0), a=(0.8, 3.5)).voiced("a")
    assert voiced is not None
    assert voiced.started_at == 0.0
    assert voiced.speech_seconds == pytest.approx(1.65)


def test_a_press_takes_only_what_is_said_while_it_lasts() -> None:
    made = log((0.0, 0.8), (2.0, 4.0), (6.0, 7.0)).turn_began("a", 1.0, lead=0.0).turn_ended("a", 5.0)
    assert seconds(made, "a") == 2.0
    held = log((0.0, 3.0)).turn_began("b", 1.0, lead=0.0).turn_ended("b", 2.5)
    assert held.voiced("b") == Voiced(1.0, 2.5, 1.5)


@pytest.mark.parametrize("length", [0.005, 0.026], ids=["5 ms", "26 ms"])
def test_the_false_speech_of_typed_input_is_dropped(length: float) -> None:
    assert log((1.0, 1.0 + length)).segments == ()


@pytest.mark.parametrize(
    ("segments", "pauses"),
    [
        pytest.param([(0.0, 1.0), (1.25, 2.0)], (), id="0.25 s is articulation"),
        pytest.param([(0.0, 1.0), (1.5, 2.0)], (0.5,), id="0.5 s"),
        pytest.param([(0.0, 1.0), (1.5, 2.0), (3.0, 4.0)], (0.5, 1.0), id="two"),
    ],
)
def test_pauses_are_the_silences_inside_a_turn(
    segments: list[tuple[float, float]], pauses: tuple[float, ...]
) -> None:
    voiced = log(*segments, a=(0.1, 6.0)).voiced("a")
    assert voiced is not None
    assert voiced.pauses == pauses


def test_an_open_segment_is_closed_at_the_end_of_the_lesson() -> None:  # T8
    made = SpeechLog().speech_began(1.0).turn_began("a", 1.2).closed(3.0)
    assert made.voiced("a") == Voiced(1.0, 3.0, 2.0)
    assert made.closed(9.0) == made


def test_a_turn_without_voice_has_zero_seconds() -> None:
    assert log(a=(1.0, 2.0)).voiced("a") == Voiced(1.0, 2.0, 0.0)


def test_an_unknown_turn_has_none() -> None:
    assert SpeechLog().voiced("a") is None


def test_said_twice_the_first_start_and_end_of_a_turn_count() -> None:
    made = log((0.0, 1.0), a=(0.2, 1.5)).turn_began("a", 5.0).turn_ended("a", 9.0)
    assert seconds(made, "a") == 1.0
    assert len(made.windows) == 1


def test_voice_that_begins_twice_closes_the_first_part() -> None:
    made = SpeechLog().turn_began("a", 0.1).speech_began(0.0).speech_began(1.0).speech_ended(2.0)
    assert seconds(made, "a") == 2.0


def test_what_is_settled_is_forgotten_but_not_before_earlier_turns() -> None:
    made = log((0.0, 1.0), (2.0, 3.0), a=(0.1, 1.5), b=(2.1, 3.5))
    waiting = made.settled("b")
    assert [window.turn for window in waiting.windows] == ["a", "b"]
    assert seconds(waiting, "a") == 1.0
    done = waiting.settled("a")
    assert (done.windows, done.segments, done.measured) == ((), (), frozenset())


gaps = st.floats(min_value=0.06, max_value=3.0)


@given(st.lists(st.tuples(gaps, gaps), min_size=1, max_size=8), st.data())
def test_no_voice_counts_twice_or_is_negative(spans: list[tuple[float, float]], data: st.DataObject) -> None:
    """Whatever windows an engine reports over whatever voice: together the turns have no more than was voiced."""
    made, now = SpeechLog(), 0.0
    for silence, voice in spans:
        made = made.speech_began(now + silence).speech_ended(now + silence + voice)
        now += silence + voice
    edges = sorted(data.draw(st.lists(st.floats(min_value=0, max_value=now + 1), max_size=10)))
    turns = [f"turn {i}" for i in range(len(edges) // 2)]
    for i, turn in enumerate(turns):
        made = made.turn_began(turn, edges[2 * i]).turn_ended(turn, edges[2 * i + 1])
    total = sum(s.end - s.start for s in made.segments if s.end is not None)
    measured = []
    for turn in data.draw(st.permutations(turns)):  # transcripts come in any order
        voiced = made.voiced(turn)
        assert voiced is not None
        measured.append(voiced)
        made = made.settled(turn)
    assert all(v.speech_seconds >= 0 and v.ended_at >= v.started_at for v in measured)
    assert sum(v.speech_seconds for v in measured) <= total + 1e-6
