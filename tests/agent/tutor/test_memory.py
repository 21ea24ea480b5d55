"""What a tutor that takes over, or answers the next message, knows of the talk before it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from agent.tutor.memory import MAX_TURNS, memory_of
from contract.turn import Turn
from contract.words import Role

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def talk(turns: int) -> list[Turn]:
    roles: tuple[Role, Role] = ("tutor", "learner")
    return [
        Turn(
            turn_id=uuid4(),
            seq=number,
            role=roles[number % 2],
            text=f"Line {number}.",
            started_at=NOON + timedelta(seconds=number),
            ended_at=NOON + timedelta(seconds=number),
            speech_seconds=1.0,
        )
        for number in range(turns)
    ]


@pytest.mark.parametrize(
    ("turns", "first", "count"),
    [
        pytest.param(0, None, 0, id="nothing said"),
        pytest.param(3, "Line 0.", 3, id="all of it"),
        pytest.param(MAX_TURNS, "Line 0.", MAX_TURNS, id="as much as may be"),
        pytest.param(MAX_TURNS + 2, "Line 2.", MAX_TURNS, id="the last"),
        pytest.param(MAX_TURNS + 1, "Line 2.", MAX_TURNS - 1, id="not from the middle of an exchange"),
    ],
)
def test_memory_of(turns: int, first: str | None, count: int) -> None:
    items = memory_of(talk(turns)).items
    texts = [item.text_content for item in items if item.type == "message"]
    assert (texts[0] if texts else None, len(texts)) == (first, count)


def test_who_said_what_is_kept() -> None:
    items = memory_of(talk(2)).items
    assert [(item.role, item.text_content) for item in items if item.type == "message"] == [
        ("assistant", "Line 0."),
        ("user", "Line 1."),
    ]
