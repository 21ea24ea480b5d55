"""Developers' pages, where TUTOR_DEBUG_PAGES opens them: how long each stage of a learner's own lesson took."""

from fastapi import APIRouter, Depends

from contract.debug import DebugLesson, DebugPages, DebugTurn
from lesson.latency import summarise
from token_server.asking import OwnLesson, PartsOf
from token_server.problems import Refusal


def _opened(parts: PartsOf) -> None:
    if not parts.settings.debug_pages_open:
        raise Refusal("not_found")


router = APIRouter(prefix="/api/debug", dependencies=[Depends(_opened)])


@router.get("")
async def debug_pages(parts: PartsOf) -> DebugPages:
    return DebugPages(environment=parts.settings.tutor_env, livekit_url=parts.settings.browser_livekit_url)


@router.get("/lessons/{lesson_id}")
async def debug_lesson(lesson: OwnLesson, parts: PartsOf) -> DebugLesson:
    turns = await parts.storage.turns.of_lesson(lesson.lesson_id)
    return DebugLesson(
        lesson_id=lesson.lesson_id,
        mode=lesson.mode,
        engine=lesson.engine,
        status=lesson.status,
        turns=[DebugTurn(**{name: getattr(turn, name) for name in DebugTurn.model_fields}) for turn in turns],
        latency=summarise(turn.latency for turn in turns if turn.latency is not None),
    )
