"""One line of a lesson: what it means, and how it sounded."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from contract.http import FASTEST_REPLAY, SLOWEST_REPLAY
from contract.rpc import TranslateResponse
from token_server.asking import OwnTurn, PartsOf
from token_server.parts import Parts
from token_server.problems import Refusal
from token_server.views import recording_response, wav_response

router = APIRouter(prefix="/api/turns/{turn_id}")


@router.post("/translation")
async def translation(own: OwnTurn, parts: PartsOf) -> TranslateResponse:
    text = await parts.translator.translate(own.turn, learner_id=own.lesson.learner_id)
    return TranslateResponse(text=text)


@router.get("/audio")
async def audio(
    own: OwnTurn,
    parts: PartsOf,
    speed: Annotated[float, Query(ge=SLOWEST_REPLAY, le=FASTEST_REPLAY)] = 1.0,
) -> Response:
    """The tutor's line said again, in the lesson's voice: its sound was never kept. The learner's as it was recorded."""
    if own.turn.role == "learner":
        return await _recorded(own.turn.turn_id, parts, speed=speed)
    wav = await parts.sounds.line(
        own.turn.text,
        voice=own.lesson.voice,
        speed=speed,
        learner_id=own.lesson.learner_id,
        lesson_id=own.lesson.lesson_id,
    )
    return wav_response(wav)


async def _recorded(turn_id: UUID, parts: Parts, *, speed: float) -> Response:
    if speed != 1.0:
        raise Refusal("invalid", field="speed", detail="the learner's own line is heard as it was recorded")
    recording = await parts.storage.recordings.get(turn_id)
    if recording is None:
        raise Refusal("no_recording", field="turn_id")
    return recording_response(recording)
