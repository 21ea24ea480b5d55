import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.scenario import Scenario
from contract.words import Mode
from lesson.title import MAX_TITLE_CHARACTERS, scenario_title, shortened


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


@given(st.text(max_size=200))
def test_a_title_is_never_too_long(text: str) -> None:
    assert len(shortened(text)) <= MAX_TITLE_CHARACTERS
