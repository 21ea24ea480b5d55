"""Stop sequences, fed in every chunking."""

from itertools import combinations, pairwise

import pytest

from local_engine.http.stops import StopFilter


@pytest.mark.parametrize(
    ("text", "stops", "said", "met"),
    [
        pytest.param("abcdef", [], "abcdef", False, id="no stops"),
        pytest.param("abcdef", ["cd"], "ab", True, id="in the middle"),
        pytest.param("abcdef", ["f"], "abcde", True, id="last character"),
        pytest.param("abcdef", ["ab"], "", True, id="at the beginning"),
        pytest.param("abcdef", ["efg"], "abcdef", False, id="only its beginning comes"),
        pytest.param("aaab", ["aab"], "a", True, id="overlaps itself"),
        pytest.param("abcdef", ["ef", "bc"], "a", True, id="the first of two"),
    ],
)
def test_every_chunking_says_the_same(text: str, stops: list[str], said: str, met: bool) -> None:
    for count in range(len(text)):
        for cuts in combinations(range(1, len(text)), count):
            borders = [0, *cuts, len(text)]
            filtering = StopFilter(stops)
            pieces = [text[a:b] for a, b in pairwise(borders)]
            assert "".join([*map(filtering.feed, pieces), filtering.end()]) == said
            assert filtering.met is met
