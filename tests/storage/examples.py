"""Learners, lessons, sittings and turns to store, with the fields a test cares about given by it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from contract.plan import learner_identity
from contract.turn import StoredTurn
from storage.records import NewLesson, Sitting
from storage.repositories import Storage

T0 = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def new_lesson(learner_id: UUID, **given: Any) -> NewLesson:
    values: dict[str, Any] = {"lesson_id": uuid4(), "mode": "build", "title": "New lesson"}
    return NewLesson(**values | given, learner_id=learner_id)


def new_sitting(lesson_id: UUID, **given: Any) -> Sitting:
    sitting_id = given.pop("sitting_id", uuid4())
    values: dict[str, Any] = {
        "room_name": f"lesson-{sitting_id}",
        "learner_identity": learner_identity(uuid4()),
        "created_at": T0,
        "dispatched_at": T0,
    }
    return Sitting(**values | given, sitting_id=sitting_id, lesson_id=lesson_id)


def new_turn(sitting: Sitting, seq: int, **given: Any) -> StoredTurn:
    """A learner's turn of two seconds that begins `10 * seq` seconds after T0."""
    values: dict[str, Any] = {
        "turn_id": uuid4(),
        "role": "learner",
        "text": f"Turn {seq}.",
        "started_at": at(10 * seq),
        "ended_at": at(10 * seq + 2),
        "speech_seconds": 1.5,
        "pauses": [0.4],
    }
    return StoredTurn(**values | given, seq=seq, lesson_id=sitting.lesson_id, sitting_id=sitting.sitting_id)


async def stored_learner(storage: Storage) -> UUID:
    learner_id = uuid4()
    await storage.learners.ensure(learner_id, locale="ko")
    return learner_id


async def stored_lesson(storage: Storage, learner_id: UUID | None = None, **given: Any) -> UUID:
    lesson = new_lesson(learner_id or await stored_learner(storage), **given)
    await storage.lessons.create(lesson)
    return lesson.lesson_id


async def stored_sitting(storage: Storage, lesson_id: UUID | None = None, **given: Any) -> Sitting:
    sitting = new_sitting(lesson_id or await stored_lesson(storage), **given)
    await storage.sittings.create(sitting)
    return sitting
