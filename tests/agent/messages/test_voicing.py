"""Speech in a recording: its stretches, its seconds, and the pieces that a recogniser gets."""

import pytest

from agent.messages.voicing import PIECE_SECONDS, pieces_of, segments_of, voiced_of
from lesson.speech import Segment

WINDOW = 0.1


def windows(*parts: tuple[float, float]) -> list[float]:
    """(probability, seconds), one after another."""
    return [probability for probability, seconds in parts for _ in range(round(seconds / WINDOW))]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param(windows((0.1, 5.0)), [], id="no voice"),
        pytest.param(windows((0.0, 1.0), (1.0, 2.0), (0.0, 1.0)), [(1.1, 3.2)], id="one stretch"),
        pytest.param(windows((1.0, 2.0)), [(0.0, 2.0)], id="voice up to the end"),
        pytest.param(
            windows((1.0, 1.0), (0.0, 0.2), (1.0, 1.0)), [(0.0, 2.2)], id="a gap too short for a pause"
        ),
        pytest.param(
            windows((1.0, 1.0), (0.0, 1.0), (1.0, 1.0)), [(0.0, 1.2), (2.1, 3.0)], id="a pause makes two"
        ),
        pytest.param(windows((0.0, 1.0), (1.0, 0.1), (0.0, 1.0)), [], id="a click"),
    ],
)
def test_segments_of(given: list[float], expected: list[tuple[float, float]]) -> None:
    found = segments_of(given, window_seconds=WINDOW)
    assert [(one.start, one.end) for one in found] == [pytest.approx(span) for span in expected]


def test_a_recording_counts_its_speech_and_not_its_length() -> None:
    voiced = voiced_of([Segment(1.0, 3.0), Segment(4.0, 5.5)], ended_at=1000.0, seconds=10.0)
    assert voiced is not None
    assert (voiced.started_at, voiced.ended_at) == (991.0, 995.5)
    assert (voiced.speech_seconds, voiced.pauses) == (3.5, (1.0,))


def test_silence_has_no_voice() -> None:
    assert voiced_of([], ended_at=1000.0, seconds=10.0) is None


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        pytest.param([], [], id="nothing to recognise"),
        pytest.param([(1.0, 2.0)], [(0.8, 2.2)], id="with a margin"),
        pytest.param([(0.1, 2.0)], [(0.0, 2.2)], id="not before the beginning"),
        pytest.param([(1.0, 2.0), (3.0, 20.0)], [(0.8, 20.2)], id="joined"),
        pytest.param([(1.0, 20.0), (21.0, 40.0)], [(0.8, 20.2), (20.8, 40.2)], id="too long for one"),
        pytest.param([(1.0, 20.0), (20.3, 40.0)], [(0.8, 20.2), (20.2, 40.2)], id="margins do not overlap"),
        pytest.param([(0.0, 70.0)], [(0.0, 70.2)], id="without a pause it stays whole"),
    ],
)
def test_pieces_of(segments: list[tuple[float, float]], expected: list[tuple[float, float]]) -> None:
    found = pieces_of([Segment(*one) for one in segments], seconds=90.0)
    assert found == [pytest.approx(piece) for piece in expected]
    assert PIECE_SECONDS == 25.0
