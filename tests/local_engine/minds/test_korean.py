"""Every line the mind can say has its Korean, and nothing else has: it is no translator."""

import json
import re
from typing import Any

import pytest

from contract.scenario import Scenario
from contract.words import Stage
from lesson.catalogue import catalogue
from lesson.hints import HINT_SCHEMA, hint_messages, parse_hints
from lesson.translation import TRANSLATION_SCHEMA, parse_translation, translation_messages
from local_engine.minds import supervision, talk
from local_engine.minds.korean import korean_of, translation_asked
from local_engine.minds.lines import ORDER, topic_of, topics
from local_engine.minds.scene import Scene
from local_engine.minds.scenes import SCENES
from local_engine.minds.talk import Talk, briefing, line
from local_engine.minds.tutor import TutorMind
from local_engine.protocols import Message, Task

HANGUL = re.compile(r"[가-힣]")
# 해요체 ends in 요 (or 죠), asks with it; a wish is "되세요"; a word alone ("뭐 해요?") too.
POLITE = re.compile(r"(?:요|죠|네요|세요)[.?!]")
CATALOGUE = [Scene(row.place, row.partner, row.goal) for row in catalogue()]


async def _answer(messages: list[dict[str, str]], schema: Any) -> str:
    system, user = messages
    task = Task(
        instructions=system["content"],
        history=[Message("user", user["content"])],
        response_schema=schema,
    )
    answer = await TutorMind().answer(task)
    return "".join([piece async for piece in answer])  # type: ignore[union-attr]


async def _translation(text: str) -> str | None:
    return parse_translation(await _answer(translation_messages(text, "ko"), TRANSLATION_SCHEMA), text, "ko")


@pytest.mark.parametrize("name", ORDER)
def test_each_line_of_a_topic_has_its_korean_and_no_other(name: str) -> None:
    topic = topics()[name]
    assert set(topic.korean) == set(topic.lines)
    for english, korean in topic.korean.items():
        assert korean_of(english) == korean or korean_of(english) in _all_korean(english)
        assert HANGUL.search(korean), english


def _all_korean(english: str) -> set[str]:
    """What the topics that share a line say of it."""
    return {topic.korean[english] for topic in topics().values() if english in topic.korean}


@pytest.mark.parametrize("name", ORDER)
def test_the_korean_is_polite_and_no_longer_than_it_must_be(name: str) -> None:
    for english, korean in topics()[name].korean.items():
        assert POLITE.search(korean[-3:]), (english, korean)
        assert len(korean) <= len(english) + 10, (english, korean)


def _constants() -> list[str]:
    return [
        *talk._QUIET_LINES,
        talk._NEVER_ANSWERED,
        *talk._CLOSING,
        *talk._BACK,
        *(answer for _, answer in supervision._KNOWN),
        supervision._UNKNOWN,
        "I am sorry, I could not find that.",
        "Last time we had a good talk.",
        "Please go on.",
        "You have had 12 lessons, 3 of them this month.",
    ]


@pytest.mark.parametrize("text", _constants())
def test_the_lines_of_no_topic_have_it_too(text: str) -> None:
    assert korean_of(text), text


@pytest.mark.parametrize("scene", [*SCENES, *CATALOGUE], ids=lambda scene: f"{scene.place}, {scene.goal}")
@pytest.mark.parametrize("wish", ["new", "briefing", "first_line", "free", "continued", "back", "again"])
def test_openings_of_the_scenes_we_know(scene: Scene, wish: Any) -> None:
    said = line(Talk(scene, learner=["Hello."], tutor=[]), wish)
    assert korean_of(said), said


@pytest.mark.parametrize("name", ORDER)
@pytest.mark.parametrize(
    "said",
    [
        "Are you an AI?",
        "Sorry?",
        "Can you correct me?",
        "Goodbye!",
        "Hm.",
    ],
)
def test_answers_to_anything_in_any_topic(name: str, said: str) -> None:
    """Also those that are made of two lines: "Yes, I am an AI.", then the last question again."""
    topic = topics()[name]
    scene = next((one for one in SCENES if topic_of(one) is topic), Scene("nowhere", None, None))
    for last in [*topic.first, *topic.lead]:
        answer = line(Talk(scene, learner=["Hello.", said], tutor=[last]), "answer")
        assert korean_of(answer), (last, answer)


