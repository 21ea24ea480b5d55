import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.scenario import Scenario
from contract.words import FIELDS, Field
from lesson.sanitise import (
    FILLERS,
    VAGUE_GOALS,
    parse_extraction,
    parse_fallback,
    sanitise,
    sanitise_fallback,
)


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        pytest.param("place", "OK", None, id="B9 OK"),
        pytest.param("partner", "Thank you.", None, id="B9 thank you with a full stop"),
        pytest.param("place", "h" * 80, "h" * 80, id="B9 80 characters"),
        pytest.param("place", "h" * 81, None, id="B9 81 characters"),
        pytest.param("place", 5, None, id="B9 a number"),
        pytest.param("goal", "practice", None, id="B9 practice"),
        pytest.param("goal", "Just talk", None, id="B9 just talk"),
        pytest.param("goal", "help", None, id="B9 help"),
        pytest.param("goal", "help with a refund", "help with a refund", id="B9 help with something"),
        pytest.param("place", None, None, id="null"),
        pytest.param("place", ["hotel"], None, id="a list"),
        pytest.param("place", True, None, id="a boolean"),
        pytest.param("place", "  the \n  hotel\t lobby ", "the hotel lobby", id="spaces"),
        pytest.param("place", '"hotel."', "hotel", id="quotes, then the full stop"),
        pytest.param("place", "“hotel”.", "hotel", id="full stop, then the quotes"),
        pytest.param("partner", "St. Mary's nurse", "St. Mary's nurse", id="a full stop inside"),
        pytest.param("place", "...", None, id="only punctuation"),
        pytest.param("place", "", None, id="empty"),
        pytest.param("place", "help", "help", id="vague only as a goal"),
        pytest.param("goal", "영어 연습", None, id="vague in Korean"),
        pytest.param("place", "네", None, id="filler in Korean"),
        pytest.param("place", "고마워요!", None, id="filler with its mark"),
        pytest.param("place", "cafe\u0301", "café", id="composed"),
        pytest.param("place", "ho\u200btel\u202e", "hotel", id="invisible characters"),
        pytest.param("place", "bank\x00", "bank", id="a null byte"),
        pytest.param("place", "null", None, id="null spelt out"),
        pytest.param("place", "h" * 80 + "...", "h" * 80, id="length counts after cleaning"),
    ],
)
def test_sanitise(field: Field, value: object, kept: str | None) -> None:
    assert sanitise(field, value) == kept


@pytest.mark.parametrize("filler", sorted(FILLERS))
@pytest.mark.parametrize("field", FIELDS)
def test_a_filler_is_no_value_in_any_field_or_case(field: Field, filler: str) -> None:
    assert sanitise(field, f" {filler.upper()}! ") is None


@pytest.mark.parametrize("goal", sorted(VAGUE_GOALS))
def test_a_vague_goal_is_none_unless_it_says_more(goal: str) -> None:
    assert sanitise("goal", goal.title()) is None
    assert sanitise("goal", f"{goal} about the rent") is not None


@pytest.mark.parametrize("value", ["someone", "Somewhere", "something.", "anyone", "A person"])
@pytest.mark.parametrize("field", FIELDS)
def test_the_fallback_may_not_be_vague(field: Field, value: str) -> None:
    assert sanitise_fallback(field, value) is None


@given(st.sampled_from(FIELDS), st.text())
def test_sanitising_twice_is_sanitising_once(field: Field, value: str) -> None:
    once = sanitise(field, value)
    assert sanitise(field, once) == once
    assert once is None or (once and len(once) <= 80 and once == once.strip())


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        pytest.param(
            'noise {"place":"cafe","partner":null} tail', Scenario(place="cafe"), id="B11 in a text"
        ),
        pytest.param("not json", Scenario(), id="B11 no object"),
        pytest.param(
            {"place": "hotel", "partner": "OK", "goal": "check in"},
            Scenario(place="hotel", goal="check in"),
            id="a tool call's arguments",
        ),
        pytest.param('{"place": "hotel", "goal"', Scenario(), id="cut off"),
        pytest.param(
            '{"place": "a } b {"} {"place": "bank"}', Scenario(place="a } b {"), id="braces in a string"
        ),
        pytest.param('{"place": "a \\" } b"}', Scenario(place='a " } b'), id="an escaped quote"),
        pytest.param(
            'I use {braces}. {"place": "bank"}', Scenario(place="bank"), id="braces that are no object"
        ),
        pytest.param('{"data": {"place": "bank"}}', Scenario(), id="only the outer object counts"),
        pytest.param("[1, 2]", Scenario(), id="a list"),
        pytest.param("{" * 50_000 + "}" * 50_000, Scenario(), id="deep nesting"),
        pytest.param(None, Scenario(), id="no answer"),
    ],
)
def test_parse_extraction(answer: str | dict[str, object] | None, found: Scenario) -> None:
    assert parse_extraction(answer) == found


def test_parse_fallback_drops_what_is_vague() -> None:  # B5
    answer = json.dumps({"place": "bank", "partner": "someone", "goal": "something"})
    assert parse_fallback(answer) == Scenario(place="bank")


@given(st.text())
def test_parsing_never_raises(text: str) -> None:
    parse_extraction(text)
    parse_fallback("{" + text)
