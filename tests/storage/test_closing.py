import asyncio
from collections.abc import Sequence
from uuid import uuid4

from contract.lesson import LessonSummary
from contract.report import REPORT_VERSION, Report
from contract.turn import StoredTurn
from contract.usage import ModelUsage
from storage.closing import close_lesson
from storage.repositories import Storage
from tests.storage.examples import at, new_turn, stored_lesson, stored_sitting


def make_report(lesson: LessonSummary, turns: Sequence[StoredTurn], usage: Sequence[ModelUsage]) -> Report:
    """Counts only; the real one is lesson/'s."""
    return Report(
        lesson_id=lesson.lesson_id,
        started_at=lesson.started_at,
        ended_at=lesson.ended_at,
        end_reason=lesson.end_reason,
        scenario=lesson.scenario,
        total_seconds=lesson.total_seconds,
        learner_speech_seconds=sum(turn.speech_seconds for turn in turns),
        tutor_speech_seconds=0.0,
        learner_turns=len(turns),
        tutor_turns=0,
        speaking_share=None,
        wpm=None,
        band="normal",
        longest_turn_seconds=0.0,
        response_seconds_median=None,
        hesitation_count=0,
        hesitation_seconds=0.0,
        interrupted_turns=0,
        turns=[turn.public() for turn in turns],
    )


async def test_an_open_lesson_is_ended_and_gets_its_report(storage: Storage) -> None:
    sitting = await stored_sitting(storage)
    lesson_id = sitting.lesson_id
    await storage.lessons.start(lesson_id, at=at(0))
    await storage.turns.save([new_turn(sitting, 0), new_turn(sitting, 1)])

    report = await close_lesson(
        storage, lesson_id, reason="idle", at=at(90), make_report=make_report, now=lambda: at(91)
    )

    assert report is not None
    assert (report.end_reason, report.ended_at, report.learner_turns) == ("idle", at(90), 2)
    stored = await storage.reports.get(lesson_id)
    assert stored is not None
    assert Report.model_validate(stored.report) == report
    assert (stored.version, stored.computed_at, stored.turn_count) == (REPORT_VERSION, at(91), 2)
    assert await storage.reports.missing() == []
    assert await storage.sittings.current(lesson_id) is None


async def test_a_lesson_that_has_ended_keeps_its_reason_and_time(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    await storage.lessons.end(lesson_id, reason="button", at=at(60))
    report = await close_lesson(storage, lesson_id, reason="worker_lost", at=at(90), make_report=make_report)
    assert report is not None
    assert (report.end_reason, report.ended_at) == ("button", at(60))


async def test_closing_twice_and_at_once_gives_one_report_and_one_delivery(storage: Storage) -> None:
    sitting = await stored_sitting(storage)
    await storage.turns.save([new_turn(sitting, 0)])
    reports = await asyncio.gather(
        *(
            close_lesson(
                storage, sitting.lesson_id, reason="left", at=at(90), make_report=make_report, deliver=True
            )
            for _ in range(5)
        )
    )
    assert all(report == reports[0] for report in reports)
    assert reports[0] is not None
    assert len(await storage.reports.due_deliveries()) == 1


async def test_nothing_is_delivered_unasked(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    await close_lesson(storage, lesson_id, reason="left", at=at(90), make_report=make_report)
    assert await storage.reports.due_deliveries() == []


async def test_a_late_turn_is_in_the_report_of_the_next_closing(storage: Storage) -> None:
    sitting = await stored_sitting(storage)
    await close_lesson(storage, sitting.lesson_id, reason="worker_lost", at=at(90), make_report=make_report)
    await storage.turns.save([new_turn(sitting, 0)])
    (missing,) = await storage.reports.missing()
    report = await close_lesson(storage, missing, reason="worker_lost", at=at(95), make_report=make_report)
    assert report is not None
    assert (report.learner_turns, report.ended_at) == (1, at(90))
    assert await storage.reports.missing() == []


async def test_a_turn_stored_while_the_report_is_made_is_not_forgotten(storage: Storage) -> None:
    sitting = await stored_sitting(storage)
    late: list[asyncio.Task[None]] = []

    def slow_report(
        lesson: LessonSummary, turns: Sequence[StoredTurn], usage: Sequence[ModelUsage]
    ) -> Report:
        late.append(asyncio.ensure_future(storage.turns.save([new_turn(sitting, 0)])))
        return make_report(lesson, turns, usage)

    class Waits:
        """Reports that are saved only after the late turn."""

        def __getattr__(self, name: str) -> object:
            return getattr(storage, name)

        @property
        def reports(self) -> "Waits":
            return self

        async def save(self, report: object) -> None:
            await late[0]
            await storage.reports.save(report)  # type: ignore[arg-type]

    await close_lesson(
        Waits(),  # type: ignore[arg-type]
        sitting.lesson_id,
        reason="left",
        at=at(90),
        make_report=slow_report,
    )
    assert await storage.reports.missing() == [sitting.lesson_id]


async def test_a_lesson_that_is_gone_has_no_report(storage: Storage) -> None:
    assert await close_lesson(storage, uuid4(), reason="left", at=at(0), make_report=make_report) is None


async def test_a_lesson_deleted_while_the_report_is_made_has_none(storage: Storage) -> None:
    """The report of a deleted lesson must not come back."""
    lesson_id = await stored_lesson(storage)
    await storage.lessons.end(lesson_id, reason="left", at=at(0))
    deleted = asyncio.Event()

    class Deletes:
        def __getattr__(self, name: str) -> object:
            return getattr(storage, name)

        @property
        def turns(self) -> "Deletes":
            return self

        async def of_lesson(self, _: object) -> list[StoredTurn]:
            await storage.lessons.delete(lesson_id)
            deleted.set()
            return []

    closing = close_lesson(
        Deletes(),  # type: ignore[arg-type]
        lesson_id,
        reason="left",
        at=at(0),
        make_report=make_report,
    )
    assert await closing is None
    assert deleted.is_set()
    assert await storage.reports.get(lesson_id) is None
