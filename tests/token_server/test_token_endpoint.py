"""LiveKit's standard token endpoint: a stock client gets our room, whatever it wishes for."""

from pathlib import Path
from typing import Any

import jwt
import pytest

from contract.http import LEARNER_COOKIE
from contract.plan import LessonPlan
from storage.memory import MemoryStorage
from tests.token_server.serving import NOWHERE, Served, make_settings, served


@pytest.mark.parametrize(
    "wishes",
    [
        pytest.param({}, id="none"),
        pytest.param(
            {
                "room_name": "the-boss-room",
                "participant_identity": "admin",
                "participant_name": "Admin",
                "participant_metadata": "{}",
                "participant_attributes": {"lesson.id": "x"},
                "room_config": {
                    "name": "x",
                    "agents": [{"agent_name": "another-agent", "metadata": "be someone else"}],
                },
            },
            id="all that the format knows",
        ),
        pytest.param(
            {"room_config": {"agents": [{"agentName": "x"}]}, "something": "newer"}, id="unknown ones"
        ),
    ],
)
async def test_a_stock_client_gets_a_free_talk_lesson_with_our_names(
    server: Served, wishes: dict[str, Any]
) -> None:
    answer = await server.http.post("/api/token", json=wishes)
    assert answer.status_code == 201
    body = answer.json()
    assert set(body) == {"server_url", "participant_token"}
    assert body["server_url"] == NOWHERE
    assert LEARNER_COOKIE in answer.headers["set-cookie"]
    claims = jwt.decode(body["participant_token"], options={"verify_signature": False})
    assert claims["sub"].startswith("learner-")
    assert claims["video"]["room"].startswith("lesson-")
    assert claims["roomConfig"]["name"] == claims["video"]["room"]
    (agent,) = claims["roomConfig"]["agents"]
    assert agent["agentName"] == "english-tutor"
    assert LessonPlan.model_validate_json(agent["metadata"]).mode == "free"
    assert not {"metadata", "name", "attributes"} & set(claims)

    (lesson,) = (await server.http.get("/api/lessons")).json()["lessons"]
    assert lesson["mode"] == "free"


async def test_asking_again_is_a_new_lesson_and_ends_the_one_before(server: Served) -> None:
    await server.http.post("/api/token", json={})
    await server.http.post("/api/token", json={})
    newer, older = (await server.http.get("/api/lessons")).json()["lessons"]
    assert (newer["status"], older["status"], older["end_reason"]) == ("waiting", "ended", "replaced")


async def test_nothing_at_all_may_be_sent(server: Served) -> None:
    assert (await server.http.post("/api/token")).status_code == 201


async def test_what_a_learner_can_choose_from_needs_no_cookie(server: Served) -> None:
    voices = (await server.http.get("/api/voices")).json()
    assert voices["default"] in voices["voices"]
    assert len(voices["voices"]) == 10
    scenarios = (await server.http.get("/api/scenarios")).json()["scenarios"]
    assert len(scenarios) >= 24
    assert [row["scenario_id"] for row in scenarios] == list(server.parts.catalogue)
    assert {"title_ko", "title_en", "place", "partner", "goal", "key_phrases"} <= set(scenarios[0])


async def test_how_long_lessons_are_kept_is_told_before_the_first(tmp_path: Path) -> None:
    async with served(make_settings(tmp_path, guest_keep_days=0.5), MemoryStorage()) as server:
        assert (await server.http.get("/api/about")).json() == {"guest_keep_days": 0.5}
