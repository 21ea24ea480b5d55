"""What crashes and outages left behind is brought to its end; LiveKit is away here, which stops none of it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from contract.lesson import LessonSummary
from contract.plan import learner_identity
from contract.report import Report
from contract.turn import StoredTurn
from contract.usage import Use
from lesson.report import make_report
from storage.errors import StorageUnavailableError
from storage.journal import Journal
from storage.journal.entries import TurnEntry
from storage.memory import MemoryStorage
from storage.memory.lessons import MemoryLessons
from storage.records import NewLesson, Sitting
from tests.fixtures.waiting import until, until_true
from tests.token_server.serving import Served, make_settings, served

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@dataclass
class Clock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def later(self, **passed: float) -> None:
        self.at += timedelta(**passed)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def swept(tmp_path: Path, clock: Clock) -> AsyncIterator[Served]:
    async with served(make_settings(tmp_path), MemoryStorage(now=clock.now), now=clock.now) as it:
        yield it


async def a_lesson(server: Served) -> tuple[UUID, UUID]:
    """Learner and lesson; no sitting."""
    learner_id, lesson_id = uuid4(), uuid4()
    await server.storage.learners.ensure(learner_id, locale="ko")
    await server.storage.lessons.create(
        NewLesson(lesson_id=lesson_id, learner_id=learner_id, mode="free", title="x")
    )
    return learner_id, lesson_id


async def a_sitting(server: Served, learner_id: UUID, lesson_id: UUID) -> Sitting:
    sitting_id = uuid4()
    sitting = Sitting(
        sitting_id=sitting_id,
        lesson_id=lesson_id,
        room_name=f"lesson-{sitting_id}",
        learner_identity=learner_identity(learner_id),
        created_at=NOW,
    )
    await server.storage.sittings.create(sitting)
    return sitting


def a_turn(sitting: Sitting) -> StoredTurn:
    return StoredTurn(
        turn_id=uuid4(),
        seq=1,
        role="learner",
        text="I was in a journal.",
        started_at=NOW,
        ended_at=NOW + timedelta(seconds=2),
        speech_seconds=2.0,
        lesson_id=sitting.lesson_id,
        sitting_id=sitting.sitting_id,
    )


async def status_of(server: Served, lesson_id: UUID) -> tuple[str, str | None]:
    lesson = await server.storage.lessons.get(lesson_id)
    assert lesson is not None
    return lesson.status, lesson.end_reason


async def test_a_start_that_died_between_lesson_and_sitting_is_closed_after_two_minutes(
    swept: Served, clock: Clock
) -> None:
    _, stranded = await a_lesson(swept)
    learner_id, whole = await a_lesson(swept)
    await a_sitting(swept, learner_id, whole)
    clock.later(seconds=119)
    await swept.parts.sweep.once()
    assert await status_of(swept, stranded) == ("waiting", None)
    clock.later(seconds=1)
    await swept.parts.sweep.once()
    assert await status_of(swept, stranded) == ("ended", "left")
    assert await status_of(swept, whole) == ("waiting", None)
    assert await swept.storage.reports.get(stranded) is not None


async def test_a_report_that_nobody_made_is_made_and_a_late_turn_is_put_into_it(
    swept: Served, clock: Clock
) -> None:
    learner_id, lesson_id = await a_lesson(swept)
    sitting = await a_sitting(swept, learner_id, lesson_id)
    await swept.storage.lessons.end(lesson_id, reason="said", at=NOW)
    task = asyncio.create_task(swept.parts.sweep.run_often())
    try:
        await until_learner_turns(swept, lesson_id, 0)
        journal = Journal(swept.parts.settings.tutor_data_dir / "journal", owner="a-dead-job")
        file = journal.create(lesson_id)
        file.append([(1, TurnEntry(turn=a_turn(sitting)))])
        file.close()
        await until_learner_turns(swept, lesson_id, 1)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert not list((swept.parts.settings.tutor_data_dir / "journal").glob("*.jsonl"))
    assert await status_of(swept, lesson_id) == ("ended", "said")


async def until_learner_turns(server: Served, lesson_id: UUID, turns: int) -> None:
    async def covered() -> bool:
        stored = await server.storage.reports.get(lesson_id)
        return stored is not None and stored.report["learner_turns"] == turns

    await until_true(covered, what=f"a report of {turns} turns")


async def test_guests_go_after_their_days_but_never_with_a_running_lesson(
    swept: Served, clock: Clock
) -> None:
    gone, past = await a_lesson(swept)
    await swept.storage.lessons.end(past, reason="said", at=NOW)
    clock.later(days=20)
    here, running = await a_lesson(swept)
    await a_sitting(swept, here, running)
    clock.later(days=9)
    await swept.parts.sweep.once()
    assert await swept.storage.learners.exists(gone)
    clock.later(days=1)
    await swept.parts.sweep.once()
    assert not await swept.storage.learners.exists(gone)
    clock.later(days=40)
    await swept.parts.sweep.once()
    assert await swept.storage.learners.exists(here)
    assert await swept.storage.lessons.get(past) is None, "after the week of grace every trace is gone"


async def test_one_part_that_fails_stops_no_other(
    swept: Served, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object, **__: object) -> None:
        raise StorageUnavailableError("away")

    gone, past = await a_lesson(swept)
    await swept.storage.lessons.end(past, reason="said", at=NOW)
    clock.later(days=31)
    monkeypatch.setattr(MemoryLessons, "stranded", away)
    await swept.parts.sweep.once()
    assert not await swept.storage.learners.exists(gone)


async def test_a_lesson_that_no_report_can_be_made_of_does_not_cost_the_others_theirs(
    swept: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _, poison = await a_lesson(swept)
    await swept.storage.lessons.end(poison, reason="said", at=NOW)
    _, good = await a_lesson(swept)
    await swept.storage.lessons.end(good, reason="said", at=NOW + timedelta(seconds=1))

    def choking(summary: LessonSummary, turns: Sequence[StoredTurn], usage: Sequence[Use]) -> Report:
        if summary.lesson_id == poison:
            raise ZeroDivisionError
        return make_report(summary, turns, usage)

    monkeypatch.setattr("token_server.endings.make_report", choking)
    for _ in range(3):
        await swept.parts.sweep._make_missing_reports()
    assert await swept.storage.reports.get(good) is not None
    assert await swept.storage.reports.get(poison) is None
    said = [record for record in caplog.records if record.message == "a report cannot be made"]
    assert len(said) == 1


async def test_the_sweep_begins_soon_after_the_start(swept: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("token_server.sweep.FIRST_SWEEP_SECONDS", 0.01)
    swept_rooms: list[bool] = []

    async def names(_: object) -> list[str]:
        swept_rooms.append(True)
        return []

    monkeypatch.setattr("token_server.rooms.Rooms.names", names)
    task = asyncio.create_task(swept.parts.sweep.run())
    await until(lambda: swept_rooms, what="a sweep")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
