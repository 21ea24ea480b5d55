"""A lesson as a page sees it."""

from uuid import UUID

from pydantic import AwareDatetime, Field

from contract.model import Message
from contract.scenario import Scenario
from contract.turn import Turn
from contract.words import EndReason, EngineKind, Level, Mode, Pace, Patience, Stage, Status, Voice


class LessonSummary(Message):
    """One row of the history."""

    lesson_id: UUID
    status: Status
    stage: Stage
    mode: Mode
    scenario: Scenario
    scenario_id: str | None = None
    title: str
    level: Level | None = None
    voice: Voice
    engine: EngineKind
    patience: Patience
    pace: Pace
    created_at: AwareDatetime
    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    end_reason: EndReason | None = None
    turn_count: int = 0
    total_seconds: float = 0.0


class Totals(Message):
    """A learner's lessons taken together; seconds as in the reports: sittings without the gaps, voiced speech."""

    lessons: int
    total_seconds: float
    learner_speech_seconds: float


class Lesson(LessonSummary):
    """`recordings` are the learner's turns that can be heard again: voice messages whose sound was to be kept."""

    turns: list[Turn] = Field(default_factory=list)
    recordings: list[UUID] = Field(default_factory=list)
