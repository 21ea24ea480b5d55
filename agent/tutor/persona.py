"""The tutor's persona: lesson.persona's layers over the authored base."""

from agent.prompts import prompt
from lesson.abuse import abuse_line
from lesson.persona import Persona
from storage.records import LessonRecord


def persona_of(lesson: LessonRecord, *, adjustment: str = "") -> Persona:
    """`adjustment` is the guidance for the learner's pace, empty for none."""
    return Persona(
        base=prompt("agent.tutor", "base").replace("ABUSE_LINE", abuse_line()),
        scenario=lesson.scenario,
        title=lesson.title,
        level=lesson.level,
        adjustment=adjustment,
    )
