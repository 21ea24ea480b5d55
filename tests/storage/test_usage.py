"""Usage of models, written by each job again and again."""

from uuid import uuid4

from contract.usage import ModelUsage
from storage.repositories import Storage
from tests.storage.examples import stored_lesson


def used(model: str, tokens: int) -> ModelUsage:
    return ModelUsage(part="llm", model=model, input_tokens=tokens, cost=0.25)


async def test_a_job_writes_in_place_of_what_it_wrote_and_another_beside_it(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    await storage.usage.put(lesson_id, "one", [used("mini", 5), used("large", 7)])
    await storage.usage.put(lesson_id, "one", [used("mini", 9)])
    await storage.usage.put(lesson_id, "two", [used("mini", 1)])

    assert await storage.usage.of_lesson(lesson_id) == [used("large", 7), used("mini", 9), used("mini", 1)]


async def test_a_lesson_that_is_gone_has_none_and_takes_its_own_along(storage: Storage) -> None:
    lesson_id = await stored_lesson(storage)
    await storage.usage.put(uuid4(), "one", [used("mini", 5)])
    await storage.usage.put(lesson_id, "one", [used("mini", 5)])
    await storage.lessons.delete(lesson_id)

    assert await storage.usage.of_lesson(lesson_id) == []
