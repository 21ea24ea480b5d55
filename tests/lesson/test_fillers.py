import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.words import Locale
from lesson.fillers import APOLOGY, FIRST, STILL, first_filler, is_filler, still_filler
from lesson.language import has_hangul

LOCALES: list[Locale] = ["en", "ko"]


@pytest.mark.parametrize("locale", LOCALES)
def test_there_are_six_or_more_and_no_two_alike(locale: Locale) -> None:
    lines = [*FIRST[locale], *STILL[locale], APOLOGY[locale]]
    assert len(FIRST[locale]) >= 6
    assert len(set(lines)) == len(lines)
    assert all(has_hangul(line) == (locale == "ko") for line in lines)
    assert all(len(line) <= 25 for line in [*FIRST[locale], *STILL[locale]])


def test_none_of_them_hints_at_the_outcome() -> None:
    promises = re.compile(
        r"\b(?:good|great|answer|found|find|know|yes|no|sure|course|right|easy|question|correct|check)\b"
        r"|좋은|답|알려|찾|맞|네|아니|물론|확인",
        re.IGNORECASE,
    )
    for lines in (FIRST, STILL):
        for line in (*lines["en"], *lines["ko"]):
            assert not promises.search(line), line


@given(
    st.lists(st.tuples(st.sampled_from(LOCALES), st.sampled_from([first_filler, still_filler])), max_size=40),
    st.integers(0, 2**128),
)
def test_neighbours_differ(wishes: list[tuple[Locale, object]], start: int) -> None:  # J5
    previous: str | None = None
    for locale, filler in wishes:
        line = filler(locale, previous=previous, start=start)  # type: ignore[operator]
        assert line != previous
        previous = line


def test_three_in_a_row_are_three() -> None:  # J5
    first = first_filler("en", previous=None, start=2)
    second = first_filler("en", previous=first)
    assert len({first, second, first_filler("en", previous=second)}) == 3


def test_all_come_in_their_turn() -> None:
    said = [first_filler("en", previous=None)]
    while len(said) < len(FIRST["en"]):
        said.append(first_filler("en", previous=said[-1]))
    assert set(said) == set(FIRST["en"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One moment.", True),
        (" 잠시만요. ", True),
        ("Let me think", True),
        ("I am still thinking.", True),
        ("", False),
        ("One moment. Reserve means to book.", False),
        ("I am sorry, I cannot look into that right now. Let us go on.", False),
    ],
)
def test_a_filler_is_known_again_also_when_it_was_cut(text: str, expected: bool) -> None:
    assert is_filler(text) is expected
