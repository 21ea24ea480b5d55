"""Who answers a learner's line: the junior (the fast voice), the supervisor (a stronger model with tools), or nobody.

Compared is the whole normalised utterance, never a substring: "hi" is not in "which" (docs/behaviours.md, J1-J4). A line
that surely asks about English itself or about the learner's own lessons is the supervisor's, also in a running scene.
Where these rules are not sure, the voice, which knows the scene, answers as the partner or chooses its tool.
"""

from typing import Literal

from lesson.asks_about_english import asks_about_english
from lesson.asks_about_lessons import asks_about_lessons
from lesson.courtesies import is_courtesy
from lesson.repeat_wishes import asks_to_clarify, asks_to_repeat
from lesson.utterances import is_unheard

Route = Literal["junior", "supervisor", "nobody"]


def certain_route(text: str) -> Route | None:
    """None where only the scene tells whom the line is for."""
    if is_unheard(text):
        return "nobody"
    if is_courtesy(text) or asks_to_repeat(text) or asks_to_clarify(text):
        return "junior"
    if asks_about_english(text) or asks_about_lessons(text):
        return "supervisor"
    return None
