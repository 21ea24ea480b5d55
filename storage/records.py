"""What storage keeps of a lesson, beside its turns. Times are aware UTC; None means "not yet"."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from contract.lesson import LessonSummary
from contract.scenario import Scenario
from contract.words import (
    DEFAULT_VOICE,
    EndReason,
    EngineKind,
    Level,
    Locale,
    Mode,
    Pace,
    Patience,
    SittingKind,
    Stage,
    Status,
    Voice,
)
from contract.words import Field as ScenarioField


@dataclass(frozen=True, slots=True, kw_only=True)
class BuilderProgress:
    """How far the scenario builder is: questions asked, and for which fields."""

    attempts: int = 0
    asked_fields: tuple[ScenarioField, ...] = ()
    completed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerRecord:
    learner_id: UUID
    locale: Locale
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLesson:
    lesson_id: UUID
    learner_id: UUID
    mode: Mode
    scenario: Scenario = field(default_factory=Scenario)
    scenario_id: str | None = None
    title: str
    level: Level | None = None
    voice: Voice = DEFAULT_VOICE
    engine: EngineKind = "realtime"
    patience: Patience = "auto"
    pace: Pace = "auto"
    locale: Locale = "ko"


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonRecord:
    lesson_id: UUID
    learner_id: UUID
    status: Status
    stage: Stage
    mode: Mode
    scenario: Scenario
    scenario_id: str | None
    title: str
    level: Level | None
    voice: Voice
    engine: EngineKind
    patience: Patience
    pace: Pace
    locale: Locale
    builder: BuilderProgress
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    end_reason: EndReason | None
    last_activity_at: datetime
    turn_count: int
    total_seconds: float  # sum over sittings of first turn's start to last turn's end
    scenario_completed_at: datetime | None = None  # by the builder; a scene that was given has none


def summary_of(record: LessonRecord) -> LessonSummary:
    """The lesson as a page's history shows it."""
    return LessonSummary(**{name: getattr(record, name) for name in LessonSummary.model_fields})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One stay in one room, or one exchange of messages, whose `room_name` names none. A lesson has at most one that is
    not ended.
    """

    sitting_id: UUID
    lesson_id: UUID
    room_name: str
    learner_identity: str
    created_at: datetime
    joined_at: datetime | None = None  # the learner was seen in the room
    left_at: datetime | None = None  # the learner was last seen leaving; None while present
    ended_at: datetime | None = None
    dispatched_at: datetime | None = None  # last time a tutor was sent for
    dispatches: int = 1
    kind: SittingKind = "room"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Whose tutor a lesson is. `epoch` grows with each claim; `seconds_left` is by the database's clock, <= 0 is dead."""

    job_id: str
    epoch: int
    seconds_left: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSitting:
    """What the watch and the sweep look at: a sitting not yet ended, its lesson, its lease. Ages by the database."""

    sitting: Sitting
    lesson: LessonRecord
    lease: Lease | None
    seconds_since_joined: float | None
    seconds_since_left: float | None
    seconds_since_created: float
    seconds_since_dispatched: float
    seconds_since_activity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTranslation:
    turn_id: UUID
    language: Locale  # the one it is translated into
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """How a learner's line sounded: a whole file of that type."""

    mime_type: str
    seconds: float
    sound: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport:
    lesson_id: UUID
    version: int
    report: dict[str, Any]
    computed_at: datetime
    turn_count: int | None = None  # turns it was computed from; None when saving: all that are stored


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDelivery:
    """One report on its way to REPORT_WEBHOOK_URL."""

    delivery_id: UUID
    lesson_id: UUID
    attempts: int
    next_attempt_at: datetime
