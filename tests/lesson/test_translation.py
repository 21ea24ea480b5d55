import json
import unicodedata
from datetime import UTC, datetime
from typing import Any, get_args
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.turn import Turn
from contract.words import Language, Locale
from lesson.translation import TRANSLATION_SCHEMA, parse_translation, target_of, translation_messages

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def answer(translation: Any) -> str:
    return json.dumps({"translation": translation}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("language", "target"),
    [pytest.param("en", "ko", id="L5 English"), ("mixed", "ko"), pytest.param("ko", "en", id="L5 Korean")],
)
def test_a_line_goes_into_the_other_language(language: Language, target: Locale) -> None:
    turn = Turn(
        turn_id=UUID(int=1),
        seq=0,
        role="tutor",
        text="-",
        started_at=AT,
        ended_at=AT,
        speech_seconds=0,
        language=language,
    )
    assert target_of(turn) == target


@pytest.mark.parametrize(
    ("text", "target", "translation"),
    [
        pytest.param("Hello. How are you?", "ko", "안녕하세요. 어떻게 지내세요?", id="L5 both sentences"),
        pytest.param("안녕하세요. 잘 지내요?", "en", "Hello. How are you?", id="L5 both sentences of Korean"),
        pytest.param("I want 체크인.", "ko", "체크인하고 싶어요.", id="mixed"),
        pytest.param("Hi!", "ko", "안녕하세요!", id="one word"),
        pytest.param("네.", "en", "Yes, that is right.", id="short Korean, longer English"),
        pytest.param("My name is 민수.", "ko", "제 이름은 민수예요.", id="a name"),
        pytest.param("KTX", "ko", "KTX (고속 열차)", id="both scripts in the answer"),
        pytest.param("OK.", "ko", "좋아요.", id="a word"),
        pytest.param("OK.", "ko", "OK요.", id="a word with its ending"),
        pytest.param("At 10:30.", "ko", "10시 30분에요.", id="numbers"),
        pytest.param("LOL, nice!", "ko", "ㅋㅋㅋ 좋아요!", id="letters that laugh"),
        pytest.param(
            "Steve Jobs ran Apple.", "ko", "Steve Jobs는 Apple을 경영했어요.", id="names with endings"
        ),
        pytest.param(
            "I'm a New York Yankees fan.", "ko", "저는 New York Yankees 팬이에요.", id="a name of three words"
        ),
        pytest.param("New York, please.", "ko", "New York, 부탁해요.", id="more name than Korean"),
        pytest.param(
            "I watch the iPhone 15 video.", "ko", "iPhone 15 영상을 봐요.", id="a name with a number"
        ),
        pytest.param(
            'What does "I will be there in a minute" mean?',
            "ko",
            '"I will be there in a minute"는 무슨 뜻이에요?',
            id="English that is talked about",
        ),
        pytest.param("Send an email.", "ko", "email 보내요.", id="half of it"),
        pytest.param("I love it 🩷🫨", "ko", "정말 좋아요 🩷🫨", id="emoji newer than this Python"),
        pytest.param("I am from England 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "ko", "저는 잉글랜드에서 왔어요 🏴󠁧󠁢󠁥󠁮󠁧󠁿", id="a flag of tags"),
        pytest.param("떡볶이랑 김밥 주세요.", "en", "떡볶이 and 김밥, please.", id="Korean food in English"),
    ],
)
def test_a_whole_answer_is_the_translation(text: str, target: Locale, translation: str) -> None:
    assert parse_translation(answer(translation), text, target) == translation


def test_lines_of_an_answer_become_one() -> None:
    assert (
        parse_translation(answer("  안녕하세요.\n어떻게 지내세요? "), "Hello. How are you?", "ko")
        == "안녕하세요. 어떻게 지내세요?"
    )


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        "안녕하세요.",
        "not json",
        "[]",
        "null",
        '"안녕하세요."',
        "{}",
        '{"text": "안녕하세요."}',
        answer(None),
        answer(""),
        answer("  \n "),
        answer(["안녕하세요."]),
        answer(7),
        '{"translation": "안녕하세요."',
        "[" * 100_000,
        pytest.param(answer("Good morning."), id="the same again"),
        pytest.param(answer("good morning"), id="the same again but for its form"),
        pytest.param(answer("Guten Morgen."), id="another language"),
        pytest.param(answer("…"), id="no letters"),
        pytest.param(answer("ㅁㄴㅇㄹ"), id="no syllables"),
        pytest.param(answer("ㅁㄴㅇㄹ가 ㅂㅈㄷㄱ"), id="hardly a syllable"),
        pytest.param(answer("I cannot translate 이 문장"), id="says that it cannot"),
        pytest.param(answer("Good morning means 안녕하세요"), id="explains in English"),
        pytest.param(answer("좋은 \u202e아침이에요"), id="text that runs backwards"),
        pytest.param(answer("좋은 \x1b[31m아침이에요"), id="a control character"),
        pytest.param(answer("가" * 81), id="far too long"),
    ],
)
def test_what_is_no_translation_is_none(raw: str | None) -> None:
    assert parse_translation(raw, "Good morning.", "ko") is None


def test_an_english_answer_is_english() -> None:
    assert parse_translation(answer("번역할 수 없는 말이에요 sorry"), "좋은 아침이에요.", "en") is None


def test_syllables_in_pieces_are_put_together() -> None:
    pieces = unicodedata.normalize("NFD", "좋은 아침이에요.")
    assert parse_translation(answer(pieces), "Good morning.", "ko") == "좋은 아침이에요."


@pytest.mark.parametrize(
    ("text", "target", "length", "accepted"),
    [
        pytest.param("Hi.", "ko", 80, True, id="short line"),
        pytest.param("Hi.", "ko", 81, False, id="short line, too long"),
        pytest.param("a" * 100, "ko", 500, True, id="long line"),
        pytest.param("a" * 100, "ko", 501, False, id="long line, too long"),
    ],
)
def test_how_long_a_translation_may_be(text: str, target: Locale, length: int, accepted: bool) -> None:
    assert (parse_translation(answer("가" * length), text, target) is not None) is accepted


@pytest.mark.parametrize("target", get_args(Locale))
@given(text=st.text(max_size=200))
def test_the_line_is_asked_whole_and_as_data(target: Locale, text: str) -> None:
    system, user = translation_messages(text, target)

    assert (system["role"], user["role"]) == ("system", "user")
    assert json.loads(user["content"]) == {
        "translate_to": {"ko": "Korean", "en": "English"}[target],
        "line": text,
    }
    assert translation_messages("another line", target)[0] == system


@given(raw=st.text(), text=st.text())
def test_no_answer_is_an_error(raw: str, text: str) -> None:
    parse_translation(raw, text, "ko")
    parse_translation(answer(raw), text, "en")


def test_the_schema_is_one_that_strict_output_takes() -> None:
    # OpenAI: every property required, nothing beside them.
    assert TRANSLATION_SCHEMA["required"] == list(TRANSLATION_SCHEMA["properties"])
    assert TRANSLATION_SCHEMA["additionalProperties"] is False
