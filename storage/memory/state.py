"""The rows of the in-memory storage, and what several repositories do with them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from contract.turn import StoredTurn
from contract.usage import Use
from contract.words import Locale
from storage.errors import UnknownLessonError, UnknownSittingError
from storage.records import LessonRecord, Recording, ReportDelivery, Sitting, StoredReport


@dataclass(kw_only=True)
class LearnerRow:
    learner_id: UUID
    locale: Locale
    created_at: datetime
    last_activity_at: datetime
    removed_at: datetime | None = None


@dataclass(kw_only=True)
class LessonRow:
    record: LessonRecord  # turn_count and total_seconds are filled in when it is read
    scenario_revision: int = 0
    report_due: bool = False
    lease_job_id: str | None = None
    lease_expires_at: datetime | None = None
    lease_epoch: int = 0

    @property
    def ended(self) -> bool:
        return self.record.status == "ended"


@dataclass(kw_only=True)
class SittingRow:
    sitting: Sitting
    stored_at: datetime
    dispatch_stored_at: datetime


@dataclass(kw_only=True)
class DeliveryRow:
    delivery: ReportDelivery
    lesson_ended_at: datetime
    finished: bool = False  # delivered or given up


@dataclass(kw_only=True)
class WorkerRow:
    has_room: bool
    running_lessons: int
    beat_at: datetime


@dataclass(kw_only=True)
class State:
    now: Callable[[], datetime]
    learners: dict[UUID, LearnerRow] = field(default_factory=dict)
    lessons: dict[UUID, LessonRow] = field(default_factory=dict)
    sittings: dict[UUID, SittingRow] = field(default_factory=dict)
    turns: dict[UUID, StoredTurn] = field(default_factory=dict)
    translations: dict[tuple[UUID, Locale], str] = field(default_factory=dict)
    recordings: dict[UUID, Recording] = field(default_factory=dict)
    usage: dict[tuple[UUID, str, str, str, str], Use] = field(default_factory=dict)
    reports: dict[UUID, StoredReport] = field(default_factory=dict)
    deliveries: dict[UUID, DeliveryRow] = field(default_factory=dict)
    workers: dict[str, WorkerRow] = field(default_factory=dict)

    def lesson(self, lesson_id: UUID) -> LessonRow:
        if lesson_id not in self.lessons:
            raise UnknownLessonError(f"lesson_id {lesson_id} is not in lessons")
        return self.lessons[lesson_id]

    def sitting(self, sitting_id: UUID) -> SittingRow:
        if sitting_id not in self.sittings:
            raise UnknownSittingError(f"sitting_id {sitting_id} is not in sittings")
        return self.sittings[sitting_id]

    def open_sitting(self, lesson_id: UUID) -> SittingRow | None:
        for row in self.sittings.values():
            if row.sitting.lesson_id == lesson_id and row.sitting.ended_at is None:
                return row
        return None

    def visible(self, row: LessonRow) -> bool:
        return self.learners[row.record.learner_id].removed_at is None

    def turns_of(self, lesson_id: UUID) -> list[StoredTurn]:
        turns = [turn for turn in self.turns.values() if turn.lesson_id == lesson_id]
        return sorted(turns, key=lambda turn: turn.seq)

    def read(self, row: LessonRow) -> LessonRecord:
        turns = self.turns_of(row.record.lesson_id)
        sittings = [
            [turn for turn in turns if turn.sitting_id == sitting_id]
            for sitting_id in {turn.sitting_id for turn in turns}
        ]
        seconds = sum(
            (
                max(turn.ended_at for turn in sitting) - min(turn.started_at for turn in sitting)
            ).total_seconds()
            for sitting in sittings
        )
        return replace(row.record, turn_count=len(turns), total_seconds=float(seconds))

    def note_activity(self, lesson_id: UUID) -> None:
        """The lesson is in use now, and with it its learner, who comes back if removed."""
        row = self.lesson(lesson_id)
        now = self.now()
        row.record = replace(row.record, last_activity_at=now)
        learner = self.learners[row.record.learner_id]
        learner.last_activity_at, learner.removed_at = now, None

    def delete_learner(self, learner_id: UUID) -> None:
        self.learners.pop(learner_id, None)
        for row in list(self.lessons.values()):
            if row.record.learner_id == learner_id:
                self.delete_lesson(row.record.lesson_id)

    def delete_lesson(self, lesson_id: UUID) -> None:
        self.lessons.pop(lesson_id, None)
        self.reports.pop(lesson_id, None)
        self.sittings = {k: row for k, row in self.sittings.items() if row.sitting.lesson_id != lesson_id}
        self.turns = {k: turn for k, turn in self.turns.items() if turn.lesson_id != lesson_id}
        self.translations = {k: text for k, text in self.translations.items() if k[0] in self.turns}
        self.recordings = {k: one for k, one in self.recordings.items() if k in self.turns}
        self.usage = {k: usage for k, usage in self.usage.items() if k[0] != lesson_id}
        self.deliveries = {
            k: row for k, row in self.deliveries.items() if row.delivery.lesson_id != lesson_id
        }
