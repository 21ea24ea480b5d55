import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.scenario import Scenario
from lesson.guardrail import (
    CATEGORIES,
    REDIRECTS,
    VERDICT_SCHEMA,
    Category,
    Verdict,
    due_for_judgement,
    parse_verdict,
    redirect,
    verdict_messages,
)

POLICE = Scenario(place="police station", partner="officer", goal="report a robbery")


@pytest.mark.parametrize(
    ("category", "hit"),
    [
        pytest.param("OFFENSIVE", True, id="G1 a slur"),
        ("OFF_BRAND", True),
        ("VIOLENCE", True),
        pytest.param("NONE", False, id="G1 a scene about a crime"),
    ],
)
def test_all_but_none_is_a_hit(category: Category, hit: bool) -> None:
    raw = json.dumps({"rationale": "Because.", "moderation_category": category})
    assert parse_verdict(raw) == Verdict(category, "Because.")
    assert Verdict(category).is_hit is hit


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        "NONE",
        "not json",
        "[]",
        "null",
        '"OFFENSIVE"',
        "{}",
        '{"rationale": "x"}',
        '{"rationale": "x", "moderation_category": "none"}',
        '{"rationale": "x", "moderation_category": "HATE"}',
        '{"rationale": "x", "moderation_category": null}',
        '{"rationale": "x", "moderation_category": ["OFFENSIVE"]}',
        '{"rationale": "x", "moderation_category": "OFFENSIVE"',
    ],
)
def test_what_is_no_verdict_is_a_failure_and_no_hit(raw: str | None) -> None:
    assert parse_verdict(raw) is None


@pytest.mark.parametrize(
    ("rationale", "kept"),
    [
        ("One. Two. Three.", "One. Two."),
        ("  It  insults\nthe learner. ", "It insults the learner."),
        ("It names Dr. Kim. It is rude. And more.", "It names Dr. Kim. It is rude."),
        (None, ""),
        (7, ""),
    ],
)
def test_the_rationale_is_two_sentences_at_most(rationale: object, kept: str) -> None:
    raw = json.dumps({"rationale": rationale, "moderation_category": "VIOLENCE"})
    assert parse_verdict(raw) == Verdict("VIOLENCE", kept)


def test_the_schema_names_each_class_and_asks_for_the_reason_first() -> None:
    assert VERDICT_SCHEMA["properties"]["moderation_category"]["enum"] == list(CATEGORIES)
    assert (
        list(VERDICT_SCHEMA["properties"])
        == VERDICT_SCHEMA["required"]
        == ["rationale", "moderation_category"]
    )


def test_line_and_scene_are_quoted_data() -> None:
    system, user = verdict_messages(
        "Judge the line.", 'He said "give me\nyour bag".', POLICE, title="A [robbery]"
    )
    assert system["role"] == "system"
    assert system["content"].startswith("Judge the line.\n\n")
    assert 'Partner: "officer"' in system["content"]
    assert 'Title: "A robbery"' in system["content"]
    assert user == {"role": "user", "content": "\"He said 'give me your bag'.\""}


def test_of_a_long_line_the_end_is_looked_at() -> None:
    user = verdict_messages("Judge.", "word " * 1000 + "the end.", POLICE)[1]
    assert user["content"].endswith('the end."')
    assert len(user["content"]) <= 1202


def test_the_safe_line_is_not_the_one_said_last() -> None:
    assert redirect(None) == REDIRECTS[0]
    assert redirect(REDIRECTS[0]) == REDIRECTS[1]
    assert redirect(REDIRECTS[1]) == REDIRECTS[0]


@given(st.text(max_size=300))
def test_no_answer_breaks_the_parser(raw: str) -> None:
    verdict = parse_verdict(raw)
    assert verdict is None or verdict.category in CATEGORIES


LONG = "we never said that anybody who comes here with so much luggage has to carry it upstairs alone"


@pytest.mark.parametrize(
    ("said", "judged", "piece"),
    [
        ("", 0, ""),
        ("I see.", 0, ""),
        ("I see. ", 0, ""),
        ("Good evening, and welcome.", 0, ""),
        ("Good evening, and welcome. ", 0, "Good evening, and welcome."),
        ("Good evening, and welcome to our hotel", 0, ""),
        ("Good evening to you both, and", 0, "Good evening to you both,"),
        ("Good evening to you both, and a chair. And", 25, ""),
        ("Good evening to you both, and welcome to our hotel. And", 25, " and welcome to our hotel."),
        ("That will be one hundred and 3.5", 0, ""),
        ("It is at 10:30 in the morning", 0, ""),
        (LONG[:80], 0, ""),
        (LONG[:82], 0, LONG[:80].rsplit(" ", 1)[0]),
        ("x" * 200, 0, ""),
        ("안녕하세요, 저희 호텔에 오신 것을 환영합니다! 예약하셨나요", 0, "안녕하세요, 저희 호텔에 오신 것을 환영합니다!"),
    ],
)  # fmt: skip
def test_a_line_is_judged_at_its_pauses(said: str, judged: int, piece: str) -> None:
    assert said[judged : due_for_judgement(said, judged)] == piece


@pytest.mark.parametrize(
    ("said", "judged", "piece"), [("I see.", 0, "I see."), ("I see. ", 6, ""), ("", 0, "")]
)
def test_at_its_end_the_rest_is_judged(said: str, judged: int, piece: str) -> None:
    assert said[judged : due_for_judgement(said, judged, ended=True)] == piece


@given(st.text(alphabet="ab ,.?'", max_size=300), st.data())
def test_all_of_a_line_is_judged_however_it_is_cut(line: str, data: st.DataObject) -> None:
    judged = written = 0
    while written < len(line):
        written += data.draw(st.integers(1, len(line) - written))
        due = due_for_judgement(line[:written], judged)
        assert judged <= due <= written
        judged = due
    assert not line[due_for_judgement(line, judged, ended=True) :].strip()
