import pytest

from contract.words import Level, Patience
from lesson.patience import ByMeaning, BySilence, TurnTaking, by_silence, turn_taking


@pytest.mark.parametrize(
    ("level", "patience", "expected"),
    [
        pytest.param("A1", "auto", ByMeaning("low"), id="A1"),
        pytest.param("A2", "auto", ByMeaning("low"), id="A2"),
        pytest.param("B1", "auto", ByMeaning("medium"), id="B1"),
        pytest.param("B2", "auto", ByMeaning("medium"), id="B2"),
        pytest.param(None, "auto", ByMeaning("medium"), id="unknown"),
        pytest.param("C1", "auto", ByMeaning("high"), id="C1"),
        pytest.param("C2", "auto", ByMeaning("high"), id="C2"),
        pytest.param("C2", "3", BySilence(3000, 0.7, 300), id="chosen seconds win"),
        pytest.param(None, "1", BySilence(1000, 0.7, 300), id="one second"),
    ],
)
def test_by_meaning_unless_seconds_were_chosen(
    level: Level | None, patience: Patience, expected: TurnTaking
) -> None:
    assert turn_taking(level, patience) == expected


@pytest.mark.parametrize(
    ("level", "patience", "milliseconds"),
    [
        pytest.param("A1", "auto", 1800, id="A1"),
        pytest.param("A2", "auto", 1800, id="A2"),
        pytest.param("B1", "auto", 1500, id="B1"),
        pytest.param("B2", "auto", 1500, id="B2"),
        pytest.param("C1", "auto", 1200, id="C1"),
        pytest.param("C2", "auto", 1200, id="C2"),
        pytest.param(None, "auto", 1500, id="unknown"),
        pytest.param("A1", "2", 2000, id="chosen"),
    ],
)
def test_by_silence_where_meaning_is_not_judged(
    level: Level | None, patience: Patience, milliseconds: int
) -> None:
    assert by_silence(turn_taking(level, patience)) == BySilence(milliseconds, 0.7, 300)
