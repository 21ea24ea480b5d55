"""Key phrases and the learner's own lessons."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from agent.tutor.supervisor_tools.earlier_lessons import PAGE, EarlierLessons, LessonLines
from agent.tutor.supervisor_tools.key_phrases import KeyPhrases
from agent.tutor.supervisor_tools.tool import ToolRefusalError
from contract.scenario import Scenario
from lesson.catalogue import catalogue, scenario_of
from storage.memory import MemoryStorage
from storage.postgres import open_storage
from storage.records import LessonRecord
from storage.repositories import Storage
from tests.fixtures.engine_process import free_port
from tests.storage.examples import new_turn, stored_learner, stored_lesson, stored_sitting

HOTEL = next(row for row in catalogue() if row.place == "hotel")


class Clock:
    """The storage's and the tool's clock, in UTC."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)  # 1 April, 01:00 in Korea

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def storage(clock: Clock) -> Storage:
    return MemoryStorage(now=clock)


async def _had(storage: Storage, learner_id: UUID, *lines: str, title: str = "Hotel", **given: Any) -> UUID:
    """A lesson in which these lines were said, the learner's first."""
    lesson_id = await stored_lesson(storage, learner_id, title=title, **given)
    sitting = await stored_sitting(storage, lesson_id)
    await storage.turns.save(
        [
            new_turn(sitting, number, text=line, role="learner" if number % 2 else "tutor")
            for number, line in enumerate(lines, 1)
        ]
    )
    return lesson_id


async def test_lessons_are_counted_by_the_months_of_korea(storage: Storage, clock: Clock) -> None:
    learner = await stored_learner(storage)
    now = clock.at
    last = uuid4()
    for days_ago, title in ((40, "February"), (20, "March 11"), (2, "March 29"), (0, "April")):
        clock.at = now - timedelta(days=days_ago)
        last = await _had(storage, learner, "Hi.", "Hello.", title=title)
    await stored_lesson(storage, learner, title="nothing was said in it")
    await _had(storage, await stored_learner(storage), "Hi.", title="Somebody else's")
    text = await EarlierLessons(storage.lessons, learner_id=learner, running=last, now=clock).run({})
    head, *rows = text.splitlines()
    assert head == (
        "In all: 4. This month (2026-04): 1. Last month (2026-03): 2. The running lesson is counted."
    )
    assert rows[0].startswith("1. 2026-04-01, April, 2 lines")
    assert rows[0].endswith("(the running lesson)")
    assert [row.split(", ")[1] for row in rows] == ["April", "March 29", "March 11", "February"]


async def test_all_are_counted_however_many(storage: Storage, clock: Clock) -> None:
    learner = await stored_learner(storage)
    for number in range(PAGE + 5):
        clock.at += timedelta(seconds=1)
        await _had(storage, learner, "Hi.", title=f"Lesson {number}")
    text = await EarlierLessons(storage.lessons, learner_id=learner, running=uuid4(), now=clock).run({})
    assert text.startswith(f"In all: {PAGE + 5}. This month (2026-04): {PAGE + 5}.")
    assert len(text.splitlines()) == 16


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (None, ["learner: I have a reservation.", "tutor: May I see your passport?"]),
        ("", ["learner: I have a reservation.", "tutor: May I see your passport?"]),
        ("passport", ["tutor: May I see your passport?"]),
        ("PASSPORT!", ["tutor: May I see your passport?"]),
        ("a reservation", ["learner: I have a reservation."]),
    ],
)
async def test_the_lines_of_a_lesson_are_looked_up_by_its_number(
    storage: Storage, clock: Clock, words: str | None, lines: list[str]
) -> None:
    learner = await stored_learner(storage)
    await _had(storage, learner, "I have a reservation.", "May I see your passport?")
    clock.at += timedelta(hours=1)
    await _had(storage, learner, "One coffee.", title="Café")
    text = await LessonLines(storage.lessons, storage.turns, learner_id=learner).run(
        {"lesson": 2, "words": words}
    )
    assert text.splitlines() == ["Hotel, 2026-04-01:", *lines]


