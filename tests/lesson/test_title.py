import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.scenario import Scenario
from contract.words import Mode
from lesson.title import MAX_TITLE_CHARACTERS, SHOWN_UNNAMED, modes_shown_as, scenario_title, shortened

WORDS = Path(__file__).parents[2] / "web_client" / "src" / "words" / "messages.json"


@pytest.mark.parametrize(
    ("scenario", "mode", "title"),
    [
        pytest.param(
            Scenario(place="hotel", partner="receptionist", goal="check in"),
            "scene",
            "hotel / receptionist / check in",
            id="whole",
        ),
        pytest.param(Scenario(place="hotel"), "build", "hotel", id="only a place"),
        pytest.param(Scenario(), "build", "Conversation", id="nothing known"),
        pytest.param(Scenario(), "free", "Free Conversation", id="free"),
        pytest.param(
            Scenario(place="university seminar room", partner="thesis examiner", goal="defend your thesis"),
            "scene",
            "university seminar room / thesis examiner…",
            id="cut before a word",
        ),
    ],
)
def test_scenario_title(scenario: Scenario, mode: Mode, title: str) -> None:
    assert scenario_title(scenario, mode=mode) == title


@pytest.mark.parametrize(
    ("words", "modes"),
    [
        pytest.param("자유", ["free"], id="Korean"),
        pytest.param("JUST talk", ["free"], id="English, any case"),
        pytest.param("장면", ["build"], id="a scene that was never found"),
        pytest.param("Conversation", [], id="the stored title, which nobody sees"),
        pytest.param("이야기 하기", [], id="other words"),
    ],
)
def test_a_lesson_without_a_scene_is_sought_by_the_title_it_is_shown_under(
    words: str, modes: list[Mode]
) -> None:
    assert modes_shown_as(words) == modes


def test_pages_and_search_call_a_lesson_without_a_scene_the_same() -> None:
    shown = json.loads(WORDS.read_text())
    assert {
        mode: (shown[key]["ko"], shown[key]["en"])
        for mode, key in (("free", "start.free"), ("build", "title.unknown"))
    } == SHOWN_UNNAMED


@given(st.text(max_size=200))
def test_a_title_is_never_too_long(text: str) -> None:
    assert len(shortened(text)) <= MAX_TITLE_CHARACTERS
