from uuid import uuid4

import pytest

from storage.errors import LessonEndedError, SittingExistsError, UnknownLessonError, UnknownSittingError
from storage.repositories import LEASE_SECONDS, Storage
from tests.storage.conftest import Later
from tests.storage.examples import at, new_sitting, new_turn, stored_lesson, stored_sitting


async def test_a_sitting_comes_back_whole_by_lesson_and_by_room(storage: Storage) -> None:
    sitting = await stored_sitting(storage, joined_at=at(1), left_at=at(2), dispatches=3)
    assert await storage.sittings.current(sitting.lesson_id) == sitting
    assert await storage.sittings.of_room(sitting.room_name) == sitting
    assert await storage.sittings.of_room("lesson-unknown") is None
    assert await storage.sittings.current(uuid4()) is None


async def test_a_lesson_has_one_open_sitting(storage: Storage) -> None:
    sitting = await stored_sitting(storage)
    other_lesson = await stored_lesson(storage)
    for clash in (
        new_sitting(sitting.lesson_id),
        new_sitting(other_lesson, sitting_id=sitting.sitting_id),
        new_sitting(other_lesson, room_name=sitting.room_name),
    ):
        with pytest.raises(SittingExistsError):
            await storage.sittings.create(clash)
    assert await storage.sittings.current(sitting.lesson_id) == sitting
    assert await storage.sittings.current(other_lesson) is None


async def test_an_exchange_of_messages_takes_the_place_of_the_sitting_before_it(storage: Storage) -> None:
    room = await stored_sitting(storage)
    exchange = new_sitting(room.lesson_id, kind="messages", room_name="messages-1")
    await storage.sittings.replace(room.sitting_id, by=exchange)
    assert await storage.sittings.current(room.lesson_id) == exchange
    ended = await storage.sittings.of_room(room.room_name)
    assert ended is not None
    assert ended.ended_at is not None
    lesson = await storage.lessons.get(room.lesson_id)
    assert lesson is not None
    assert lesson.status != "ended"
    (item,) = await storage.sittings.open()
    assert item.sitting == exchange


async def test_of_two_who_replace_the_same_sitting_the_quicker_one_wins(storage: Storage) -> None:
    room = await stored_sitting(storage)
    first, second = (new_sitting(room.lesson_id, kind="messages") for _ in range(2))
    await storage.sittings.replace(room.sitting_id, by=first)
    with pytest.raises(SittingExistsError):
        await storage.sittings.replace(room.sitting_id, by=second)
    assert await storage.sittings.current(room.lesson_id) == first
    await storage.lessons.end(room.lesson_id, reason="said", at=at(1))
    with pytest.raises(LessonEndedError):
        await storage.sittings.replace(first.sitting_id, by=second)
    with pytest.raises(UnknownLessonError):
        await storage.sittings.replace(first.sitting_id, by=new_sitting(uuid4()))


async def test_a_lessons_sittings_come_oldest_first(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    first = await stored_sitting(storage, lesson_id)
    await storage.lessons.end(lesson_id, reason="left", at=at(60))
    await storage.lessons.reopen(lesson_id)
    second = await stored_sitting(storage, lesson_id)
    await stored_sitting(storage)

    ended, running = await storage.sittings.of_lesson(lesson_id)
    assert (ended.sitting_id, ended.ended_at) == (first.sitting_id, at(60))
    assert running == second
    assert await storage.sittings.of_lesson(uuid4()) == []


async def test_a_sitting_needs_a_lesson_that_has_not_ended(storage: Storage) -> None:
    with pytest.raises(UnknownLessonError):
        await storage.sittings.create(new_sitting(uuid4()))
    lesson_id = await stored_lesson(storage)
    await storage.lessons.end(lesson_id, reason="left", at=at(0))
    with pytest.raises(LessonEndedError):
        await storage.sittings.create(new_sitting(lesson_id))


async def test_an_unknown_sitting_cannot_be_changed(storage: Storage) -> None:
    for change in (
        storage.sittings.learner_joined(uuid4()),
        storage.sittings.learner_left(uuid4()),
        storage.sittings.dispatched(uuid4(), seen=1),
    ):
        with pytest.raises(UnknownSittingError):
            await change


async def test_joining_leaving_and_coming_back(storage: Storage, later: Later) -> None:
    sitting = await stored_sitting(storage)
    (waiting,) = await storage.sittings.open()
    assert waiting.seconds_since_joined is waiting.seconds_since_left is None

    await storage.sittings.learner_joined(sitting.sitting_id)
    await later(100)
    await storage.sittings.learner_left(sitting.sitting_id)
    await later(20)
    (away,) = await storage.sittings.open()
    assert away.seconds_since_joined == pytest.approx(120, abs=10)
    assert away.seconds_since_left == pytest.approx(20, abs=10)
    assert away.seconds_since_activity == pytest.approx(120, abs=10)

    await storage.sittings.learner_joined(sitting.sitting_id)
    (back,) = await storage.sittings.open()
    assert back.seconds_since_joined == pytest.approx(120, abs=10)
    assert back.seconds_since_left is None
    assert back.seconds_since_activity == pytest.approx(0, abs=10)


async def test_one_watcher_takes_the_right_to_send_for_a_tutor(storage: Storage, later: Later) -> None:
    sitting = await stored_sitting(storage)
    await later(50)
    assert await storage.sittings.dispatched(sitting.sitting_id, seen=1)
    assert not await storage.sittings.dispatched(sitting.sitting_id, seen=1)

    (watched,) = await storage.sittings.open()
    assert watched.sitting.dispatches == 2
    assert watched.seconds_since_dispatched == pytest.approx(0, abs=10)
    assert watched.seconds_since_created == pytest.approx(50, abs=10)
    await storage.lessons.end(sitting.lesson_id, reason="left", at=at(0))
    assert not await storage.sittings.dispatched(sitting.sitting_id, seen=2)


async def test_ages_come_from_the_databases_clock_not_from_the_callers(storage: Storage) -> None:
    await stored_sitting(storage, created_at=at(-86400), dispatched_at=at(-86400))
    (watched,) = await storage.sittings.open()
    assert watched.seconds_since_created == pytest.approx(0, abs=10)
    assert watched.seconds_since_dispatched == pytest.approx(0, abs=10)


async def test_the_watch_sees_open_sittings_with_lesson_and_lease(storage: Storage, later: Later) -> None:
    sitting = await stored_sitting(storage)
    other = await stored_sitting(storage)
    await storage.turns.save([new_turn(sitting, 0)])
    claimed = await storage.leases.claim(sitting.lesson_id, job_id="job-1")
    assert claimed is not None
    ended = await stored_sitting(storage)
    await storage.lessons.end(ended.lesson_id, reason="said", at=at(0))

    watched = {found.sitting.sitting_id: found for found in await storage.sittings.open()}
    assert set(watched) == {sitting.sitting_id, other.sitting_id}
    seen = watched[sitting.sitting_id]
    assert seen.sitting == sitting
    assert seen.lesson == await storage.lessons.get(sitting.lesson_id)
    assert seen.lease is not None
    assert (seen.lease.job_id, seen.lease.epoch) == ("job-1", 1)
    assert 0 < seen.lease.seconds_left <= LEASE_SECONDS
    assert watched[other.sitting_id].lease is None
