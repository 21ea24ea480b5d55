"""When a hint is offered to who is silent (docs/behaviours.md, silence)."""

import pytest

from lesson.idle import HINT_AFTER_SECONDS, Doing, Silence

START = Silence().began("tutor")
OPENED = START.said("tutor", 9.0).ended("tutor", 10.0)  # the tutor's first line ended at 10 s


def test_fifteen_seconds_after_the_tutors_last_sound() -> None:
    assert HINT_AFTER_SECONDS == 15.0
    assert OPENED.due_at == 25.0


@pytest.mark.parametrize(
    "silence",
    [
        pytest.param(Silence(), id="before anything"),
        pytest.param(START.ended("tutor", 3.0), id="before the tutor's first line"),
        pytest.param(OPENED.began("tutor"), id="while a reply is under way"),
        pytest.param(OPENED.began("voice"), id="while the learner speaks"),
        pytest.param(OPENED.began("press"), id="while the button is held"),
        pytest.param(OPENED.began("away"), id="while the learner is away"),
        pytest.param(OPENED.offer(), id="once a silence"),
        pytest.param(OPENED.began("voice").began("press").ended("voice", 12.0), id="one of two has ended"),
    ],
)
def test_nothing_is_offered(silence: Silence) -> None:
    assert silence.due_at is None


@pytest.mark.parametrize("doing", ["tutor", "voice", "press", "away"])
def test_it_counts_anew_from_the_end_of_what_went_on(doing: Doing) -> None:
    assert OPENED.began(doing).ended(doing, 30.0).due_at == 45.0


def test_an_end_without_a_beginning_changes_nothing() -> None:
    assert OPENED.ended("voice", 20.0) == OPENED


def test_a_noise_brings_no_second_offer_a_line_does() -> None:
    offered = OPENED.offer().began("voice").ended("voice", 40.0)
    assert offered.due_at is None
    assert offered.said("learner", 41.0).due_at == 56.0
    assert offered.said("tutor", 44.0).due_at == 59.0


def test_a_hint_that_was_asked_for_counts_anew() -> None:
    assert OPENED.asked(20.0).due_at == 35.0
    assert OPENED.offer().asked(30.0).due_at == 45.0


def test_a_turn_that_is_known_late_does_not_turn_the_clock_back() -> None:
    assert OPENED.said("tutor", 8.0).due_at == 25.0
