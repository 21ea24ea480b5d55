"""Messages of a lesson without a room: `POST /api/lessons/{id}/messages`, answered with server-sent events.

In: JSON, or a recording as the body (`audio/wav`, `audio/webm`, `audio/pcm;rate=24000`), or a form with a `file`. Out: one
event a line of this file, and the lesson's own events (`scenario.updated`, `notice`, `lesson.ended`, …), each with its `type`
as the event's name. Sentences come in order; the sound of a sentence after its text; `message.done` is the last.
"""

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from contract.model import Message
from contract.turn import Turn
from contract.words import MAX_TEXT_CHARACTERS

MAX_CLIP_BYTES: Final = 10_485_760  # inclusive
MAX_CLIP_SECONDS: Final = 300.0
MIN_CLIP_SECONDS: Final = 0.1
PCM_RATE: Final = 24_000  # of raw PCM16 whose rate is not stated

ClipFormat = Literal["wav", "webm", "pcm16"]
ReplyAudio = Literal["mp3", "wav", "none"]


class SendMessageRequest(Message):
    """Without a text the tutor speaks first, which it does only in a lesson where nothing has been said."""

    text: (
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT_CHARACTERS)]
        | None
    ) = None


class Clip(Message):
    """The recording as it came; `duration_sec` is its length, not the speech in it."""

    format: ClipFormat
    sample_rate: int
    channels: int
    duration_sec: float
    bytes: int


class MessageHeard(Message):
    """What was understood, stored."""

    type: Literal["message.heard"] = "message.heard"
    turn: Turn
    clip: Clip | None = None


class MessageSentence(Message):
    """A sentence of the tutor; `sentence` counts from 1 in each answer."""

    type: Literal["message.sentence"] = "message.sentence"
    sentence: int
    text: str


class MessageAudio(Message):
    """The sound of that sentence: a whole file in base64. A sentence whose voice failed has none."""

    type: Literal["message.audio"] = "message.audio"
    sentence: int
    mime_type: Literal["audio/mpeg", "audio/wav"]
    seconds: float
    data: str


class MessageSaid(Message):
    """A line of the tutor, stored."""

    type: Literal["message.said"] = "message.said"
    turn: Turn


class MessageFailed(Message):
    """The answer stops here; what was said before is stored. `engine_failed`: it may be tried again.

    Other codes than `engine_failed`, `taken_over` and `internal` are those of a refusal that came when the answer's head was
    out already.
    """

    type: Literal["message.failed"] = "message.failed"
    code: str


class MessageDone(Message):
    type: Literal["message.done"] = "message.done"


MessageEvent = Annotated[
    MessageHeard | MessageSentence | MessageAudio | MessageSaid | MessageFailed | MessageDone,
    Field(discriminator="type"),
]
