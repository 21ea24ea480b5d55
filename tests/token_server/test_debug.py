"""Developers' pages: open where the settings say so, a learner's own lessons only, no word of the talk."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from contract.debug import DebugLesson
from contract.latency import TurnLatency
from contract.turn import StoredTurn
from storage.memory import MemoryStorage
from tests.token_server.serving import Served, make_settings, served
from tests.token_server.steps import say, start

PRODUCTION = {"tutor_env": "production", "public_url": "https://tutor.example"}


@pytest.mark.parametrize(
    ("given", "status"),
    [
        pytest.param({}, 200, id="development"),
        pytest.param({"tutor_debug_pages": False}, 404, id="development, closed"),
        pytest.param(PRODUCTION, 404, id="production"),
        pytest.param(PRODUCTION | {"tutor_debug_pages": True}, 200, id="production, opened"),
    ],
)
async def test_pages_and_calls_are_there_only_where_opened(
    tmp_path: Path, given: dict[str, Any], status: int
) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "index.html").write_text("<!doctype html>")
    async with served(make_settings(tmp_path, **given), MemoryStorage()) as server:
        way_in = await start(server.http, mode="free")
        bearer = {"Authorization": f"Bearer {way_in.learner_token}"}
        for path in ("/debug", f"/debug/lessons/{way_in.lesson_id}", "/api/debug"):
            assert (await server.http.get(path, headers=bearer)).status_code == status, path
        lesson = await server.http.get(f"/api/debug/lessons/{way_in.lesson_id}", headers=bearer)
        assert lesson.status_code == status


async def test_a_lesson_shows_its_times_and_none_of_its_words(server: Served) -> None:
    way_in = await start(server.http, mode="free")
    asked = await say(server, way_in, "My secret is a purple elephant.")
    latency = TurnLatency(
        answers=asked.turn_id,
        turn_decided=1_000.0,
        audio_out=1_000.8,
        total=0.8,
        engine="realtime",
        channel="voice",
    )
    at = datetime(2026, 3, 1, 9, 0, 5, tzinfo=UTC)
    reply = StoredTurn(
        turn_id=uuid4(),
        seq=5,
        role="tutor",
        text="An elephant, how nice.",
        started_at=at,
        ended_at=at,
        speech_seconds=1.0,
        lesson_id=asked.lesson_id,
        sitting_id=asked.sitting_id,
        latency=latency,
    )
    await server.storage.turns.save([reply])
    answer = await server.http.get(f"/api/debug/lessons/{way_in.lesson_id}")
    assert "elephant" not in answer.text
    found = DebugLesson.model_validate_json(answer.content)
    assert [turn.latency for turn in found.turns] == [None, latency]
    assert [(stage.stage, stage.p50, stage.few) for stage in found.latency.stages] == [("total", 0.8, True)]


async def test_another_learners_lesson_is_not_there(server: Served) -> None:
    way_in = await start(server.http, mode="free")
    async with server.stranger() as stranger:
        assert (await stranger.get(f"/api/debug/lessons/{way_in.lesson_id}")).status_code == 401
        other = await start(stranger, mode="free")
        bearer = {"Authorization": f"Bearer {other.learner_token}"}
        answer = await stranger.get(f"/api/debug/lessons/{way_in.lesson_id}", headers=bearer)
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_lesson")