@pytest.mark.parametrize("number", [0, 2, -1, None, "1", True, 1.0])
async def test_no_number_leads_to_another_learners_lesson(storage: Storage, number: object) -> None:
    learner, other = await stored_learner(storage), await stored_learner(storage)
    await _had(storage, learner, "Mine.")
    await _had(storage, other, "Not mine.")
    tool = LessonLines(storage.lessons, storage.turns, learner_id=learner)
    with pytest.raises(ToolRefusalError, match="from 1 to 1"):
        await tool.run({"lesson": number, "words": None})


async def test_words_that_nobody_said_are_not_found(storage: Storage) -> None:
    learner = await stored_learner(storage)
    await _had(storage, learner, "I have a reservation.")
    tool = LessonLines(storage.lessons, storage.turns, learner_id=learner)
    with pytest.raises(ToolRefusalError, match="No line"):
        await tool.run({"lesson": 1, "words": "serv"})  # a part of a word is no word


@pytest.mark.parametrize("words", [None, "moment"])
async def test_neither_a_line_that_the_guardrail_stopped_nor_a_filler_is_shown(
    storage: Storage, words: str | None
) -> None:
    learner = await stored_learner(storage)
    lesson_id = await stored_lesson(storage, learner, title="Hotel")
    sitting = await stored_sitting(storage, lesson_id)
    await storage.turns.save(
        [
            new_turn(sitting, 1, text="Just a moment ago."),
            new_turn(sitting, 2, role="tutor", text="One moment."),
            new_turn(sitting, 3, role="tutor", text="You stupid moment", blocked=True),
            new_turn(sitting, 4, role="tutor", text="At that moment I was out."),
            new_turn(sitting, 5, text="One moment."),  # the learner's own
        ]
    )
    text = await LessonLines(storage.lessons, storage.turns, learner_id=learner).run(
        {"lesson": 1, "words": words}
    )
    assert text.splitlines()[1:] == [
        "learner: Just a moment ago.",
        "tutor: At that moment I was out.",
        "learner: One moment.",
    ]


async def test_of_a_long_lesson_the_last_lines_are_given(storage: Storage) -> None:
    learner = await stored_learner(storage)
    await _had(storage, learner, *(f"Line {number}." for number in range(1, 61)))
    text = await LessonLines(storage.lessons, storage.turns, learner_id=learner).run(
        {"lesson": 1, "words": None}
    )
    rows = text.splitlines()
    assert rows[0].endswith("(the last 40 of 60 lines):")
    assert rows[1].endswith("Line 21.")
    assert rows[-1].endswith("Line 60.")


async def test_a_database_that_is_away_is_said(clock: Clock) -> None:
    away = await open_storage(f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    learner = uuid4()
    try:
        with pytest.raises(ToolRefusalError, match="cannot be read"):
            await EarlierLessons(away.lessons, learner_id=learner, running=uuid4(), now=clock).run({})
        with pytest.raises(ToolRefusalError, match="cannot be read"):
            await LessonLines(away.lessons, away.turns, learner_id=learner).run({"lesson": 1, "words": None})
    finally:
        await away.aclose()


async def _record(storage: Storage, **given: Any) -> LessonRecord:
    record = await storage.lessons.get(await stored_lesson(storage))
    assert record is not None
    return replace(record, **given)


async def test_key_phrases_are_those_of_the_scene(storage: Storage) -> None:
    record = await _record(storage, scenario_id=HOTEL.scenario_id)
    text = await KeyPhrases(lambda: record).run({})
    assert text.splitlines()[0].startswith(HOTEL.title_en)
    assert [line[2:] for line in text.splitlines()[1:]] == HOTEL.key_phrases


async def test_a_scene_of_the_learners_own_gets_those_of_its_like(storage: Storage) -> None:
    record = await _record(storage, scenario=scenario_of(HOTEL))
    assert HOTEL.key_phrases[0] in await KeyPhrases(lambda: record).run({})


@pytest.mark.parametrize(
    "scenario", [Scenario(), Scenario(place="the moon", partner="a rabbit", goal="say hi")]
)
async def test_without_its_like_the_tool_says_so(storage: Storage, scenario: Scenario) -> None:
    record = await _record(storage, scenario=scenario)
    with pytest.raises(ToolRefusalError, match="No list"):
        await KeyPhrases(lambda: record).run({})
