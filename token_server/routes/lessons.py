"""A learner's lessons: start, join, list, look at, delete."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import AwareDatetime

from contract.http import MAX_SOUGHT_CHARACTERS, JoinResponse, LessonList, StartLessonRequest
from contract.lesson import Lesson
from contract.report import REPORT_VERSION, Report
from lesson.catalogue import scenes_titled
from lesson.title import modes_shown_as
from lesson.usage import added
from storage.text import storable
from token_server.asking import Asker, AskerOrNobody, OwnLesson, PartsOf, body_of
from token_server.cookies import set_learner_cookie
from token_server.limits import address_source
from token_server.parts import Parts
from token_server.problems import Refusal
from token_server.views import lesson_of

router = APIRouter(prefix="/api/lessons")


def address_of(request: Request, parts: Parts) -> str | None:
    """What is counted as the asker's address; loopback only where strangers may come through a proxy on it."""
    host = request.client.host if request.client else None
    return address_source(host, count_loopback=parts.settings.tutor_env == "production")


@router.post("", status_code=201)
async def start_lesson(
    wish: Annotated[StartLessonRequest, Depends(body_of(StartLessonRequest))],
    asker: AskerOrNobody,
    request: Request,
    response: Response,
    parts: PartsOf,
) -> JoinResponse:
    way_in = await parts.desk.start(wish, asker=asker, address=address_of(request, parts))
    set_learner_cookie(response, way_in.learner_token, https=parts.settings.https)
    return way_in


@router.post("/{lesson_id}/join")
async def join_lesson(lesson: OwnLesson, parts: PartsOf) -> JoinResponse:
    return await parts.desk.join(lesson)


@router.get("")
async def list_lessons(
    asker: Asker,
    parts: PartsOf,
    q: Annotated[str | None, Query(max_length=MAX_SOUGHT_CHARACTERS)] = None,
    before: AwareDatetime | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> LessonList:
    sought = storable(q or "").strip()
    lessons, has_next = await parts.storage.lessons.list_for(
        asker,
        limit=limit,
        before=before,
        q=sought or None,
        or_scenes=scenes_titled(sought, parts.catalogue.values()) if sought else (),
        or_unnamed=modes_shown_as(sought) if sought else (),
    )
    return LessonList(
        lessons=lessons,
        has_next=has_next,
        next_before=lessons[-1].created_at if has_next and lessons else None,
        last=await parts.storage.lessons.last_of(asker),
        totals=await parts.storage.lessons.totals_of(asker),
    )


@router.get("/{lesson_id}")
async def get_lesson(lesson: OwnLesson, parts: PartsOf) -> Lesson:
    turns = await parts.storage.turns.of_lesson(lesson.lesson_id)
    return lesson_of(lesson, turns, await parts.storage.recordings.of_lesson(lesson.lesson_id))


@router.get("/{lesson_id}/report")
async def get_report(lesson: OwnLesson, parts: PartsOf) -> Report:
    """The report as stored; made now where who ended the lesson could not. None before the (last) end. What pages ask of
    models after that (a line's translation) is in its usage, too.
    """
    if lesson.status != "ended":
        raise Refusal("not_ready", detail="the report is made when the lesson ends")
    stored = await parts.storage.reports.get(lesson.lesson_id)
    if stored is not None and stored.version == REPORT_VERSION:
        usage = added(await parts.storage.usage.of_lesson(lesson.lesson_id))
        return Report.model_validate(stored.report).model_copy(update={"usage": usage})
    report = await parts.endings.report(lesson.lesson_id)
    if report is None:  # continued or deleted in this moment
        raise Refusal("not_ready")
    return report


@router.post("/{lesson_id}/end", status_code=204)
async def end_lesson(lesson: OwnLesson, parts: PartsOf) -> None:
    """For who is in no room: what `lesson.end` does in one. An ended lesson stays as it ended."""
    await parts.endings.end(lesson.lesson_id, reason="button")


@router.delete("/{lesson_id}", status_code=204)
async def delete_lesson(lesson: OwnLesson, parts: PartsOf) -> None:
    await parts.endings.delete(lesson.lesson_id)
