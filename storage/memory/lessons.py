"""Lessons in memory."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from contract.lesson import LessonSummary, Totals
from contract.scenario import Scenario
from contract.words import EndReason, Mode, Pace, Patience, Stage, Voice
from storage.errors import StorageError
from storage.memory.state import LessonRow, State
from storage.records import BuilderProgress, LessonRecord, NewLesson, summary_of
from storage.text import storable, storable_field


class MemoryLessons:
    def __init__(self, state: State) -> None:
        self._state = state

    async def create(self, lesson: NewLesson) -> None:
        if lesson.lesson_id in self._state.lessons or lesson.learner_id not in self._state.learners:
            raise StorageError(f"lesson_id {lesson.lesson_id} exists, or its learner does not")
        now = self._state.now()
        record = LessonRecord(
            lesson_id=lesson.lesson_id,
            learner_id=lesson.learner_id,
            status="waiting",
            stage="scenario" if lesson.mode == "build" else "roleplay",
            mode=lesson.mode,
            scenario=_storable(lesson.scenario),
            scenario_id=lesson.scenario_id,
            title=storable(lesson.title),
            level=lesson.level,
            voice=lesson.voice,
            engine=lesson.engine,
            patience=lesson.patience,
            pace=lesson.pace,
            locale=lesson.locale,
            builder=BuilderProgress(),
            created_at=now,
            started_at=None,
            ended_at=None,
            end_reason=None,
            last_activity_at=now,
            turn_count=0,
            total_seconds=0.0,
        )
        self._state.lessons[lesson.lesson_id] = LessonRow(record=record)

    async def get(self, lesson_id: UUID) -> LessonRecord | None:
        row = self._state.lessons.get(lesson_id)
        return self._state.read(row) if row is not None and self._state.visible(row) else None

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
        sought = storable(q).strip().lower() if q else ""
        rows = [
            row
            for row in self._of(learner_id)
            if (before is None or row.record.created_at < before)
            and (
                self._matches(row, sought)
                or row.record.scenario_id in or_scenes
                or (row.record.mode in or_unnamed and row.record.scenario == Scenario())
            )
        ]
        rows.sort(key=lambda row: row.record.created_at, reverse=True)
        return [summary_of(self._state.read(row)) for row in rows[:limit]], len(rows) > limit

    async def last_of(self, learner_id: UUID) -> LessonSummary | None:
        lessons = [self._state.read(row) for row in self._of(learner_id)]
        meant = [lesson for lesson in lessons if lesson.status == "running" or lesson.turn_count > 0]
        latest = max(
            meant, key=lambda lesson: lesson.ended_at or datetime.max.replace(tzinfo=UTC), default=None
        )
        return summary_of(latest) if latest else None

    async def totals_of(self, learner_id: UUID) -> Totals:
        lessons = [self._state.read(row) for row in self._of(learner_id)]
        turns = [turn for lesson in lessons for turn in self._state.turns_of(lesson.lesson_id)]
        return Totals(
            lessons=len(lessons),
            total_seconds=sum(lesson.total_seconds for lesson in lessons),
            learner_speech_seconds=sum(turn.speech_seconds for turn in turns if turn.role == "learner"),
        )

    async def ids_of(self, learner_id: UUID) -> list[UUID]:
        records = [row.record for row in self._state.lessons.values() if row.record.learner_id == learner_id]
        newest_first = sorted(records, key=lambda record: record.created_at, reverse=True)
        return [record.lesson_id for record in newest_first]

    async def open_of(self, learner_id: UUID) -> list[LessonRecord]:
        rows = [row for row in self._of(learner_id) if not row.ended]
        return [self._state.read(row) for row in sorted(rows, key=lambda row: row.record.created_at)]

    async def stranded(self, *, older_seconds: float) -> list[UUID]:
        latest = self._state.now() - timedelta(seconds=older_seconds)
        records = [
            row.record
            for row in self._state.lessons.values()
            if not row.ended
            and row.record.last_activity_at <= latest
            and self._state.open_sitting(row.record.lesson_id) is None
        ]
        return [record.lesson_id for record in sorted(records, key=lambda record: record.last_activity_at)]

    async def start(self, lesson_id: UUID, *, at: datetime) -> None:
        row = self._state.lesson(lesson_id)
        if not row.ended:
            row.record = replace(
                row.record,
                status="running",
                started_at=row.record.started_at or at,
                last_activity_at=self._state.now(),
            )

    async def reopen(self, lesson_id: UUID) -> None:
        row = self._state.lesson(lesson_id)
        if row.ended:
            building = row.record.mode == "build" and not row.record.builder.completed
            row.record = replace(
                row.record,
                status="waiting",
                stage="scenario" if building else "roleplay",
                ended_at=None,
                end_reason=None,
                last_activity_at=self._state.now(),
            )

    async def set_stage(self, lesson_id: UUID, stage: Stage) -> None:
        row = self._state.lesson(lesson_id)
        if not row.ended and stage != "ended":
            row.record = replace(row.record, stage=stage)

    async def set_scenario(
        self,
        lesson_id: UUID,
        scenario: Scenario,
        *,
        builder: BuilderProgress,
        title: str | None = None,
        revision: int | None = None,
    ) -> None:
        row = self._state.lesson(lesson_id)
        if revision is not None and revision <= row.scenario_revision:
            return
        record = row.record
        row.record = replace(
            record,
            scenario=_storable(scenario),
            builder=builder,
            title=record.title if title is None else storable(title),
            stage="roleplay" if builder.completed and record.stage == "scenario" else record.stage,
            scenario_completed_at=(record.scenario_completed_at or self._state.now())
            if builder.completed
            else None,
        )
        row.scenario_revision = row.scenario_revision if revision is None else revision
        row.report_due = True

    async def set_choices(
        self,
        lesson_id: UUID,
        *,
        voice: Voice | None = None,
        patience: Patience | None = None,
        pace: Pace | None = None,
    ) -> None:
        row = self._state.lesson(lesson_id)
        row.record = replace(
            row.record,
            voice=voice or row.record.voice,
            patience=patience or row.record.patience,
            pace=pace or row.record.pace,
            last_activity_at=self._state.now(),
        )

    async def end(
        self, lesson_id: UUID, *, reason: EndReason, at: datetime, sitting_id: UUID | None = None
    ) -> bool:
        row = self._state.lesson(lesson_id)
        current = self._state.open_sitting(lesson_id)
        if row.ended:
            return False
        if sitting_id is not None and (current is None or current.sitting.sitting_id != sitting_id):
            return False
        row.record = replace(row.record, status="ended", stage="ended", ended_at=at, end_reason=reason)
        row.report_due = True
        row.lease_job_id = row.lease_expires_at = None
        if current is not None:
            current.sitting = replace(current.sitting, ended_at=at)
        return True

    async def delete(self, lesson_id: UUID) -> None:
        self._state.delete_lesson(lesson_id)

    def _of(self, learner_id: UUID) -> list[LessonRow]:
        return [
            row
            for row in self._state.lessons.values()
            if row.record.learner_id == learner_id and self._state.visible(row)
        ]

    def _matches(self, row: LessonRow, sought: str) -> bool:
        scenario = row.record.scenario
        texts = [row.record.title, scenario.place, scenario.partner, scenario.goal]
        texts += [turn.text for turn in self._state.turns_of(row.record.lesson_id)]
        return any(sought in text.lower() for text in texts if text is not None)


def _storable(scenario: Scenario) -> Scenario:
    return Scenario(
        place=storable_field(scenario.place),
        partner=storable_field(scenario.partner),
        goal=storable_field(scenario.goal),
    )
