"""The tutor's persona: lesson.persona's layers over the authored base."""

from dataclasses import replace

from agent.prompts import prompt
from lesson.abuse import abuse_line
from lesson.persona import Persona
from storage.records import LessonRecord


def base_persona() -> Persona:
    """Free conversation with nobody known."""
    return Persona(base=prompt("agent.tutor", "base").replace("ABUSE_LINE", abuse_line()))


def persona_of(lesson: LessonRecord, *, adjustment: str = "") -> Persona:
    """`adjustment` is the guidance for the learner's pace, empty for none."""
    return replace(
        base_persona(),
        scenario=lesson.scenario,
        title=lesson.title,
        level=lesson.level,
        adjustment=adjustment,
    )
