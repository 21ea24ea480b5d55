"""Lessons in Postgres."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from contract.lesson import LessonSummary, Totals
from contract.scenario import Scenario
from contract.words import EndReason, Mode, Pace, Patience, Stage, Voice
from storage.errors import UnknownLessonError
from storage.postgres.database import Database
from storage.postgres.rows import LESSONS, lesson_record, lock_lesson
from storage.records import BuilderProgress, LessonRecord, NewLesson, summary_of
from storage.text import storable, storable_field

_INSERT = """
    INSERT INTO lessons (lesson_id, learner_id, status, stage, mode, place, partner, goal, scenario_id, title, level,
                         voice, engine, patience, pace, locale)
    VALUES ($1, $2, 'waiting', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
"""

# strpos, not LIKE: what the learner typed is text to find, never a pattern.
_LIST = f"""
    {LESSONS}
    WHERE lessons.learner_id = $1
      AND ($2::timestamptz IS NULL OR lessons.created_at < $2)
      AND ($3::text IS NULL OR scenario_id = ANY($5)
           OR mode = ANY($6) AND num_nonnulls(place, partner, goal) = 0
           OR strpos(lower(concat_ws(E'\\n', title, place, partner, goal)), lower($3)) > 0
           OR EXISTS (SELECT 1 FROM turns
                      WHERE turns.lesson_id = lessons.lesson_id AND strpos(lower(turns.text), lower($3)) > 0))
    ORDER BY lessons.created_at DESC, lessons.lesson_id
    LIMIT $4
"""  # noqa: S608 - built from constants

_LAST = f"""
    {LESSONS}
    WHERE lessons.learner_id = $1 AND (status = 'running' OR turn_count > 0)
    ORDER BY lessons.ended_at DESC NULLS FIRST, lessons.lesson_id
    LIMIT 1
"""

_TOTALS = f"""
    SELECT count(*) AS lessons, coalesce(sum(total_seconds), 0)::double precision AS total_seconds,
           coalesce(sum(speech.seconds), 0)::double precision AS learner_speech_seconds
    FROM ({LESSONS} WHERE lessons.learner_id = $1) AS listed
    CROSS JOIN LATERAL (
        SELECT sum(speech_seconds) AS seconds FROM turns
        WHERE turns.lesson_id = listed.lesson_id AND role = 'learner'
    ) AS speech
"""  # noqa: S608 - built from constants

_SET_SCENARIO = """
    UPDATE lessons
    SET place = $2, partner = $3, goal = $4, builder_attempts = $5, builder_asked_fields = $6, builder_completed = $7,
        title = coalesce($8, title), scenario_revision = coalesce($9, scenario_revision), report_due = true,
        stage = CASE WHEN $7 AND stage = 'scenario' THEN 'roleplay' ELSE stage END,
        scenario_completed_at = CASE WHEN $7 THEN coalesce(scenario_completed_at, now()) END
    WHERE lesson_id = $1 AND ($9::bigint IS NULL OR scenario_revision < $9)
"""


class PostgresLessons:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, lesson: NewLesson) -> None:
        await self._database.execute(
            _INSERT,
            lesson.lesson_id,
            lesson.learner_id,
            "scenario" if lesson.mode == "build" else "roleplay",
            lesson.mode,
            storable_field(lesson.scenario.place),
            storable_field(lesson.scenario.partner),
            storable_field(lesson.scenario.goal),
            lesson.scenario_id,
            storable(lesson.title),
            lesson.level,
            lesson.voice,
            lesson.engine,
            lesson.patience,
            lesson.pace,
            lesson.locale,
        )

    async def get(self, lesson_id: UUID) -> LessonRecord | None:
        row = await self._database.fetchrow(f"{LESSONS} WHERE lessons.lesson_id = $1", lesson_id)
        return lesson_record(row) if row else None

    async def list_for(
        self,
        learner_id: UUID,
        *,
        limit: int = 20,
        before: datetime | None = None,
        q: str | None = None,
        or_scenes: Collection[str] = (),
        or_unnamed: Collection[Mode] = (),
    ) -> tuple[list[LessonSummary], bool]:
        sought = storable(q).strip() if q else ""
        rows = await self._database.fetch(
            _LIST, learner_id, before, sought or None, limit + 1, list(or_scenes), list(or_unnamed)
        )
        return [summary_of(lesson_record(row)) for row in rows[:limit]], len(rows) > limit

    async def last_of(self, learner_id: UUID) -> LessonSummary | None:
        row = await self._database.fetchrow(_LAST, learner_id)
        return summary_of(lesson_record(row)) if row else None

    async def totals_of(self, learner_id: UUID) -> Totals:
        (row,) = await self._database.fetch(_TOTALS, learner_id)
        return Totals(**dict(row))

    async def ids_of(self, learner_id: UUID) -> list[UUID]:
        rows = await self._database.fetch(
            "SELECT lesson_id FROM lessons WHERE learner_id = $1 ORDER BY created_at DESC, lesson_id",
            learner_id,
        )
        return [row["lesson_id"] for row in rows]

    async def open_of(self, learner_id: UUID) -> list[LessonRecord]:
        rows = await self._database.fetch(
            f"{LESSONS} WHERE lessons.learner_id = $1 AND status <> 'ended' ORDER BY lessons.created_at",
            learner_id,
        )
        return [lesson_record(row) for row in rows]

    async def stranded(self, *, older_seconds: float) -> list[UUID]:
        rows = await self._database.fetch(
            "SELECT lesson_id FROM lessons "
            "WHERE status <> 'ended' AND last_activity_at <= now() - $1::interval AND NOT EXISTS ("
            "SELECT 1 FROM sittings WHERE sittings.lesson_id = lessons.lesson_id AND sittings.ended_at IS NULL) "
            "ORDER BY last_activity_at",
            timedelta(seconds=older_seconds),
        )
        return [row["lesson_id"] for row in rows]

    async def start(self, lesson_id: UUID, *, at: datetime) -> None:
        await self._change(
            "UPDATE lessons SET status = 'running', started_at = coalesce(started_at, $2), last_activity_at = now() "
            "WHERE lesson_id = $1 AND status <> 'ended'",
            lesson_id,
            at,
        )

    async def reopen(self, lesson_id: UUID) -> None:
        await self._change(
            "UPDATE lessons SET status = 'waiting', ended_at = NULL, end_reason = NULL, last_activity_at = now(), "
            "stage = CASE WHEN mode = 'build' AND NOT builder_completed THEN 'scenario' ELSE 'roleplay' END "
            "WHERE lesson_id = $1 AND status = 'ended'",
            lesson_id,
        )

    async def set_stage(self, lesson_id: UUID, stage: Stage) -> None:
        await self._change(
            "UPDATE lessons SET stage = $2 WHERE lesson_id = $1 AND status <> 'ended' AND $2 <> 'ended'",
            lesson_id,
            stage,
        )

    async def set_scenario(
        self,
        lesson_id: UUID,
        scenario: Scenario,
        *,
        builder: BuilderProgress,
        title: str | None = None,
        revision: int | None = None,
    ) -> None:
        await self._change(
            _SET_SCENARIO,
            lesson_id,
            storable_field(scenario.place),
            storable_field(scenario.partner),
            storable_field(scenario.goal),
            builder.attempts,
            list(builder.asked_fields),
            builder.completed,
            None if title is None else storable(title),
            revision,
        )

    async def set_choices(
        self,
        lesson_id: UUID,
        *,
        voice: Voice | None = None,
        patience: Patience | None = None,
        pace: Pace | None = None,
    ) -> None:
        await self._change(
            "UPDATE lessons SET voice = coalesce($2, voice), patience = coalesce($3, patience), "
            "pace = coalesce($4, pace), last_activity_at = now() WHERE lesson_id = $1",
            lesson_id,
            voice,
            patience,
            pace,
        )

    async def end(
        self, lesson_id: UUID, *, reason: EndReason, at: datetime, sitting_id: UUID | None = None
    ) -> bool:
        async with self._database.transaction() as connection:
            # The lock keeps a sitting from being opened between the two statements.
            if (await lock_lesson(connection, lesson_id))["status"] == "ended":
                return False
            if sitting_id is not None:
                current = await connection.fetchval(
                    "SELECT sitting_id FROM sittings WHERE lesson_id = $1 AND ended_at IS NULL", lesson_id
                )
                if current != sitting_id:
                    return False
            await connection.execute(
                "UPDATE lessons SET status = 'ended', stage = 'ended', ended_at = $2, end_reason = $3, "
                "report_due = true, lease_job_id = NULL, lease_expires_at = NULL WHERE lesson_id = $1",
                lesson_id,
                at,
                reason,
            )
            await connection.execute(
                "UPDATE sittings SET ended_at = $2 WHERE lesson_id = $1 AND ended_at IS NULL", lesson_id, at
            )
            return True

    async def delete(self, lesson_id: UUID) -> None:
        await self._database.execute("DELETE FROM lessons WHERE lesson_id = $1", lesson_id)

    async def _change(self, statement: str, lesson_id: UUID, *values: Any) -> None:
        """Run a statement whose first argument is the lesson. Raises UnknownLessonError if there is no such lesson."""
        if await self._database.execute(statement, lesson_id, *values):
            return
        if await self._database.fetchval("SELECT 1 FROM lessons WHERE lesson_id = $1", lesson_id) is None:
            raise UnknownLessonError(f"lesson_id {lesson_id} is not in lessons")
