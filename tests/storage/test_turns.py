from uuid import uuid4

import pytest

from contract.latency import TurnLatency
from storage.errors import UnknownLessonError, UnknownSittingError
from storage.repositories import Storage
from tests.storage.conftest import Later
from tests.storage.examples import at, new_turn, stored_lesson, stored_sitting


async def test_turns_come_back_whole_and_in_speaking_order(storage: Storage) -> None:
    sitting = await stored_sitting(storage)
    turns = [
        new_turn(
            sitting,
            0,
            role="tutor",
            text="Good evening.",
            pauses=[],
            latency=TurnLatency(
                answers=uuid4(), turn_decided=1_760_000_000.25, total=0.8, engine="pipeline", channel="text"
            ),
        ),
        new_turn(
            sitting,
            3,
            text="체크인하고 싶어요, I have a 'reservation' 100%_\\",
            interrupted=True,
            source="phone",
            language="mixed",
            low_confidence=True,
            pauses=[0.31, 1.25],
        ),
        new_turn(sitting, 7, role="tutor", text="You are a", interrupted=True, blocked=True),
    ]
    await storage.turns.save([turns[2], turns[0]])
    await storage.turns.save([turns[1]])

    assert await storage.turns.of_lesson(sitting.lesson_id) == turns
    assert await storage.turns.get(turns[1].turn_id) == turns[1]
    assert await storage.turns.get(uuid4()) is None


async def test_saving_a_turn_again_leaves_the_first_as_it_is(storage: Storage) -> None:
    sitting = await stored_sitting(storage)
    turn = new_turn(sitting, 1, text="One coffee, please.")
    await storage.turns.save([turn])
    await storage.turns.save([turn.model_copy(update={"text": "Two coffees, please.", "seq": 9}), turn])

    assert await storage.turns.of_lesson(sitting.lesson_id) == [turn]


@pytest.mark.parametrize(
    ("taken", "wanted", "given"),
    [
        pytest.param([5], 5, 6, id="the next"),
        pytest.param([5, 6, 7, 9], 5, 8, id="the first gap after it"),
        pytest.param([1, 9], 5, 5, id="not taken"),
        pytest.param([0, 1], 0, 2, id="from the start"),
    ],
)
async def test_a_turn_whose_seq_is_taken_gets_the_next_free_one(
    storage: Storage, taken: list[int], wanted: int, given: int
) -> None:
    sitting = await stored_sitting(storage)
    await storage.turns.save([new_turn(sitting, seq) for seq in taken])
    late = new_turn(sitting, wanted, text="I was in a journal.")
    await storage.turns.save([late])

    stored = await storage.turns.get(late.turn_id)
    assert stored is not None
    assert stored.seq == given
    assert len(await storage.turns.of_lesson(sitting.lesson_id)) == len(taken) + 1


async def test_two_turns_with_one_seq_in_one_call_are_both_stored(storage: Storage) -> None:
    sitting = await stored_sitting(storage)
    first, second = new_turn(sitting, 4), new_turn(sitting, 4)
    await storage.turns.save([first, second])

    assert [turn.seq for turn in await storage.turns.of_lesson(sitting.lesson_id)] == [4, 5]


async def test_turns_of_an_unknown_lesson_are_refused_and_nothing_is_stored(storage: Storage) -> None:
    sitting = await stored_sitting(storage)
    good, homeless = new_turn(sitting, 0), new_turn(sitting, 1).model_copy(update={"lesson_id": uuid4()})
    with pytest.raises(UnknownLessonError, match=str(homeless.lesson_id)):
        await storage.turns.save([good, homeless])

    assert await storage.turns.get(good.turn_id) is None


async def test_a_turn_of_another_lessons_sitting_is_refused_without_its_words(storage: Storage) -> None:
    sitting, other = await stored_sitting(storage), await stored_sitting(storage)
    turn = new_turn(sitting, 0, text="my secret").model_copy(update={"sitting_id": other.sitting_id})
    with pytest.raises(UnknownSittingError) as caught:
        await storage.turns.save([turn])

    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


async def test_a_turn_with_a_character_that_postgres_cannot_hold_is_stored_without_it(
    storage: Storage,
) -> None:
    sitting = await stored_sitting(storage)
    turn = new_turn(sitting, 0, text="Hello\x00 there")
    await storage.turns.save([turn])

    stored = await storage.turns.get(turn.turn_id)
    assert stored is not None
    assert stored.text == "Hello there"


async def test_a_turn_counts_as_activity(storage: Storage, later: Later) -> None:
    sitting = await stored_sitting(storage)
    await later(600)
    (idle,) = await storage.sittings.open()
    await storage.turns.save([new_turn(sitting, 0)])
    (active,) = await storage.sittings.open()

    assert idle.seconds_since_activity >= 600
    assert active.seconds_since_activity < 60


async def test_turn_count_and_seconds_add_up_over_sittings_without_the_gap(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    first = await stored_sitting(storage, lesson_id)
    await storage.turns.save(
        [
            new_turn(first, 0, started_at=at(0), ended_at=at(5)),
            new_turn(first, 1, started_at=at(6), ended_at=at(60)),
        ]
    )
    await storage.lessons.end(lesson_id, reason="left", at=at(61))
    await storage.lessons.reopen(lesson_id)
    second = await stored_sitting(storage, lesson_id)
    await storage.turns.save([new_turn(second, 2, started_at=at(3600), ended_at=at(3660))])

    lesson = await storage.lessons.get(lesson_id)
    assert lesson is not None
    assert lesson.turn_count == 3
    assert lesson.total_seconds == pytest.approx(120)
