"""What tests do before they ask: start a lesson, say something in it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2

from contract.http import JoinResponse
from contract.turn import StoredTurn
from tests.token_server.serving import Served

SCENE = {"place": "hotel", "partner": "receptionist", "goal": "check in"}


async def start(http: httpx2.AsyncClient, **wish: Any) -> JoinResponse:
    answer = await http.post("/api/lessons", json=wish)
    assert answer.status_code == 201, answer.text
    return JoinResponse.model_validate(answer.json())


async def say(server: Served, way_in: JoinResponse, text: str, *, seq: int = 0, **given: Any) -> StoredTurn:
    """A turn, the learner's unless told otherwise, stored as the tutor stores it."""
    sitting = await server.storage.sittings.of_room(way_in.room_name)
    assert sitting is not None
    at = datetime(2026, 3, 1, 9, 0, tzinfo=UTC) + timedelta(seconds=10 * seq)
    values: dict[str, Any] = {
        "turn_id": uuid4(),
        "role": "learner",
        "started_at": at,
        "ended_at": at + timedelta(seconds=4),
        "speech_seconds": 4.0,
        "lesson_id": way_in.lesson_id,
        "sitting_id": sitting.sitting_id,
    }
    turn = StoredTurn(**values | given, seq=seq, text=text)
    await server.storage.turns.save([turn])
    return turn
