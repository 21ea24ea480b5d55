"""The tutor's persona: lesson.persona's layers over the authored base."""

from dataclasses import replace

from agent.prompts import prompt
from lesson.abuse import abuse_line
from lesson.persona import Persona
from storage.records import LessonRecord


def base_persona(*, supervised: bool = False) -> Persona:
    """Free conversation with nobody known. `supervised`: it has the tool of agent.tutor.asking."""
    base = prompt("agent.tutor", "base").replace("ABUSE_LINE", abuse_line())
    return Persona(base=f"{base}\n\n{prompt('agent.tutor', 'supervised')}" if supervised else base)


def persona_of(lesson: LessonRecord, *, adjustment: str = "", supervised: bool = False) -> Persona:
    """`adjustment` is the guidance for the learner's pace, empty for none."""
    return replace(
        base_persona(supervised=supervised),
        scenario=lesson.scenario,
        title=lesson.title,
        level=lesson.level,
        adjustment=adjustment,
    )
