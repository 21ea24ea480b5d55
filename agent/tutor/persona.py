"""The tutor's persona: lesson.persona's layers over the authored base."""

from agent.prompts import prompt
from lesson.persona import Persona
from storage.records import LessonRecord


def persona_of(lesson: LessonRecord, *, adjustment: str = "") -> Persona:
    """`adjustment` is the guidance for the learner's pace, empty for none."""
    return Persona(
        base=prompt("agent.tutor", "base").replace("ABUSE_LINE", "이건 튜터가 함께할 수 없는 이야기예요."),
        scenario=lesson.scenario,
        title=lesson.title,
        level=lesson.level,
        adjustment=adjustment,
    )
