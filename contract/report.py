"""What a lesson leaves: every figure can be computed again from the stored turns."""

from uuid import UUID

from pydantic import AwareDatetime, Field

from contract.latency import LatencySummary
from contract.model import Message
from contract.scenario import Scenario
from contract.turn import Turn
from contract.usage import UsageSummary
from contract.words import Band, EndReason

REPORT_VERSION = 1


class PacePoint(Message):
    turn_id: UUID
    at: AwareDatetime
    wpm: float


class ResponsePoint(Message):
    """Seconds from the tutor's last sound to the learner's first."""

    turn_id: UUID
    seconds: float


class Report(Message):
    """Durations in seconds with 2 decimals; wpm in words a minute, None when nothing could be measured."""

    version: int = REPORT_VERSION
    lesson_id: UUID
    started_at: AwareDatetime | None
    ended_at: AwareDatetime | None
    end_reason: EndReason | None
    scenario: Scenario
    total_seconds: float
    learner_speech_seconds: float
    tutor_speech_seconds: float
    learner_turns: int
    tutor_turns: int
    speaking_share: float | None
    wpm: float | None
    band: Band
    longest_turn_seconds: float
    response_seconds_median: float | None
    hesitation_count: int
    hesitation_seconds: float
    interrupted_turns: int
    pace: list[PacePoint] = Field(default_factory=list)
    responses: list[ResponsePoint] = Field(default_factory=list)
    turns: list[Turn] = Field(default_factory=list)
    latency: LatencySummary = Field(default_factory=LatencySummary)
    usage: UsageSummary = Field(default_factory=UsageSummary)
