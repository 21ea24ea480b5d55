"""The learner's own lessons: which there were, and what was said in one. Of no other learner: every id comes from the
list of this one's.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Final
from uuid import UUID

from agent.tutor.supervisor_tools.tool import ToolRefusalError, takes
from contract.lesson import LessonSummary
from contract.turn import StoredTurn
from lesson.clauses import plain
from lesson.fillers import says_something
from storage.errors import StorageError
from storage.repositories import Lessons, Turns

PAGE: Final = 100
MAX_LESSONS: Final = 1000  # of one learner that are counted; beyond it figures are "at least"
LISTED: Final = 15
LINES: Final = 40
LINE_CHARACTERS: Final = 300
# Where the learners are; a fixed offset, for Korea has no summer time and a slim image no zone data.
KOREA: Final = timezone(timedelta(hours=9), "KST")

_AWAY: Final = "The lessons cannot be read at the moment: say so."


class EarlierLessons:
    name = "earlier_lessons"
    description = (
        "The learner's lessons, newest first and numbered, the running one included: date, title, how many lines and "
        "minutes; and how many there were this month, last month and in all. Call it before you state such a figure."
    )
    parameters = takes()

    def __init__(
        self, lessons: Lessons, *, learner_id: UUID, running: UUID, now: Callable[[], datetime]
    ) -> None:
        self._lessons = lessons
        self._learner_id = learner_id
        self._running = running
        self._now = now

    async def run(self, arguments: Mapping[str, Any]) -> str:  # noqa: ARG002 - it takes none
        lessons, complete = await _all_of(self._lessons, self._learner_id)
        this_month = self._now().astimezone(KOREA).replace(day=1)
        last_month = this_month - timedelta(days=1)
        bound = "" if complete else "at least "
        head = (
            f"In all: {bound}{len(lessons)}. This month ({this_month:%Y-%m}): {_count(lessons, this_month)}. "
            f"Last month ({last_month:%Y-%m}): {_count(lessons, last_month)}. The running lesson is counted."
        )
        rows = [self._row(number, lesson) for number, lesson in enumerate(lessons[:LISTED], 1)]
        return "\n".join([head, *rows])

    def _row(self, number: int, lesson: LessonSummary) -> str:
        running = " (the running lesson)" if lesson.lesson_id == self._running else ""
        return (
            f"{number}. {lesson.created_at.astimezone(KOREA):%Y-%m-%d}, {lesson.title}, "
            f"{lesson.turn_count} lines, {lesson.total_seconds / 60:.0f} minutes{running}"
        )


class LessonLines:
    name = "lesson_lines"
    description = (
        "What was said in one of the learner's lessons, line by line. Give the lesson's number from earlier_lessons; "
        "with words, only the lines that hold them are given."
    )
    parameters = takes(
        lesson={"type": "integer", "description": "the number in the list of earlier_lessons"},
        words={
            "type": ["string", "null"],
            "description": "words that the lines must hold; null for all lines",
        },
    )

    def __init__(self, lessons: Lessons, turns: Turns, *, learner_id: UUID) -> None:
        self._lessons = lessons
        self._turns = turns
        self._learner_id = learner_id

    async def run(self, arguments: Mapping[str, Any]) -> str:
        number, words = arguments.get("lesson"), arguments.get("words")
        lessons, _ = await _all_of(self._lessons, self._learner_id)
        if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= len(lessons):
            raise ToolRefusalError(
                f"lesson is {number!r}, expected a number from 1 to {len(lessons)}: see earlier_lessons."
            )
        lesson = lessons[number - 1]
        try:
            turns = await self._turns.of_lesson(lesson.lesson_id)
        except StorageError:
            raise ToolRefusalError(_AWAY) from None
        wanted = [turn for turn in turns if says_something(turn) and _holds(turn, words)]
        if not wanted:
            raise ToolRefusalError("No line of that lesson holds these words: say so.")
        cut = f" (the last {LINES} of {len(wanted)} lines)" if len(wanted) > LINES else ""
        return "\n".join(
            [
                f"{lesson.title}, {lesson.created_at.astimezone(KOREA):%Y-%m-%d}{cut}:",
                *(f"{turn.role}: {turn.text[:LINE_CHARACTERS]}" for turn in wanted[-LINES:]),
            ]
        )


async def _all_of(lessons: Lessons, learner_id: UUID) -> tuple[list[LessonSummary], bool]:
    """The lessons in which something was said, newest first, and whether these are all. Raises ToolRefusalError."""
    found: list[LessonSummary] = []
    before: datetime | None = None
    more = True
    try:
        while more and len(found) < MAX_LESSONS:
            page, more = await lessons.list_for(learner_id, limit=PAGE, before=before)
            found += page
            before = page[-1].created_at if page else None
    except StorageError:
        raise ToolRefusalError(_AWAY) from None
    return [lesson for lesson in found if lesson.turn_count], not more


def _count(lessons: list[LessonSummary], month: datetime) -> int:
    return sum(
        (local.year, local.month) == (month.year, month.month)
        for local in (lesson.created_at.astimezone(KOREA) for lesson in lessons)
    )


def _holds(turn: StoredTurn, words: object) -> bool:
    if not isinstance(words, str) or not words.strip():
        return True
    return f" {plain(words)} " in f" {plain(turn.text)} "
