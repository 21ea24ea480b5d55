"""What one can say in the scene: the catalogue's phrases."""

from collections.abc import Callable, Mapping
from typing import Any

from agent.tutor.supervisor_tools.tool import ToolRefusalError, takes
from lesson.catalogue import best_match, catalogue, find_scene
from storage.records import LessonRecord


class KeyPhrases:
    name = "key_phrases"
    description = "Useful sentences for the scene of this lesson, as written by its author."
    parameters = takes()

    def __init__(self, lesson: Callable[[], LessonRecord]) -> None:
        self._lesson = lesson

    async def run(self, arguments: Mapping[str, Any]) -> str:  # noqa: ARG002 - it takes none
        lesson = self._lesson()
        row = find_scene(lesson.scenario_id) if lesson.scenario_id else None
        if (
            row is None and lesson.scenario.place
        ):  # a scene of the learner's own: the catalogue may know its like
            row = best_match(lesson.scenario, catalogue())
        if row is None:
            raise ToolRefusalError("No list is kept for this scene: suggest sentences of your own.")
        return "\n".join(
            [
                f"{row.title_en} ({row.place}, {row.partner}, {row.goal}):",
                *(f"- {p}" for p in row.key_phrases),
            ]
        )
