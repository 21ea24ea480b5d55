from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from contract.scenario import Scenario
from storage.errors import UnknownLessonError
from storage.records import BuilderProgress, StoredReport
from storage.repositories import DELIVERY_CLAIM_SECONDS, Storage
from tests.storage.conftest import Later
from tests.storage.examples import at, new_turn, stored_lesson, stored_sitting


def report(lesson_id: UUID, content: dict[str, Any] | None = None, **given: Any) -> StoredReport:
    return StoredReport(
        lesson_id=lesson_id, version=1, report=content or {"wpm": 98.5}, computed_at=at(100), **given
    )


async def ended_lesson(storage: Storage) -> UUID:
    lesson_id = await stored_lesson(storage)
    await storage.lessons.end(lesson_id, reason="said", at=at(90))
    return lesson_id


async def test_a_report_comes_back_whole_and_in_order(storage: Storage) -> None:
    lesson_id = await ended_lesson(storage)
    content = {"z": 1, "a": None, "wpm": 98.25, "turns": [{"text": '체크인 \x00 "%"'}], "empty": []}
    await storage.reports.save(report(lesson_id, content, turn_count=0))
    stored = await storage.reports.get(lesson_id)

    assert stored == report(lesson_id, content, turn_count=0)
    assert stored is not None
    assert list(stored.report) == list(content)
    assert await storage.reports.get(uuid4()) is None


async def test_a_report_replaces_the_one_before(storage: Storage) -> None:
    lesson_id = await ended_lesson(storage)
    await storage.reports.save(report(lesson_id, {"wpm": 1.0}))
    await storage.reports.save(report(lesson_id, {"wpm": 2.0}))
    stored = await storage.reports.get(lesson_id)
    assert stored is not None
    assert stored.report == {"wpm": 2.0}


async def test_a_report_needs_its_lesson(storage: Storage) -> None:
    with pytest.raises(UnknownLessonError):
        await storage.reports.save(report(uuid4()))
    with pytest.raises(UnknownLessonError):
        await storage.reports.enqueue_delivery(uuid4())


async def test_an_ended_lesson_misses_its_report_until_it_is_saved(storage: Storage) -> None:
    await stored_lesson(storage)
    lesson_id = await ended_lesson(storage)
    assert await storage.reports.missing() == [lesson_id]
    await storage.reports.save(report(lesson_id))
    assert await storage.reports.missing() == []


