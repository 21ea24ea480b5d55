"""What the supervisor can look things up with. Each tool is one file that offers what `tool.py` asks for.

To add one: its file here, and its line in `toolbox`. A tool reads; it changes nothing, and it sees the lesson's own
learner only.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from agent.tutor.supervisor_tools.dictionary import Dictionary
from agent.tutor.supervisor_tools.earlier_lessons import EarlierLessons, LessonLines
from agent.tutor.supervisor_tools.key_phrases import KeyPhrases
from agent.tutor.supervisor_tools.tool import SupervisorTool
from agent.tutor.supervisor_tools.wordnet import WordNet
from storage.records import LessonRecord
from storage.repositories import Storage


def toolbox(
    *,
    storage: Storage,
    lesson: LessonRecord,
    current: Callable[[], LessonRecord],
    wordnet: Path,
    now: Callable[[], datetime],
) -> Sequence[SupervisorTool]:
    """`lesson` is the running one: the tools see its learner's lessons only. `current` gives it as it is when asked."""
    learner_id, running = lesson.learner_id, lesson.lesson_id
    return (
        Dictionary(WordNet(wordnet)),
        KeyPhrases(current),
        EarlierLessons(storage.lessons, learner_id=learner_id, running=running, now=now),
        LessonLines(storage.lessons, storage.turns, learner_id=learner_id),
    )
