"""How long the tutor's replies took, stage by stage. Ids and numbers only: never a word of the talk."""

from typing import Literal, get_args
from uuid import UUID

from pydantic import Field

from contract.model import Message
from contract.words import EngineKind, Source

# What ends at that instant, in seconds (lesson.latency says from where); `token_to_audio` runs over the last three.
LatencyStage = Literal[
    "turn_decided",
    "stt_final",
    "llm_first_token",
    "llm_first_sentence",
    "tts_first_byte",
    "token_to_audio",
    "audio_out",
    "total",
]
LATENCY_STAGES: tuple[LatencyStage, ...] = get_args(LatencyStage)


class TurnLatency(Message):
    """One reply of the tutor: from the learner's last sound to the tutor's first.

    Instants are Unix seconds by the clock of the process that made the turn. None, never 0, where a stage did not
    happen (a typed line has no `vad_end`, a fixed sentence no `llm_first_token`) or was not seen. `total` is the seconds
    from `turn_decided` to `audio_out`; the silence before the decision is chosen, and stands beside it.
    """

    answers: UUID | None = None  # the learner's turn
    vad_end: float | None = None
    turn_decided: float | None = None
    stt_final: float | None = None
    llm_first_token: float | None = None
    llm_first_sentence: float | None = None
    tts_first_byte: float | None = None
    audio_out: float | None = None
    total: float | None = None
    engine: EngineKind
    channel: Source
    interrupted: bool = False


class LatencyTarget(Message):
    p50: float
    p95: float
    p99: float


class StageSummary(Message):
    """One stage over the replies of a lesson that one engine gave to turns of one channel, in seconds.

    `few`: so few replies that its percentiles say little. Reports from before told neither engine nor channel (None).
    """

    stage: LatencyStage
    engine: EngineKind | None = None
    channel: Source | None = None
    count: int
    avg: float
    min: float
    max: float
    p50: float
    p95: float
    p99: float
    few: bool
    target: LatencyTarget | None = None


class LatencySummary(Message):
    """`stages` holds those that were measured at least once, in the order in which they happen, for each engine and channel
    of the lesson: a failover changes the one, a typed line the other.
    """

    replies: int = 0
    stages: list[StageSummary] = Field(default_factory=list)
