"""LessonPlan: the job metadata of a dispatch. Ids and settings only; tokens and logs can be read, so no texts."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from contract.model import Message
from contract.words import (
    DEFAULT_VOICE,
    EngineKind,
    Level,
    Locale,
    Mode,
    Pace,
    Patience,
    Voice,
)


class LessonPlan(Message):
    version: Literal[1] = 1
    lesson_id: UUID
    sitting_id: UUID
    learner_identity: str = Field(pattern=r"^learner-[0-9a-f-]{36}$")
    mode: Mode
    level: Level | None = None
    voice: Voice = DEFAULT_VOICE
    engine: EngineKind = "realtime"
    patience: Patience = "auto"
    pace: Pace = "auto"
    locale: Locale = "ko"


def learner_identity(learner_id: UUID) -> str:
    """The learner's identity in every room; a second tab with it displaces the first."""
    return f"learner-{learner_id}"
