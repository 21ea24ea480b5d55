"""One line of a lesson: what it means, and how it sounded."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from contract.http import FASTEST_REPLAY, SLOWEST_REPLAY
from contract.rpc import TranslateResponse
from token_server.asking import OwnTurn, PartsOf
from token_server.problems import Refusal
from token_server.views import wav_response

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
    """The tutor's line said again, in the lesson's voice: its sound was never kept."""
    if own.turn.role != "tutor":
        raise Refusal("invalid", field="turn_id", detail="only the tutor's lines can be heard again")
    wav = await parts.sounds.line(
        own.turn.text,
        voice=own.lesson.voice,
        speed=speed,
        learner_id=own.lesson.learner_id,
        lesson_id=own.lesson.lesson_id,
    )
    return wav_response(wav)
