"""A short text to hear before it is said: a hint, or a key phrase of the catalogue."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from contract.http import SpeechRequest
from contract.words import DEFAULT_VOICE
from token_server.asking import AskerOrNobody, PartsOf, asker_of, body_of
from token_server.views import wav_response

router = APIRouter(prefix="/api")


@router.post("/speech")
async def speech(
    wish: Annotated[SpeechRequest, Depends(body_of(SpeechRequest))], asked_by: AskerOrNobody, parts: PartsOf
) -> Response:
    if wish.lesson_id is None:
        phrase = await parts.sounds.phrase(wish.text, speed=wish.speed)
        if phrase is not None:  # anybody's: nobody is signed in before the first lesson
            return wav_response(phrase)
    asker = asker_of(asked_by)
    lesson = await parts.desk.own_lesson(asker, wish.lesson_id) if wish.lesson_id is not None else None
    wav = await parts.sounds.line(
        wish.text,
        voice=lesson.voice if lesson is not None else DEFAULT_VOICE,
        speed=wish.speed,
        learner_id=asker,
        lesson_id=wish.lesson_id,
    )
    return wav_response(wav)
