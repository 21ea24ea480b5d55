"""The builder's rules, B1-B13 of docs/behaviours.md. Where a model extracts, `found` is its recorded answer."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.scenario import Scenario
from contract.words import FIELDS, Field
from lesson.catalogue import catalogue
from lesson.sanitise import parse_extraction, parse_fallback
from lesson.scenario import (
    DEFAULT_SCENARIO,
    MAX_ATTEMPTS,
    Ask,
    Complete,
    Fallback,
    Nothing,
    RepeatQuestion,
    ScenarioState,
    Step,
    fill,
    hear,
    merged,
)

NOTHING_FOUND = Scenario()
WHOLE = Scenario(place="hotel", partner="receptionist", goal="check in")


def talk(
    *turns: tuple[str, Scenario], state: ScenarioState | None = None
) -> tuple[ScenarioState, list[Step]]:
    state = state or ScenarioState()
    steps: list[Step] = []
    for said, found in turns:
        state, step = hear(state, said, found)
        steps.append(step)
    return state, steps


@pytest.mark.parametrize(
    ("said", "found", "step"),
    [
        pytest.param(
            "I'm at a hotel talking to the receptionist to check in.", WHOLE, Complete(WHOLE), id="B1"
        ),
        pytest.param(
            "호텔에서 직원이랑 체크인 연습하고 싶어요.",
            Scenario(place="hotel", partner="staff", goal="check in"),
            Complete(Scenario(place="hotel", partner="staff", goal="check in")),
            id="B2 whole",
        ),
        pytest.param(
            "공항 체크인 상황을 연습하고 싶어요.",
            Scenario(place="airport", goal="check in"),
            Ask("partner"),
            id="B2 without partner",
        ),
        pytest.param(
            "영어 연습하고 싶어요", parse_extraction({"goal": "영어 연습"}), Ask("place"), id="B3 nothing"
        ),
        pytest.param("I want to check in", Scenario(goal="check in"), Ask("place"), id="B3 only a goal"),
        pytest.param(
            "I'm at the airport with my wife", Scenario(place="airport"), Ask("partner"), id="B3 a companion"
        ),
        pytest.param("Thanks!", NOTHING_FOUND, Ask("place"), id="B4 first"),
        pytest.param("", NOTHING_FOUND, RepeatQuestion(None), id="B4 blank after the greeting"),
        pytest.param("[inaudible]", WHOLE, RepeatQuestion(None), id="B13 a marker, whatever was extracted"),
        pytest.param("아무거나요", NOTHING_FOUND, Fallback(FIELDS), id="you choose, to the greeting"),
        pytest.param(
            "호텔이요, 나머지는 알아서 해 주세요",
            Scenario(place="hotel"),
            Fallback(("partner", "goal")),
            id="you choose the rest",
        ),
    ],
)
def test_the_step_after_a_first_line(said: str, found: Scenario, step: Step) -> None:
    assert hear(ScenarioState(), said, found)[1] == step


def test_at_most_three_questions_and_a_blank_turn_is_none_of_them() -> None:  # B4
    state, steps = talk(
        ("Thanks!", NOTHING_FOUND),
        ("", NOTHING_FOUND),
        ("ok", NOTHING_FOUND),
        ("hmm", NOTHING_FOUND),
        ("well", NOTHING_FOUND),
    )
    assert steps == [Ask("place"), RepeatQuestion("place"), Ask("partner"), Ask("goal"), Fallback(FIELDS)]
    assert state.attempts == MAX_ATTEMPTS


def test_a_field_is_asked_again_only_when_all_missing_ones_were() -> None:
    known = ScenarioState(Scenario(place="hotel"))
    _, steps = talk(("hmm", NOTHING_FOUND), ("hmm", NOTHING_FOUND), ("hmm", NOTHING_FOUND), state=known)
    assert steps == [Ask("partner"), Ask("goal"), Ask("partner", again=True)]


def test_you_choose_answers_the_first_question() -> None:  # B12
    state, steps = talk(("영어요", NOTHING_FOUND), ("아무거나요", NOTHING_FOUND))
    assert steps == [Ask("place"), Fallback(FIELDS)]
    assert state.attempts == 1


def test_an_explicit_correction_replaces_a_value_and_is_no_attempt() -> None:  # B7
    state = ScenarioState(Scenario(place="hotel"), attempts=1, asked_fields=frozenset({"place"}))
    corrected, step = hear(state, "Not the hotel, the airport", Scenario(place="airport"))
    assert corrected.scenario.place == "airport"
    assert (step, corrected.attempts) == (Ask("partner"), 2)  # the question that follows counts, as always


def test_a_mere_mention_replaces_nothing() -> None:  # B7
    state, _ = talk(
        ("At a hotel", Scenario(place="hotel")), ("I like the airport too", Scenario(place="airport"))
    )
    assert state.scenario.place == "hotel"


def test_a_correction_can_be_the_last_word() -> None:
    state = ScenarioState(Scenario(place="hotel", partner="clerk"))
    _, step = hear(
        state,
        "Not the hotel, the airport, and I want to check in",
        Scenario(place="airport", goal="check in"),
    )
    assert step == Complete(Scenario(place="airport", partner="clerk", goal="check in"))


def test_a_late_or_failed_extraction_changes_no_field_and_the_talk_goes_on() -> None:
    state = ScenarioState(Scenario(place="hotel"))
    after, step = hear(state, "the receptionist, I think", parse_extraction(None))
    assert (after.scenario, step) == (state.scenario, Ask("partner"))


def test_completion_happens_once() -> None:  # B8
    state, first = hear(ScenarioState(), "...all of it", WHOLE)
    assert first == Complete(WHOLE)
    assert state.completed
    again, second = hear(state, "Not the hotel, the airport", Scenario(place="airport"))
    assert (again, second) == (state, Nothing())
    assert fill(state, [DEFAULT_SCENARIO], catalogue()) == (state, Nothing())


def test_the_fallback_completes_once() -> None:  # B8
    state, first = fill(ScenarioState(), [], catalogue())
    assert isinstance(first, Complete)
    assert fill(state, [], catalogue())[1] == Nothing()
    assert hear(state, "At a bank", Scenario(place="bank")) == (state, Nothing())


@pytest.mark.parametrize(
    ("known", "answers", "scenario"),
    [
        pytest.param(
            Scenario(place="hotel", partner="receptionist"),
            ["garbage", "{not json either"],
            WHOLE,
            id="B5 garbage twice: the catalogue",
        ),
        pytest.param(
            Scenario(place="moon base", partner="astronaut"),
            ["garbage", "garbage"],
            Scenario(place="moon base", partner="astronaut", goal="order a drink"),
            id="B5 garbage twice, no such row: the defaults",
        ),
        pytest.param(
            Scenario(place="hotel", partner="receptionist"),
            ['{"goal": "something"}', '{"goal": "book a room"}'],
            Scenario(place="hotel", partner="receptionist", goal="book a room"),
            id="B5 a vague goal, second try",
        ),
        pytest.param(
            Scenario(place="bank"),
            ['{"place": "airport", "partner": "teller", "goal": "open an account"}'],
            Scenario(place="bank", partner="teller", goal="open an account"),
            id="B6 the learner's value stays",
        ),
        pytest.param(Scenario(), [], DEFAULT_SCENARIO, id="nothing known, model away"),
    ],
)
def test_fill(known: Scenario, answers: list[str], scenario: Scenario) -> None:
    state = ScenarioState(known, attempts=3)
    after, step = fill(state, [parse_fallback(answer) for answer in answers], catalogue())
    assert step == Complete(scenario, filled=state.missing)
    assert after.scenario == scenario
    assert after.completed


def test_stored_and_loaded_is_the_same_but_for_the_last_question() -> None:
    state, _ = talk(("hmm", NOTHING_FOUND), ("hmm", NOTHING_FOUND))
    assert state.asked_sorted == ("partner", "place")
    loaded = ScenarioState.from_stored(
        state.scenario, attempts=state.attempts, asked_fields=state.asked_sorted, completed=state.completed
    )
    assert loaded == state


# Properties

values = st.none() | st.sampled_from(["hotel", "bank", "clerk", "check in"])
findings = st.builds(Scenario, place=values, partner=values, goal=values)
lines = st.sampled_from(
    ["", "hmm", "At a hotel", "아무거나요", "Not the hotel, the bank", "호텔 말고 은행이요", "[inaudible]"]
)
talks = st.lists(st.tuples(lines, findings), max_size=12)


@given(talks)
def test_attempts_never_exceed_three_and_completion_comes_at_most_once(
    turns: list[tuple[str, Scenario]],
) -> None:
    state, steps = talk(*turns)
    assert state.attempts <= MAX_ATTEMPTS
    assert sum(isinstance(step, Ask) for step in steps) == state.attempts
    completions = [i for i, step in enumerate(steps) if isinstance(step, Complete)]
    assert len(completions) <= 1
    if completions:
        assert all(step == Nothing() for step in steps[completions[0] + 1 :])
    assert state.completed == bool(completions)
    assert state.completed <= state.scenario.complete


@given(talks, st.lists(findings, max_size=2))
def test_every_building_can_be_ended_with_a_whole_scene(
    turns: list[tuple[str, Scenario]], proposals: list[Scenario]
) -> None:
    before, _ = talk(*turns)
    after, step = fill(before, proposals, catalogue())
    assert after.completed
    assert after.scenario.complete
    assert isinstance(step, Nothing if before.completed else Complete)
    for field in FIELDS:
        own = getattr(before.scenario, field)
        assert own is None or getattr(after.scenario, field) == own


@given(st.permutations(FIELDS))
def test_the_order_in_which_fields_are_given_does_not_matter(order: list[Field]) -> None:
    state, steps = talk(*((f"it is {field}", Scenario(**{field: getattr(WHOLE, field)})) for field in order))
    assert state.scenario == WHOLE
    assert steps[-1] == Complete(WHOLE)


def test_two_findings_of_one_line_merge_in_any_order() -> None:
    parts = [Scenario(place="hotel"), Scenario(partner="clerk"), Scenario(goal="check in")]
    results = set()
    for order in permutations(parts):
        scenario = Scenario()
        for part in order:
            scenario = merged(scenario, part)
        results.add(scenario.model_dump_json())
    assert len(results) == 1
