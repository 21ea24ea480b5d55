import pytest

from contract.words import Language, Locale
from lesson.language import count_words, has_hangul, language_of, speech_locale


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("I want to check in.", "en", id="English"),
        pytest.param("호텔에서 체크인하고 싶어요", "ko", id="Korean"),
        pytest.param("나는 coffee 주세요", "mixed", id="both"),
        pytest.param("ㅋㅋ", "ko", id="single letters"),
        pytest.param("\u1112\u1161\u11ab", "ko", id="decomposed"),
        pytest.param("...", "en", id="no letters"),
        pytest.param("3시", "ko", id="digit and Korean"),
    ],
)
def test_language_of(text: str, language: Language) -> None:
    assert language_of(text) == language
    assert has_hangul(text) == (language != "en")


@pytest.mark.parametrize(
    ("text", "previous", "locale"),
    [
        pytest.param("At a hotel", "ko", "en", id="English"),
        pytest.param("호텔이요", "en", "ko", id="Korean"),
        pytest.param("hotel에서 check in 하고 싶어요", "en", "ko", id="Korean with English nouns"),
        pytest.param("I want to 체크인", "ko", "en", id="English with a Korean word"),
        pytest.param("123", "ko", "ko", id="no letters keeps Korean"),
        pytest.param("?", "en", "en", id="no letters keeps English"),
    ],
)
def test_answers_in_the_language_of_most_words(text: str, previous: Locale, locale: Locale) -> None:
    assert speech_locale(text, previous) == locale


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", 0, id="blank"),
        pytest.param("Yes, I'd like two - please.", 5, id="a lone dash is none"),
        pytest.param("나는 coffee 주세요 please", 2, id="T6 Korean tokens are none"),
        pytest.param("gate 5", 2, id="digits"),
        pytest.param("café crème", 2, id="accents"),
    ],
)
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words
