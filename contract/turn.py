"""A turn: one utterance of one side, the same wherever it is shown, stored or sent."""

from uuid import UUID

from pydantic import AwareDatetime, Field

from contract.latency import TurnLatency
from contract.model import Message
from contract.words import Language, Role, Source


class Turn(Message):
    """`seq` orders the turns of a lesson by when each began; it grows, with gaps. Times are UTC.

    `sitting_id` is the sitting in which it was said (a message is one of its own): the time between two sittings is not
    the lesson's. None only from a tutor, or in a report, that is older than the field.

    `speech_seconds` is voiced time: pauses and the silence that ends a turn are not in it. For the tutor it is the
    seconds that were played. Typed turns have 0. `blocked` is a line of the tutor's that its guardrail stopped; `text` is
    what was heard of it.
    """

    turn_id: UUID
    sitting_id: UUID | None = None
    seq: int = Field(ge=0)
    role: Role
    text: str
    started_at: AwareDatetime
    ended_at: AwareDatetime
    speech_seconds: float = Field(ge=0)
    interrupted: bool = False
    source: Source = "voice"
    language: Language = "en"
    low_confidence: bool = False
    blocked: bool = False


class StoredTurn(Turn):
    """A turn with what only storage and the report need. `pauses` are the silences >= 0.3 s inside it, in seconds.

    `latency` is how a tutor's turn came about; None for the learner's, and for lines that answer nothing.
    """

    lesson_id: UUID
    sitting_id: UUID
    pauses: list[float] = Field(default_factory=list)
    latency: TurnLatency | None = None

    def public(self) -> Turn:
        return Turn.model_validate(self.model_dump(include=set(Turn.model_fields)))
