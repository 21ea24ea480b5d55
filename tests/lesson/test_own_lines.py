"""Our exact sentences are known in both languages, and nothing else is."""

from itertools import combinations

import pytest

from contract.scenario import Scenario
from contract.words import FIELDS
from lesson.abuse import abuse_line
from lesson.builder_lines import OFFER_TYPING, RESUMED, closing_line, greeting
from lesson.catalogue import catalogue
from lesson.fillers import APOLOGY_LINE, FIRST_LINES, STILL_LINES
from lesson.guardrail import REDIRECT_LINES
from lesson.own_lines import ABUSE, ASK_TO_END, GOODBYE, TIME_IS_UP, own_translation
from lesson.questions import Line, default_question

SUBSETS = [subset for size in range(4) for subset in combinations(FIELDS, size)]
LINES = [
    RESUMED,
    OFFER_TYPING,
    GOODBYE,
    TIME_IS_UP,
    ASK_TO_END,
    ABUSE,
    *FIRST_LINES,
    *STILL_LINES,
    APOLOGY_LINE,
    *REDIRECT_LINES,
    *(default_question(field, again=again) for field in FIELDS for again in (False, True)),
    *(greeting(Scenario(**dict.fromkeys(known, "hotel"))) for known in SUBSETS[:-1]),
]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.en)
def test_a_fixed_line_is_known_both_ways(line: Line) -> None:
    assert own_translation(line.en, "ko") == line.ko
    assert own_translation(line.ko, "en") == line.en


def test_the_line_for_abuse_is_the_one_that_is_said() -> None:
    assert ABUSE.ko == abuse_line()


@pytest.mark.parametrize("filled", SUBSETS, ids=lambda filled: "+".join(filled) or "nothing chosen")
@pytest.mark.parametrize(
    "scenario",
    [
        *(Scenario(place=row.place, partner=row.partner, goal=row.goal) for row in catalogue()[:5]),
        Scenario(place="Incheon Airport", partner="Dr. Kim", goal="ask, with care, for two things"),
        Scenario(place="my office", partner="the boss of my boss", goal="the raise"),
    ],
    ids=lambda scenario: f"{scenario.place}, {scenario.partner}",
)
def test_a_closing_line_is_known_by_its_form(scenario: Scenario, filled: tuple[str, ...]) -> None:
    line = closing_line(scenario, filled=[field for field in FIELDS if field in filled])
    translated = own_translation(line.en, "ko")
    assert translated is not None
    assert str(scenario.place) in translated
    assert str(scenario.partner).removeprefix("the ") in translated
    assert str(scenario.goal) in translated
    assert own_translation(line.ko, "en") is not None


def test_of_a_plain_scene_it_is_exact() -> None:
    line = closing_line(Scenario(place="hotel", partner="receptionist", goal="check in"), filled=["goal"])
    assert own_translation(line.en, "ko") == line.ko
    assert own_translation(line.ko, "en") == line.en


@pytest.mark.parametrize(
    "text",
    ["", "Hello.", "Shall we finish", f"{GOODBYE.en} Bye.", "Here is our scene: a, with b.", "장소: 호텔."],
)
def test_anything_else_is_not_ours(text: str) -> None:
    assert own_translation(text, "ko") is None
    assert own_translation(text, "en") is None