@pytest.mark.parametrize("row", catalogue(), ids=lambda row: row.scenario_id)
def test_first_lines_of_the_catalogue(row: Any) -> None:
    assert korean_of(row.opening)
    said = line(Talk(Scene(row.place, row.partner, row.goal), [], [], first_line=row.opening), "new")
    assert korean_of(said), said


@pytest.mark.parametrize(
    ("text", "korean"),
    [
        pytest.param("How long does it take? How much is it?", "얼마나 걸려요? 얼마예요?", id="two lines, whole (L5)"),
        pytest.param("Good evening, and welcome to our hotel.", "안녕하세요, 저희 호텔에 오신 걸 환영해요.", id="cut after a sentence"),
        pytest.param("how much is it", "얼마예요?", id="as a recogniser writes it"),
        pytest.param(briefing(Scene("hotel", "receptionist", "check in")), "우리는 지금 호텔에 있어요. 저는 프런트 직원 역할이에요. 목표는 이거예요: 체크인하기.", id="a briefing"),
    ],
)  # fmt: skip
async def test_own_lines_are_translated(text: str, korean: str) -> None:
    assert await _translation(text) == korean


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("My dog ate my boarding pass.", id="a learner's own words"),
        pytest.param("How long does it take? My dog is here.", id="half of it known"),
        pytest.param("Good evening, and welcome to", id="cut in a sentence"),
        pytest.param("We are at the moon base, I am the captain, and your goal is this: leave.", id="words it has not"),
        pytest.param("", id="nothing"),
    ],
)  # fmt: skip
async def test_nothing_else_is(text: str) -> None:
    assert await _translation(text) is None


def test_into_english_nothing_is() -> None:
    asked = json.dumps({"translate_to": "English", "line": "얼마예요?"})
    assert translation_asked([Message("user", asked)]) is None


@pytest.mark.parametrize("scene", CATALOGUE, ids=lambda scene: f"{scene.place}, {scene.goal}")
async def test_hints_for_a_scene_with_their_meanings(scene: Scene) -> None:
    scenario = Scenario(place=scene.place, partner=scene.partner, goal=scene.goal)
    messages = hint_messages(scenario, stage="roleplay", level="A2", turns=[])
    hints = parse_hints(await _answer(messages, HINT_SCHEMA))
    assert len(hints) == 3
    for hint in hints:
        assert hint.meaning
        assert await _translation(hint.text) == hint.meaning


@pytest.mark.parametrize(
    ("scenario", "stage", "first"),
    [
        pytest.param(Scenario(), "scenario", ["I am at a hotel.", "I am talking to the receptionist.", "I want to check in."], id="nothing yet"),
        pytest.param(Scenario(place="hotel"), "scenario", ["I am talking to the receptionist.", "I want to check in."], id="the place is known"),
        pytest.param(Scenario(place="hotel", partner="staff"), "scenario", ["I want to check in.", "I want to ask for help."], id="only the goal is missing"),
        pytest.param(Scenario(), "roleplay", ["It was pretty good. How about you?"], id="free talk"),
    ],
)  # fmt: skip
async def test_hints_where_no_scene_is_known(scenario: Scenario, stage: Stage, first: list[str]) -> None:
    messages = hint_messages(scenario, stage=stage, level=None, turns=[])
    hints = [hint.text for hint in parse_hints(await _answer(messages, HINT_SCHEMA))]
    assert hints[: len(first)] == first


async def test_a_client_that_wants_texts_gets_texts() -> None:
    schema = {
        "type": "object",
        "properties": {"hints": {"type": "array", "items": {"type": "string"}}},
        "required": ["hints"],
    }
    messages = hint_messages(Scenario(place="hotel"), stage="roleplay", level=None, turns=[])
    assert json.loads(await _answer(messages, schema))["hints"][0] == "I have a reservation under Kim."
