import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.words import FIELDS, Field, Locale
from lesson.language import has_hangul
from lesson.questions import MAX_QUESTION_WORDS, checked_question, default_question, fields_asked, sentences

FIFTEEN = "Where in the city would you like to be when we begin our talk today?"
SIXTEEN = "Where in the city would you like to be when we begin our talk together today?"


@pytest.mark.parametrize("again", [False, True], ids=["first", "again"])
@pytest.mark.parametrize("field", FIELDS)
def test_our_own_questions_keep_the_rules(field: Field, again: bool) -> None:
    line = default_question(field, again=again)
    for locale, text in (("ko", line.ko), ("en", line.en)):
        assert len(text.split()) <= MAX_QUESTION_WORDS
        assert text.count("?") == 1
        assert text.endswith("?")
        assert len(sentences(text)) == 1
        assert has_hangul(text) == (locale == "ko")
        assert fields_asked(text) == {field}
    assert line.said("ko") == line.caption("en") == line.ko


def test_asking_again_uses_other_words() -> None:
    for field in FIELDS:
        assert default_question(field) != default_question(field, again=True)


@pytest.mark.parametrize(
    ("candidate", "target", "locale"),
    [
        pytest.param("Are you at St. Mary's hospital?", "place", "en", id="B10 St."),
        pytest.param("Is Dr. Kim your doctor?", "partner", "en", id="B10 Dr."),
        pytest.param(FIFTEEN, "place", "en", id="B10 15 words"),
        pytest.param("어디에 있어요？", "place", "ko", id="B10 full-width mark"),
        pytest.param("Are you in the U.S. now?", "place", "en", id="U.S."),
        pytest.param("Is your room No. 5?", "place", "en", id="No. 5"),
        pytest.param("누구랑 이야기할까요?", "partner", "ko", id="Korean"),
        pytest.param("Who are you talking to at the hotel?", "partner", "en", id="names a known place"),
        pytest.param("What would you like to do there?", "goal", "en", id="goal"),
    ],
)
def test_a_good_question_is_kept(candidate: str, target: Field, locale: Locale) -> None:
    assert checked_question(candidate, target, locale) == candidate


@pytest.mark.parametrize(
    ("candidate", "target", "locale"),
    [
        pytest.param(SIXTEEN, "place", "en", id="B10 16 words"),
        pytest.param(None, "goal", "en", id="none"),
        pytest.param("", "partner", "ko", id="empty"),
        pytest.param("Where are you?", "goal", "en", id="another field"),
        pytest.param("Where are you and who are you talking to?", "place", "en", id="two fields"),
        pytest.param("Where are you? Who is there?", "place", "en", id="two questions"),
        pytest.param("Where are you??", "place", "en", id="two marks"),
        pytest.param("Tell me where you are.", "place", "en", id="no question"),
        pytest.param("어디에 있어요?", "place", "en", id="Korean for an English speaker"),
        pytest.param("Where are you?", "place", "ko", id="English for a Korean speaker"),
    ],
)
def test_a_bad_question_becomes_ours_for_the_target(
    candidate: str | None, target: Field, locale: Locale
) -> None:
    assert checked_question(candidate, target, locale) == default_question(target).said(locale)


def test_a_sentence_before_the_question_is_dropped() -> None:
    assert checked_question("Great, at Dr. Kim's. Where is that?", "place", "en") == "Where is that?"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param("Dr. Kim said no. OK?", ["Dr. Kim said no.", "OK?"], id="Dr. and a real end"),
        pytest.param("Meet me at 5 p.m. today. Bye!", ["Meet me at 5 p.m. today.", "Bye!"], id="p.m."),
        pytest.param("좋아요！어디예요？", ["좋아요！", "어디예요？"], id="full-width, no space"),
        pytest.param("One\nTwo", ["One", "Two"], id="a new line"),
        pytest.param("Gate 5. Where?", ["Gate 5.", "Where?"], id="a number ends one"),
        pytest.param("  ", [], id="blank"),
    ],
)
def test_sentences(text: str, pieces: list[str]) -> None:
    assert sentences(text) == pieces


@given(st.text(), st.sampled_from(FIELDS), st.sampled_from(["ko", "en"]))
def test_whatever_a_model_answers_one_short_question_is_asked(
    text: str, target: Field, locale: Locale
) -> None:
    question = checked_question(text, target, locale)
    assert len(question.split()) <= MAX_QUESTION_WORDS
    assert question.count("?") + question.count("？") == 1
