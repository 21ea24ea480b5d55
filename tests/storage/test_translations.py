import asyncio
from uuid import uuid4

from storage.records import StoredTranslation
from storage.repositories import Storage
from tests.storage.examples import new_turn, stored_lesson, stored_sitting


async def test_a_translation_comes_back_whole_and_only_in_its_language(storage: Storage) -> None:
    turn = new_turn(await stored_sitting(storage), 0)
    await storage.turns.save([turn])
    await storage.translations.put(turn.turn_id, "ko", "안녕하세요. '어떻게' 지내세요? 100%_\\")

    assert await storage.translations.get(turn.turn_id, "ko") == "안녕하세요. '어떻게' 지내세요? 100%_\\"
    assert await storage.translations.get(turn.turn_id, "en") is None
    assert await storage.translations.get(uuid4(), "ko") is None


async def test_keeping_one_twice_or_at_the_same_time_leaves_the_first(storage: Storage) -> None:
    turn = new_turn(await stored_sitting(storage), 0)
    await storage.turns.save([turn])
    await storage.translations.put(turn.turn_id, "ko", "하나")
    await asyncio.gather(*(storage.translations.put(turn.turn_id, "ko", "둘") for _ in range(5)))

    assert await storage.translations.get(turn.turn_id, "ko") == "하나"


async def test_a_turn_that_is_not_stored_has_no_translation_and_that_is_no_error(storage: Storage) -> None:
    turn_id = uuid4()
    await storage.translations.put(turn_id, "ko", "안녕하세요.")

    assert await storage.translations.get(turn_id, "ko") is None


async def test_a_character_that_postgres_cannot_hold_is_left_out(storage: Storage) -> None:
    turn = new_turn(await stored_sitting(storage), 0)
    await storage.turns.save([turn])
    await storage.translations.put(turn.turn_id, "ko", "안녕\x00하세요.")

    assert await storage.translations.get(turn.turn_id, "ko") == "안녕하세요."


async def test_those_of_a_lesson_come_in_order_of_its_turns(storage: Storage) -> None:
    sitting, other = await stored_sitting(storage), await stored_sitting(storage)
    turns = [new_turn(sitting, 0), new_turn(sitting, 1), new_turn(sitting, 2)]
    stranger = new_turn(other, 0)
    await storage.turns.save([*turns])
    await storage.turns.save([stranger])
    await storage.translations.put(turns[2].turn_id, "ko", "셋")
    await storage.translations.put(turns[0].turn_id, "ko", "하나")
    await storage.translations.put(turns[0].turn_id, "en", "One")
    await storage.translations.put(stranger.turn_id, "ko", "남")

    assert await storage.translations.of_lesson(sitting.lesson_id) == [
        StoredTranslation(turn_id=turns[0].turn_id, language="en", text="One"),
        StoredTranslation(turn_id=turns[0].turn_id, language="ko", text="하나"),
        StoredTranslation(turn_id=turns[2].turn_id, language="ko", text="셋"),
    ]
    assert await storage.translations.of_lesson(uuid4()) == []


async def test_they_go_with_their_lesson(storage: Storage) -> None:
    kept, gone = await stored_lesson(storage), await stored_lesson(storage)
    turns = [new_turn(await stored_sitting(storage, lesson_id), 0) for lesson_id in (kept, gone)]
    for turn in turns:
        await storage.turns.save([turn])
        await storage.translations.put(turn.turn_id, "ko", "안녕하세요.")
    await storage.lessons.delete(gone)

    assert await storage.translations.get(turns[0].turn_id, "ko") == "안녕하세요."
    assert await storage.translations.get(turns[1].turn_id, "ko") is None
