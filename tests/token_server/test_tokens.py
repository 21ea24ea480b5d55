import json
import time
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import jwt

from contract.plan import LessonPlan, learner_identity
from contract.scenario import Scenario
from storage.records import BuilderProgress, LessonRecord, Sitting
from token_server.tokens import RoomTokens, plan_of

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
SECRET = "a-secret-of-at-least-32-characters"
TOKENS = RoomTokens(api_key="key", api_secret=SECRET, return_seconds=60)


def a_lesson() -> LessonRecord:
    return LessonRecord(
        lesson_id=uuid4(),
        learner_id=uuid4(),
        status="waiting",
        stage="roleplay",
        mode="scene",
        scenario=Scenario(place="a quiet hotel", partner="the receptionist", goal="check in"),
        scenario_id=None,
        title="a quiet hotel",
        level="B1",
        voice="marin",
        engine="pipeline",
        patience="2",
        pace="slower",
        locale="en",
        builder=BuilderProgress(),
        created_at=NOW,
        started_at=None,
        ended_at=None,
        end_reason=None,
        last_activity_at=NOW,
        turn_count=0,
        total_seconds=0.0,
    )


def a_sitting(lesson: LessonRecord) -> Sitting:
    sitting_id = uuid4()
    return Sitting(
        sitting_id=sitting_id,
        lesson_id=lesson.lesson_id,
        room_name=f"lesson-{sitting_id}",
        learner_identity=learner_identity(lesson.learner_id),
        created_at=NOW,
    )


def claims_of(lesson: LessonRecord, sitting: Sitting) -> dict[str, Any]:
    token = TOKENS.sign(plan_of(lesson, sitting), room_name=sitting.room_name)
    claims: dict[str, Any] = jwt.decode(token, SECRET, algorithms=["HS256"])
    return claims


def test_a_token_opens_one_room_for_one_learner_with_microphone_and_data() -> None:
    lesson = a_lesson()
    sitting = a_sitting(lesson)
    claims = claims_of(lesson, sitting)

    assert claims["sub"] == f"learner-{lesson.learner_id}"
    assert claims["video"] == {
        "roomJoin": True,
        "room": sitting.room_name,
        "canPublish": True,
        "canPublishSources": ["microphone"],
        "canPublishData": True,
        "canSubscribe": True,
        "canUpdateOwnMetadata": False,
    }
    assert not {"metadata", "name", "attributes", "sip"} & set(claims)


def test_a_token_lives_ten_minutes_at_most() -> None:
    lesson = a_lesson()
    assert 0 < claims_of(lesson, a_sitting(lesson))["exp"] - time.time() <= 600


def test_the_room_waits_longer_than_the_lesson_and_sends_for_our_tutor() -> None:
    lesson = a_lesson()
    sitting = a_sitting(lesson)
    room = claims_of(lesson, sitting)["roomConfig"]

    assert room["emptyTimeout"] == 60
    assert room["departureTimeout"] > TOKENS.return_seconds
    assert room["maxParticipants"] == 4
    assert "metadata" not in room
    (agent,) = room["agents"]
    assert agent["agentName"] == "english-tutor"
    assert LessonPlan.model_validate_json(agent["metadata"]) == plan_of(lesson, sitting)


def test_no_text_of_the_learner_stands_in_a_token() -> None:
    lesson = a_lesson()
    claims = json.dumps(claims_of(lesson, a_sitting(lesson)))
    for text in ("hotel", "receptionist", "check in"):
        assert text not in claims


def test_the_plan_carries_the_lesson_s_settings() -> None:
    lesson = a_lesson()
    plan = plan_of(lesson, a_sitting(lesson))
    assert (plan.mode, plan.level, plan.voice, plan.engine, plan.patience, plan.pace, plan.locale) == (
        "scene",
        "B1",
        "marin",
        "pipeline",
        "2",
        "slower",
        "en",
    )
