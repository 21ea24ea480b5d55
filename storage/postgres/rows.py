"""From rows to records, and the one query by which lessons are read."""

from typing import Any

import asyncpg

from contract.latency import TurnLatency
from contract.scenario import Scenario
from contract.turn import StoredTurn
from storage.errors import UnknownLessonError
from storage.postgres.database import Connection
from storage.records import BuilderProgress, Lease, LessonRecord, Sitting

# A lesson's time is the sum over its sittings: the gap between two of them is not counted. Lessons of a guest who was
# removed for idleness are not seen until activity brings them back.
LESSONS = """
    SELECT lessons.*, spoken.turn_count, spoken.total_seconds
    FROM lessons
    JOIN learners ON learners.learner_id = lessons.learner_id AND learners.removed_at IS NULL
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(sitting.turns), 0)::bigint AS turn_count,
               coalesce(sum(sitting.seconds), 0)::double precision AS total_seconds
        FROM (
            SELECT count(*) AS turns, extract(epoch FROM max(ended_at) - min(started_at)) AS seconds
            FROM turns WHERE turns.lesson_id = lessons.lesson_id GROUP BY turns.sitting_id
        ) AS sitting
    ) AS spoken
"""

SITTING_COLUMNS = (
    "sitting_id",
    "lesson_id",
    "room_name",
    "learner_identity",
    "created_at",
    "joined_at",
    "left_at",
    "ended_at",
    "dispatched_at",
    "dispatches",
    "kind",
)


def lesson_record(row: asyncpg.Record) -> LessonRecord:
    return LessonRecord(
        lesson_id=row["lesson_id"],
        learner_id=row["learner_id"],
        status=row["status"],
        stage=row["stage"],
        mode=row["mode"],
        scenario=Scenario(place=row["place"], partner=row["partner"], goal=row["goal"]),
        scenario_id=row["scenario_id"],
        title=row["title"],
        level=row["level"],
        voice=row["voice"],
        engine=row["engine"],
        patience=row["patience"],
        pace=row["pace"],
        locale=row["locale"],
        builder=BuilderProgress(
            attempts=row["builder_attempts"],
            asked_fields=tuple(row["builder_asked_fields"]),
            completed=row["builder_completed"],
        ),
        created_at=row["created_at"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        end_reason=row["end_reason"],
        last_activity_at=row["last_activity_at"],
        turn_count=row["turn_count"],
        total_seconds=row["total_seconds"],
        scenario_completed_at=row["scenario_completed_at"],
    )


def sitting_record(row: asyncpg.Record, *, prefix: str = "") -> Sitting:
    values: dict[str, Any] = {name: row[prefix + name] for name in SITTING_COLUMNS}
    return Sitting(**values)


def lease_record(row: asyncpg.Record) -> Lease | None:
    if row["lease_job_id"] is None:
        return None
    return Lease(job_id=row["lease_job_id"], epoch=row["lease_epoch"], seconds_left=row["lease_seconds_left"])


def turn_record(row: asyncpg.Record) -> StoredTurn:
    values = dict(row)
    latency = values.pop("latency")
    return StoredTurn(**values, latency=TurnLatency.model_validate_json(latency) if latency else None)


async def lock_lesson(connection: Connection, lesson_id: Any) -> asyncpg.Record:
    """The lesson's row, locked until the transaction ends. Raises UnknownLessonError."""
    row = await connection.fetchrow("SELECT * FROM lessons WHERE lesson_id = $1 FOR UPDATE", lesson_id)
    if row is None:
        raise UnknownLessonError(f"lesson_id {lesson_id} is not in lessons")
    return row
