"""What developers' pages show (`/debug`): times and ids, no word of the talk."""

from uuid import UUID

from pydantic import AwareDatetime, Field

from contract.latency import LatencySummary, TurnLatency
from contract.model import Message
from contract.words import EngineKind, Mode, Role, Source, Status


class DebugTurn(Message):
    turn_id: UUID
    seq: int
    role: Role
    source: Source
    started_at: AwareDatetime
    ended_at: AwareDatetime
    speech_seconds: float
    interrupted: bool
    latency: TurnLatency | None = None


class DebugLesson(Message):
    lesson_id: UUID
    mode: Mode
    engine: EngineKind
    status: Status
    turns: list[DebugTurn] = Field(default_factory=list)
    latency: LatencySummary = Field(default_factory=LatencySummary)


class DebugPages(Message):
    """GET /api/debug, where the pages are open; elsewhere it is a 404."""

    environment: str
    livekit_url: str
