import pytest

from contract.scenario import Scenario
from contract.words import FIELDS, Field
from lesson.builder_lines import (
    OFFER_TYPING,
    RESUMED,
    closing_line,
    greeting,
)
from lesson.language import language_of
from lesson.questions import Line, sentences

HOTEL = Scenario(place="hotel", partner="my doctor", goal="check in")


@pytest.mark.parametrize(
    ("known", "ko", "en"),
    [
        pytest.param(
            Scenario(),
            "어디에서 누구와 무엇을 할지 말해 주세요.",
            "Tell me where you are, who you are talking to, and what you want to do.",
            id="nothing known",
        ),
        pytest.param(
            Scenario(place="hotel"),
            "누구와 무엇을 할지 말해 주세요.",
            "Tell me who you are talking to and what you want to do.",
            id="place known",
        ),
        pytest.param(
            Scenario(goal="check in"),
            "어디에서 누구와 이야기할지 말해 주세요.",
            "Tell me where you are and who you are talking to.",
            id="goal known",
        ),
        pytest.param(
            Scenario(place="hotel", partner="clerk"),
            "무엇을 할지 말해 주세요.",
            "Tell me what you want to do.",
            id="goal missing",
        ),
    ],
)
def test_the_greeting_says_it_is_an_ai_and_asks_for_what_is_missing(
    known: Scenario, ko: str, en: str
) -> None:
    line = greeting(known)
    assert line.ko.endswith(ko)
    assert line.en.endswith(en)
    assert "AI" in line.ko
    assert "AI" in line.en


@pytest.mark.parametrize("line", [RESUMED, OFFER_TYPING])
def test_each_line_is_one_sentence_in_its_language(line: Line) -> None:
    assert (language_of(line.ko), language_of(line.en)) == ("ko", "en")
    assert len(sentences(line.ko)) == len(sentences(line.en)) == 1


@pytest.mark.parametrize(
    ("scenario", "scene"),
    [
        pytest.param(HOTEL, "the hotel, with my doctor, and your goal: check in.", id="articles"),
        pytest.param(
            Scenario(place="at the bank", partner="Dr. Kim", goal="a refund"),
            "the bank, with Dr. Kim, and your goal: a refund.",
            id="prepositions and names",
        ),
        pytest.param(
            Scenario(place="Incheon Airport", partner="an officer", goal="to go home"),
            "Incheon Airport, with an officer, and your goal: to go home.",
            id="proper names",
        ),
    ],
)
def test_the_closing_line_names_the_scene_as_it_is_spoken(scenario: Scenario, scene: str) -> None:
    assert closing_line(scenario).en == f"Here is our scene: {scene}"


@pytest.mark.parametrize("filled", [(), ("goal",), ("place", "goal"), ("place", "partner"), FIELDS], ids=str)
def test_the_closing_line_has_one_or_two_sentences_and_all_values(filled: tuple[Field, ...]) -> None:
    line = closing_line(HOTEL, filled=filled)
    for text in (line.ko, line.en):
        assert len(sentences(text)) <= 2
        assert all(value in text for value in ("hotel", "my doctor", "check in"))
    assert ("I chose" in line.en) == bool(filled)
    assert ("제가 골랐으니" in line.ko) == bool(filled)


@pytest.mark.parametrize(
    ("filled", "ko", "en"),
    [
        pytest.param(("goal",), "할 일은 ", "I chose the goal ", id="one"),
        pytest.param(("partner", "place"), "장소와 상대는 ", "I chose the place and the partner ", id="two"),
        pytest.param(
            FIELDS, "장소, 상대, 할 일은 ", "I chose the place, the partner, and the goal ", id="all"
        ),
    ],
)
def test_what_was_assumed_is_said(filled: tuple[Field, ...], ko: str, en: str) -> None:
    line = closing_line(HOTEL, filled=filled)
    assert line.ko.startswith(ko)
    assert line.en.startswith(en)


def test_an_unfinished_scene_has_no_closing_line() -> None:
    with pytest.raises(ValueError, match="expected place, partner and goal"):
        closing_line(Scenario(place="hotel"))