async def test_a_report_of_a_lesson_that_was_still_open_does_not_count(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    await storage.reports.save(report(lesson_id))
    assert await storage.reports.missing() == []
    await storage.lessons.end(lesson_id, reason="said", at=at(90))
    assert await storage.reports.missing() == [lesson_id]


async def test_a_continued_lesson_needs_a_new_report_when_it_ends_again(storage: Storage) -> None:
    lesson_id = await ended_lesson(storage)
    await storage.reports.save(report(lesson_id))
    await storage.lessons.reopen(lesson_id)
    assert await storage.reports.missing() == []
    await storage.lessons.end(lesson_id, reason="said", at=at(190))
    assert await storage.reports.missing() == [lesson_id]


async def test_a_turn_that_comes_after_the_report_makes_it_out_of_date(storage: Storage) -> None:
    sitting = await stored_sitting(storage)
    turn = new_turn(sitting, 0)
    await storage.turns.save([turn])
    await storage.lessons.end(sitting.lesson_id, reason="worker_lost", at=at(90))
    await storage.reports.save(report(sitting.lesson_id))
    await storage.turns.save([turn])
    assert await storage.reports.missing() == []

    await storage.turns.save([new_turn(sitting, 1)])
    assert await storage.reports.missing() == [sitting.lesson_id]


async def test_a_scene_that_comes_after_the_report_makes_it_out_of_date(storage: Storage) -> None:
    lesson_id = await ended_lesson(storage)
    await storage.reports.save(report(lesson_id))
    await storage.lessons.set_scenario(lesson_id, Scenario(place="hotel"), builder=BuilderProgress())
    assert await storage.reports.missing() == [lesson_id]


async def test_a_report_made_before_the_last_turn_was_stored_does_not_count(storage: Storage) -> None:
    sitting = await stored_sitting(storage)
    await storage.lessons.end(sitting.lesson_id, reason="worker_lost", at=at(90))
    await storage.turns.save([new_turn(sitting, 0)])
    await storage.reports.save(report(sitting.lesson_id, turn_count=0))
    assert await storage.reports.missing() == [sitting.lesson_id]
    await storage.reports.save(report(sitting.lesson_id, turn_count=1))
    assert await storage.reports.missing() == []


async def test_a_delivery_is_queued_once_per_end(storage: Storage, later: Later) -> None:
    lesson_id = await ended_lesson(storage)
    await storage.reports.enqueue_delivery(lesson_id)
    await storage.reports.enqueue_delivery(lesson_id)
    (first,) = await storage.reports.due_deliveries()
    assert (first.lesson_id, first.attempts) == (lesson_id, 0)
    await storage.reports.delivered(first.delivery_id)
    await storage.reports.enqueue_delivery(lesson_id)
    await later(3600)
    assert await storage.reports.due_deliveries() == []

    await storage.lessons.reopen(lesson_id)
    await storage.reports.enqueue_delivery(lesson_id)
    assert await storage.reports.due_deliveries() == []
    await storage.lessons.end(lesson_id, reason="said", at=at(500))
    await storage.reports.enqueue_delivery(lesson_id)
    (second,) = await storage.reports.due_deliveries()
    assert second.delivery_id != first.delivery_id


async def test_a_failed_delivery_is_due_again_after_its_delay(storage: Storage, later: Later) -> None:
    lesson_id = await ended_lesson(storage)
    await storage.reports.enqueue_delivery(lesson_id)
    (delivery,) = await storage.reports.due_deliveries()
    await storage.reports.delivery_failed(delivery.delivery_id, retry_in_seconds=120)
    await later(110)
    assert await storage.reports.due_deliveries() == []
    await later(15)
    (again,) = await storage.reports.due_deliveries()
    assert (again.delivery_id, again.attempts) == (delivery.delivery_id, 1)

    await storage.reports.delivery_failed(delivery.delivery_id, retry_in_seconds=None)
    await later(86400)
    assert await storage.reports.due_deliveries() == []


async def test_a_delivery_in_hand_is_given_to_nobody_else_unless_its_process_dies(
    storage: Storage, later: Later
) -> None:
    await storage.reports.enqueue_delivery(await ended_lesson(storage))
    (delivery,) = await storage.reports.due_deliveries()
    assert await storage.reports.due_deliveries() == []
    await later(DELIVERY_CLAIM_SECONDS)
    (again,) = await storage.reports.due_deliveries()
    assert again.delivery_id == delivery.delivery_id


async def test_due_deliveries_come_oldest_first_and_limited(storage: Storage, later: Later) -> None:
    lessons = [await ended_lesson(storage) for _ in range(3)]
    for lesson_id in lessons:
        await storage.reports.enqueue_delivery(lesson_id)
        await later(1)
    first = await storage.reports.due_deliveries(limit=2)
    rest = await storage.reports.due_deliveries(limit=2)
    assert [delivery.lesson_id for delivery in first] == lessons[:2]
    assert [delivery.lesson_id for delivery in rest] == lessons[2:]


async def test_a_report_that_was_never_queued_is_found(storage: Storage) -> None:
    now = datetime.now(UTC)
    queued, unqueued, old, reportless = [await stored_lesson(storage) for _ in range(4)]
    for lesson_id in (queued, unqueued, reportless):
        await storage.lessons.end(lesson_id, reason="said", at=now)
    await storage.lessons.end(old, reason="said", at=now - timedelta(days=2))
    for lesson_id in (queued, unqueued, old):
        await storage.reports.save(report(lesson_id))
    await storage.reports.enqueue_delivery(queued)
    assert await storage.reports.undelivered(newer_seconds=86400) == [unqueued]

    await storage.reports.enqueue_delivery(unqueued)
    assert await storage.reports.undelivered(newer_seconds=86400) == []
    await storage.lessons.reopen(unqueued)
    await storage.lessons.end(unqueued, reason="said", at=now + timedelta(seconds=1))
    await storage.reports.save(report(unqueued))
    assert await storage.reports.undelivered(newer_seconds=86400) == [unqueued]
