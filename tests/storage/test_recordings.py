import asyncio
from uuid import uuid4

from storage.records import Recording
from storage.repositories import Storage
from tests.storage.examples import new_turn, stored_lesson, stored_sitting

SOUND = Recording(mime_type="audio/mpeg", seconds=1.5, sound=bytes(range(256)) * 4000)


async def test_a_recording_comes_back_byte_for_byte(storage: Storage) -> None:
    turn = new_turn(await stored_sitting(storage), 0)
    await storage.turns.save([turn])
    await storage.recordings.put(turn.turn_id, SOUND)

    assert await storage.recordings.get(turn.turn_id) == SOUND
    assert await storage.recordings.get(uuid4()) is None


async def test_the_first_stays_and_a_turn_that_is_not_stored_has_none(storage: Storage) -> None:
    turn = new_turn(await stored_sitting(storage), 0)
    await storage.turns.save([turn])
    await storage.recordings.put(turn.turn_id, SOUND)
    other = Recording(mime_type="audio/mpeg", seconds=2.0, sound=b"other")
    await asyncio.gather(*(storage.recordings.put(turn.turn_id, other) for _ in range(3)))
    await storage.recordings.put(missing := uuid4(), other)

    assert await storage.recordings.get(turn.turn_id) == SOUND
    assert await storage.recordings.get(missing) is None


async def test_a_lesson_tells_which_turns_have_one_and_takes_them_with_it(storage: Storage) -> None:
    kept, gone = await stored_lesson(storage), await stored_lesson(storage)
    sittings = [await stored_sitting(storage, lesson_id) for lesson_id in (kept, gone)]
    turns = [new_turn(sitting, seq) for sitting in sittings for seq in range(3)]
    for turn in turns:
        await storage.turns.save([turn])
    for index in (2, 0, 3):
        await storage.recordings.put(turns[index].turn_id, SOUND)

    assert await storage.recordings.of_lesson(kept) == [turns[0].turn_id, turns[2].turn_id]
    assert await storage.recordings.of_lesson(gone) == [turns[3].turn_id]
    await storage.lessons.delete(gone)
    assert await storage.recordings.get(turns[3].turn_id) is None
    assert await storage.recordings.of_lesson(gone) == []
    assert await storage.recordings.get(turns[0].turn_id) == SOUND
