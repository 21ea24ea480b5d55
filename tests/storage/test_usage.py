"""Usage of models, written by each job again and again."""

import asyncio
from uuid import UUID, uuid4

import pytest

from contract.usage import UsagePurpose, Use
from storage.repositories import Storage
from tests.storage.examples import stored_lesson


def used(model: str, tokens: int, purpose: UsagePurpose = "talk", cost: float | None = 0.25) -> Use:
    return Use(
        purpose=purpose,
        part="llm",
        model=model,
        input_tokens=tokens,
        input_cached_tokens=tokens * 2,
        input_cached_audio_tokens=tokens * 3,
        cost=cost,
    )


async def test_a_job_writes_in_place_of_what_it_wrote_and_another_beside_it(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    await storage.usage.put(lesson_id, "one", [used("mini", 5), used("large", 7), used("mini", 2, "hint")])
    await storage.usage.put(lesson_id, "one", [used("mini", 9)])
    await storage.usage.put(lesson_id, "two", [used("mini", 1)])

    assert await storage.usage.of_lesson(lesson_id) == [
        used("mini", 2, "hint"),
        used("large", 7),
        used("mini", 9),
        used("mini", 1),
    ]


async def test_what_is_added_adds_up(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    await asyncio.gather(*(storage.usage.add(lesson_id, "pages", [used("mini", 5)]) for _ in range(4)))
    await storage.usage.add(lesson_id, "pages", [used("mini", 3, "translation", cost=None)])
    await storage.usage.add(lesson_id, "pages", [used("mini", 4, "translation", cost=None)])

    assert await storage.usage.of_lesson(lesson_id) == [
        used("mini", 20, cost=1.0),
        used("mini", 7, "translation", cost=None),
    ]


@pytest.mark.parametrize(("first", "then"), [(None, 0.5), (0.5, None)])
async def test_a_price_that_comes_or_goes_between_takes_no_cost_away(
    storage: Storage, first: float | None, then: float | None
) -> None:
    lesson_id = await stored_lesson(storage)
    for cost in (first, then):
        await storage.usage.add(lesson_id, "pages", [used("mini", 5, cost=cost)])

    assert await storage.usage.of_lesson(lesson_id) == [used("mini", 10, cost=0.5)]


@pytest.mark.parametrize("write", ["put", "add"])
async def test_a_lesson_that_is_gone_has_none_and_takes_its_own_along(storage: Storage, write: str) -> None:
    lesson_id = await stored_lesson(storage)
    await _write(storage, write, uuid4())
    await _write(storage, write, lesson_id)
    await storage.lessons.delete(lesson_id)
    await _write(storage, write, lesson_id)

    assert await storage.usage.of_lesson(lesson_id) == []


async def _write(storage: Storage, write: str, lesson_id: UUID) -> None:
    await getattr(storage.usage, write)(lesson_id, "one", [used("mini", 5)])
