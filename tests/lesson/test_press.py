"""What a press of the talk button comes to (docs/behaviours.md, push to talk)."""

import pytest

from lesson.press import Outcome, outcome_of


@pytest.mark.parametrize(
    ("held_seconds", "voiced", "outcome"),
    [
        pytest.param(0.099, True, "ignored", id="a slip of the finger, even with a sound in it"),
        pytest.param(0.0, False, "ignored", id="no time at all"),
        pytest.param(0.1, True, "turn", id="a tenth of a second"),
        pytest.param(0.1, False, "unheard", id="a press without speech"),
        pytest.param(60.0, True, "turn", id="however long"),
    ],
)
def test_outcome(held_seconds: float, voiced: bool, outcome: Outcome) -> None:
    assert outcome_of(held_seconds, voiced=voiced) == outcome
