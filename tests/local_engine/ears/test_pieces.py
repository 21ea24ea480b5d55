"""Where a recording is cut: voiced (#) and silent (.) windows of 0.1 s, and the pieces that come of them."""

import pytest

from local_engine.ears.pieces import Piece, pieces_of


@pytest.mark.parametrize(
    ("windows", "pieces"),
    [
        pytest.param("", [], id="no sound"),
        pytest.param("." * 30, [], id="silence"),
        pytest.param("....#....", [], id="a click"),
        pytest.param(".....##.....", [(2, 10)], id="speech, padded"),
        pytest.param("##", [(0, 2)], id="no room for padding"),
        pytest.param("##" + "." * 5 + "##", [(0, 9)], id="a short pause does not cut"),
        pytest.param("##" + "." * 9 + "##", [(0, 5), (8, 13)], id="a long one does"),
        pytest.param("#" * 85 + "." * 3 + "##", [(0, 87), (87, 90)], id="after much speech a short one does"),
        pytest.param("#" * 260, [(0, 250), (250, 260)], id="speech without end is cut"),
    ],
)
def test_pieces(windows: str, pieces: list[tuple[int, int]]) -> None:
    probabilities = [0.9 if window == "#" else 0.1 for window in windows]
    assert pieces_of(probabilities, window_seconds=0.1) == [Piece(*piece) for piece in pieces]
