import pytest
from hypothesis import given
from hypothesis import strategies as st

from lesson.spoken_answer import MAX_CHARACTERS, spoken_answer


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("Reserve means to book.", "Reserve means to book."),
        ("  Reserve means\n  to book.  ", "Reserve means to book."),
        ("It is a noun\n\nand a verb", "It is a noun. and a verb."),
        ("**Reserve** means *to book*.", "Reserve means to book."),
        ("# Meaning\n- to book\n- to keep", "Meaning. to book. to keep."),
        ("1. To book.\n2) To keep.", "To book. To keep."),
        ("See [the entry](http://x.test/a_b).", "See the entry."),
        ("```\nto book\n```", "to book."),
        ("Say `a lot of`, not snake_case.", "Say a lot of, not snake_case."),
        ("It costs $3.50. OK?", "It costs $3.50. OK?"),
        ("예약하다라는 뜻이에요.", "예약하다라는 뜻이에요."),
        ("", None),
        (None, None),
        (" \n ", None),
        ("***", None),
        ("...", None),
    ],
)
def test_marks_of_a_page_are_not_read_out(raw: str | None, said: str | None) -> None:
    assert spoken_answer(raw) == said


def test_a_long_answer_ends_with_a_sentence() -> None:
    said = spoken_answer("This is a sentence of Dr. Kim. " * 60)
    assert said is not None
    assert len(said) <= MAX_CHARACTERS
    assert said.endswith("a sentence of Dr. Kim.")


def test_a_long_answer_of_one_sentence_ends_with_a_word() -> None:
    said = spoken_answer("word " * 400)
    assert said is not None
    assert len(said) <= MAX_CHARACTERS
    assert said.endswith("word")


@given(st.text(max_size=2000))
def test_what_is_said_has_something_to_say_and_fits(raw: str) -> None:
    said = spoken_answer(raw)
    assert said is None or (said.strip() and len(said) <= MAX_CHARACTERS)
