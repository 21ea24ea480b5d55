"""A stored lesson with its turns, as the API shows it."""

from collections.abc import Sequence

from contract.lesson import Lesson
from contract.turn import StoredTurn
from storage.records import LessonRecord, summary_of


def lesson_of(lesson: LessonRecord, turns: Sequence[StoredTurn]) -> Lesson:
    return Lesson(**dict(summary_of(lesson)), turns=[turn.public() for turn in turns])
