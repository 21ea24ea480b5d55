"""The talk that builds a scene, with a scripted learner and a scripted model (docs/behaviours.md, B1-B13)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from agent.scenario import builder as module
from agent.scenario.builder import Heard, ScenarioBuilder
from contract.scenario import Scenario
from contract.words import Locale
from lesson.catalogue import catalogue
from lesson.scenario import ScenarioState

HOTEL = Scenario(place="hotel")
RECEPTIONIST = Scenario(partner="receptionist")
CHECK_IN = Scenario(goal="check in")
NOTHING = Scenario()


@dataclass
class Script:
    """What the model finds in each extraction, and what it proposes; what was said and told."""

    found: list[Scenario | None]
    proposals: list[Scenario] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    changes: list[ScenarioState] = field(default_factory=list)
    completions: list[ScenarioState] = field(default_factory=list)
    extracted: list[list[str]] = field(default_factory=list)
    asked_model: list[Scenario] = field(default_factory=list)
    asides: dict[str, str] = field(default_factory=dict)  # what is answered, and how
    aside_locales: list[Locale] = field(default_factory=list)

    async def say(self, text: str) -> None:
        self.said.append(text)

    async def extract(self, turns: Sequence[Heard]) -> Scenario | None:
        self.extracted.append([turn.text for turn in turns])
        return self.found.pop(0)

    async def propose(self, known: Scenario) -> Scenario:
        self.asked_model.append(known)
        return self.proposals.pop(0)

    async def aside(self, said: str, locale: Locale) -> bool:
        if said not in self.asides:
            return False
        self.aside_locales.append(locale)
        self.said.append(self.asides[said])
        return True

    def scenario_changed(self, state: ScenarioState) -> None:
        self.changes.append(state)

    def scenario_completed(self, state: ScenarioState) -> None:
        self.completions.append(state)


def _builder(script: Script, *, locale: Locale = "en", state: ScenarioState | None = None) -> ScenarioBuilder:
    return ScenarioBuilder(
        state=state or ScenarioState(),
        locale=locale,
        say=script.say,
        extract=script.extract,
        propose=script.propose,
        catalogue=catalogue(),
        observer=script,
        aside=script.aside,
    )


async def _talk(script: Script, *lines: str, locale: Locale = "en") -> Scenario:
    """Each line is heard once the sentence before it is said."""
    builder = _builder(script, locale=locale)
    running = asyncio.create_task(builder.run())
    for number, line in enumerate(lines, start=1):
        await _settled(script, number)
        builder.hear(line) if line else builder.not_heard()
    return await asyncio.wait_for(running, 5)


async def _settled(script: Script, sentences: int) -> None:
    for _ in range(1000):
        if len(script.said) >= sentences:
            return
        await asyncio.sleep(0)
    raise AssertionError(f"said {script.said}, expected {sentences} sentences")


async def test_b1_all_in_one_sentence_asks_nothing() -> None:
    script = Script([Scenario(place="hotel", partner="receptionist", goal="check in")])
    scene = await _talk(script, "I'm at a hotel talking to the receptionist to check in.")
    assert scene == Scenario(place="hotel", partner="receptionist", goal="check in")
    assert len(script.completions) == 1
    assert [sentence.count("?") for sentence in script.said] == [0, 0]
    assert script.completions[0].attempts == 0


async def test_three_turns_ask_for_partner_and_goal_in_order() -> None:
    script = Script([HOTEL, RECEPTIONIST, CHECK_IN])
    await _talk(script, "I am at a hotel.", "The receptionist.", "I want to check in.")
    assert script.said[1:3] == ["Who are you talking to?", "What do you want to do in this scene?"]
    assert [state.attempts for state in script.changes] == [1, 2]
    assert len(script.completions) == 1


async def test_b2_the_question_is_in_the_learners_language() -> None:
    script = Script([Scenario(place="airport", goal="check in"), Scenario(partner="staff")])
    await _talk(script, "공항 체크인 상황을 연습하고 싶어요.", "직원이요.", locale="en")
    assert script.said[1] == "누구와 이야기해 볼까요?"


async def test_b4_three_questions_then_the_fallback_and_never_a_fourth() -> None:
    script = Script(
        [NOTHING, NOTHING, NOTHING, NOTHING],
        proposals=[Scenario(place="bank", partner="teller", goal="open an account")],
    )
    scene = await _talk(script, "Thanks!", "", "ok", "hmm", "well")
    assert script.changes[-1].attempts == 3
    assert scene == Scenario(place="bank", partner="teller", goal="open an account")
    questions = [sentence for sentence in script.said if sentence.endswith("?")]
    assert len(questions) == 4  # three, one of them repeated after the line nobody heard
    assert len(set(questions)) == 3


async def test_b5_a_model_that_fails_twice_leaves_the_defaults() -> None:
    script = Script([NOTHING], proposals=[NOTHING, NOTHING])
    scene = await _talk(script, "아무거나요")
    assert scene.complete
    assert len(script.asked_model) == 2
    assert script.completions[0].attempts == 0


async def test_b6_the_model_does_not_overwrite_the_learner() -> None:
    script = Script(
        [Scenario(place="bank")], proposals=[Scenario(place="airport", partner="teller", goal="send money")]
    )
    scene = await _talk(script, "A bank, and you choose the rest.")
    assert scene.place == "bank"


async def test_b7_a_correction_before_the_end_is_taken() -> None:
    script = Script([HOTEL, Scenario(place="airport"), Scenario(partner="officer"), CHECK_IN])
    scene = await _talk(
        script, "I am at a hotel.", "Not the hotel, the airport.", "An officer.", "I want to check in."
    )
    assert scene.place == "airport"


async def test_a_failed_extraction_changes_nothing_and_asks_on() -> None:
    script = Script([NOTHING, HOTEL, RECEPTIONIST, CHECK_IN])
    scene = await _talk(script, "Mumble mumble.", "A hotel.", "The receptionist.", "Check in.")
    assert scene == Scenario(place="hotel", partner="receptionist", goal="check in")


async def test_a_learner_who_goes_on_during_the_extraction_is_heard_whole() -> None:
    script = Script([None, Scenario(place="hotel", partner="receptionist", goal="check in")])
    builder = _builder(script)
    running = asyncio.create_task(builder.run())
    await _settled(script, 1)
    builder.hear("I am at a hotel")
    await asyncio.sleep(0)
    builder.hear("talking to the receptionist to check in")
    await asyncio.wait_for(running, 5)
    assert script.extracted[-1] == ["I am at a hotel", "talking to the receptionist to check in"]


async def test_an_extraction_interrupted_by_noise_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SETTLE_SECONDS", 0.01)
    script = Script([None, Scenario(place="hotel", partner="receptionist", goal="check in")])
    await _talk(script, "I am at a hotel talking to the receptionist to check in.")
    assert len(script.extracted) == 2


async def test_b13_three_unheard_lines_in_a_row_offer_typing() -> None:
    script = Script([Scenario(place="hotel", partner="receptionist", goal="check in")])
    builder = _builder(script)
    running = asyncio.create_task(builder.run())
    for sentences in (1, 2, 3):
        await _settled(script, sentences)
        builder.not_heard()
    await _settled(script, 5)
    builder.hear("a hotel, the receptionist, check in", typed=True)
    await asyncio.wait_for(running, 5)
    assert script.said[3] == "You can also type, if that is easier."
    assert script.completions[0].attempts == 0


async def test_a_job_that_takes_over_says_so_and_asks_the_last_question_again() -> None:
    script = Script([RECEPTIONIST, CHECK_IN])
    state = ScenarioState.from_stored(HOTEL, attempts=1, asked_fields=["partner"], completed=False)
    builder = _builder(script, state=state)
    running = asyncio.create_task(builder.run("resumed"))
    await _settled(script, 2)
    assert script.said == ["I was cut off for a moment, but let's go on.", "Who are you talking to?"]
    builder.hear("The receptionist.")
    await _settled(script, 3)
    builder.hear("Check in.")
    assert (await asyncio.wait_for(running, 5)).place == "hotel"


async def test_b8_nothing_is_extracted_before_the_learner_speaks() -> None:
    script = Script([])
    builder = _builder(script)
    running = asyncio.create_task(builder.run())
    await _settled(script, 1)
    assert script.extracted == []
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_question_about_english_is_answered_and_the_last_question_asked_again() -> None:
    script = Script(
        [HOTEL, NOTHING, RECEPTIONIST, CHECK_IN], asides={"직원이 영어로 뭐예요?": "Receptionist라고 해요."}
    )
    builder = _builder(script)
    running = asyncio.create_task(builder.run())
    for number, line in enumerate(
        ["a hotel", "직원이 영어로 뭐예요?", "the receptionist", "check in"], start=1
    ):
        await _settled(script, number if number < 3 else number + 1)
        builder.hear(line)
    await asyncio.wait_for(running, 5)
    greeting, partner, answer, again, goal, _ = script.said
    assert answer == "Receptionist라고 해요."
    assert script.aside_locales == ["ko"]
    assert partner == "Who are you talking to?"
    assert again == "누구와 이야기해 볼까요?"  # the same, in the language of the line
    assert greeting != goal
    assert script.completions[0].attempts == 2  # it cost none


async def test_facts_beside_a_question_about_english_are_taken() -> None:
    line = "At a hotel. How do I say 직원 in English?"
    script = Script([HOTEL, RECEPTIONIST, CHECK_IN], asides={line: "You can say receptionist."})
    builder = _builder(script)
    running = asyncio.create_task(builder.run())
    await _settled(script, 1)
    builder.hear(line)
    await _settled(script, 3)
    assert script.said[1:] == ["You can say receptionist.", "Who are you talking to?"]
    builder.hear("the receptionist")
    await _settled(script, 4)
    builder.hear("check in")
    assert (await asyncio.wait_for(running, 5)).place == "hotel"
