from uuid import uuid4

import pytest

from storage.repositories import Storage
from tests.storage.conftest import Later
from tests.storage.examples import at, new_turn, stored_learner, stored_lesson, stored_sitting

DAY = 24 * 3600.0


async def test_a_guest_is_made_once_and_then_only_noted(storage: Storage) -> None:
    learner_id = uuid4()
    assert not await storage.learners.exists(learner_id)
    await storage.learners.ensure(learner_id, locale="ko")
    await storage.learners.ensure(learner_id, locale="en")
    assert await storage.learners.exists(learner_id)


async def test_deleting_a_learner_removes_every_trace_of_their_lessons(storage: Storage) -> None:
    learner_id = await stored_learner(storage)
    sitting = await stored_sitting(storage, await stored_lesson(storage, learner_id))
    turn = new_turn(sitting, 0)
    await storage.turns.save([turn])
    await storage.lessons.end(sitting.lesson_id, reason="said", at=at(60))
    await storage.reports.enqueue_delivery(sitting.lesson_id)

    await storage.learners.delete(learner_id)
    await storage.learners.delete(learner_id)

    assert not await storage.learners.exists(learner_id)
    assert await storage.lessons.get(sitting.lesson_id) is None
    assert await storage.turns.get(turn.turn_id) is None
    assert await storage.sittings.of_room(sitting.room_name) is None
    assert await storage.reports.due_deliveries() == []
    assert await storage.reports.missing() == []


@pytest.mark.parametrize(
    ("idle", "removed"),
    [
        pytest.param(29.9 * DAY, 0, id="not yet"),
        pytest.param(30 * DAY, 1, id="long enough"),
    ],
)
async def test_an_idle_guest_is_removed(storage: Storage, later: Later, idle: float, removed: int) -> None:
    learner_id = await stored_learner(storage)
    await later(idle)
    await stored_learner(storage)

    assert await storage.learners.purge_guests(idle_days=30) == removed
    assert await storage.learners.exists(learner_id) is not bool(removed)


async def test_a_removed_guest_is_hidden_then_purged(storage: Storage, later: Later) -> None:
    learner_id = await stored_learner(storage)
    sitting = await stored_sitting(storage, await stored_lesson(storage, learner_id))
    turn = new_turn(sitting, 0)
    await storage.turns.save([turn])
    await storage.lessons.end(sitting.lesson_id, reason="said", at=at(60))
    await later(31 * DAY)
    await storage.learners.purge_guests(idle_days=30)

    assert await storage.lessons.get(sitting.lesson_id) is None
    assert await storage.lessons.list_for(learner_id) == ([], False)
    assert await storage.reports.missing() == []
    assert await storage.turns.get(turn.turn_id) is not None
    await later(6.9 * DAY)
    await storage.learners.purge_guests(idle_days=30)
    assert await storage.turns.get(turn.turn_id) is not None
    await later(0.2 * DAY)
    await storage.learners.purge_guests(idle_days=30)
    assert await storage.turns.get(turn.turn_id) is None


async def test_a_turn_that_comes_late_brings_a_removed_lesson_back(storage: Storage, later: Later) -> None:
    """Case L1: idle past the limit, then a late save: restored, nothing lost."""
    learner_id = await stored_learner(storage)
    sitting = await stored_sitting(storage, await stored_lesson(storage, learner_id))
    await storage.turns.save([new_turn(sitting, 0)])
    await storage.lessons.end(sitting.lesson_id, reason="left", at=at(60))
    await later(31 * DAY)
    assert await storage.learners.purge_guests(idle_days=30) == 1

    await storage.turns.save([new_turn(sitting, 1)])

    assert await storage.learners.exists(learner_id)
    lesson = await storage.lessons.get(sitting.lesson_id)
    assert lesson is not None
    assert lesson.turn_count == 2


async def test_a_removed_guest_who_comes_back_finds_everything(storage: Storage, later: Later) -> None:
    learner_id = await stored_learner(storage)
    lesson_id = await stored_lesson(storage, learner_id)
    await storage.lessons.end(lesson_id, reason="left", at=at(60))
    await later(31 * DAY)
    assert await storage.learners.purge_guests(idle_days=30) == 1

    await storage.learners.ensure(learner_id, locale="ko")

    assert await storage.lessons.get(lesson_id) is not None


async def test_a_learner_is_told_as_they_were_made_also_while_hidden(storage: Storage, later: Later) -> None:
    learner_id = await stored_learner(storage)
    made = await storage.learners.get(learner_id)
    assert made is not None
    assert (made.learner_id, made.locale) == (learner_id, "ko")
    assert await storage.learners.get(uuid4()) is None

    await storage.learners.ensure(learner_id, locale="en")
    assert await storage.learners.get(learner_id) == made
    lesson_id = await stored_lesson(storage, learner_id)
    await storage.lessons.end(lesson_id, reason="left", at=at(60))
    await later(31 * DAY)
    assert await storage.learners.purge_guests(idle_days=30) == 1
    assert await storage.learners.get(learner_id) is not None
    assert await storage.lessons.ids_of(learner_id) == [lesson_id]


async def test_a_guest_with_an_open_lesson_is_never_removed(storage: Storage, later: Later) -> None:
    """Case L1: limit set to 30 minutes, a running lesson of 31 minutes."""
    learner_id = await stored_learner(storage)
    lesson_id = await stored_lesson(storage, learner_id)
    await storage.lessons.start(lesson_id, at=at(0))
    await later(31 * 60)

    assert await storage.learners.purge_guests(idle_days=30 * 60 / DAY) == 0
    assert await storage.lessons.get(lesson_id) is not None


async def test_activity_is_that_of_the_last_turn(storage: Storage, later: Later) -> None:
    sitting = await stored_sitting(storage)
    await storage.lessons.end(sitting.lesson_id, reason="left", at=at(60))
    await later(20 * DAY)
    await storage.turns.save([new_turn(sitting, 0)])
    await later(20 * DAY)

    assert await storage.learners.purge_guests(idle_days=30) == 0
