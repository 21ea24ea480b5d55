"""Closing a lesson: its end, and the report of what is stored of it, by whoever is there to do it."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from contract.lesson import LessonSummary
from contract.report import Report
from contract.turn import StoredTurn
from contract.usage import Use
from contract.words import EndReason
from storage.errors import UnknownLessonError
from storage.records import StoredReport, summary_of
from storage.repositories import Storage

MakeReport = Callable[[LessonSummary, Sequence[StoredTurn], Sequence[Use]], Report]


async def close_lesson(
    storage: Storage,
    lesson_id: UUID,
    *,
    reason: EndReason,
    at: datetime,
    make_report: MakeReport,
    deliver: bool = False,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Report | None:
    """End the lesson if it is open, make and store its report from the stored turns, and queue it if `deliver`.

    An end that came before keeps its reason and time. None if the lesson is gone, or open again.
    """
    try:
        await storage.lessons.end(lesson_id, reason=reason, at=at)
    except UnknownLessonError:
        return None
    return await store_report(storage, lesson_id, make_report=make_report, deliver=deliver, now=now)


async def store_report(
    storage: Storage,
    lesson_id: UUID,
    *,
    make_report: MakeReport,
    deliver: bool = False,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Report | None:
    """Make and store the report of a lesson that has ended, from its stored turns. None if it is gone, or open.

    Twice, or by two processes at once, gives the same report; a turn that comes in between makes `reports.missing` name
    the lesson again.
    """
    try:
        lesson = await storage.lessons.get(lesson_id)
        if lesson is None or lesson.status != "ended":
            return None
        turns = await storage.turns.of_lesson(lesson_id)
        report = make_report(summary_of(lesson), turns, await storage.usage.of_lesson(lesson_id))
        await storage.reports.save(
            StoredReport(
                lesson_id=lesson_id,
                version=report.version,
                report=report.model_dump(mode="json"),
                computed_at=now(),
                turn_count=len(turns),
            )
        )
        if deliver:
            await storage.reports.enqueue_delivery(lesson_id)
    except UnknownLessonError:
        return None
    return report
