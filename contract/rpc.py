"""The tutor's RPC methods: JSON in and out, only from the lesson's learner. Callers wait at least 15 s.

Bad input is answered with an `RpcError` of code `BAD_INPUT` whose data is `{"code": ..., "field": ...}`.
"""

from typing import Final, Literal
from uuid import UUID

from pydantic import Field

from contract.model import Message
from contract.words import Pace, Patience, Voice

# livekit's own codes stop at 1999 for built-in errors and start at 1400 for unsupported methods; ours follow HTTP.
BAD_INPUT: Final = 1422
FORBIDDEN: Final = 1403
NOT_FOUND: Final = 1404
UNAVAILABLE: Final = 1503


class Empty(Message):
    pass


class TalkRequest(Message):
    """The talk button: `start` while it is held, then `stop` (one press, one turn) or `cancel` (what was said is thrown
    away). The first `start` ends open-microphone listening, until `open` or until the learner leaves the room.
    """

    action: Literal["start", "stop", "cancel", "open"]


class SetVoiceRequest(Message):
    voice: Voice


class SetPatienceRequest(Message):
    patience: Patience


class SetPaceRequest(Message):
    pace: Pace


class HintResponse(Message):
    """What the learner could say now. `meanings` says the same in Korean, in the same order, null where unknown."""

    hints: list[str] = Field(max_length=3)
    meanings: list[str | None] = Field(max_length=3)


class TranslateRequest(Message):
    turn_id: UUID


class TranslateResponse(Message):
    text: str


class RpcErrorData(Message):
    code: str
    field: str | None = None
