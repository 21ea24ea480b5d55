"""What a stuck learner could say next: the question to a chat model, and what of its answer is a hint.

The scene and the talk go to the model as quoted data. What comes back is checked here: English, short, each another
sentence that can be said as it stands (list marks, emphasis and who says it are taken off); a meaning is Korean or unknown. An answer without any such line gives no hints, and the page says so.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from contract.http import MAX_SPOKEN_CHARACTERS
from contract.scenario import Scenario
from contract.turn import Turn
from contract.words import MAX_TEXT_CHARACTERS, Level, Stage
from lesson.answers import is_mostly, one_line
from lesson.clauses import plain
from lesson.language import count_words, has_latin

MAX_HINTS: Final = 3
MAX_HINT_WORDS: Final = 15
MAX_HINT_CHARACTERS: Final = MAX_SPOKEN_CHARACTERS  # else it could not be heard
MAX_MEANING_CHARACTERS: Final = 200
TALK_TURNS: Final = 5

HINT_SCHEMA: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {
        "hints": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string", "description": "what the learner could say, in English"},
                    "meaning": {"type": ["string", "null"], "description": "the same in Korean"},
                },
                "required": ["text", "meaning"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["hints"],
    "additionalProperties": False,
}

# Blanks to be filled in, tags, entities, stage directions.
_UNSAYABLE: Final = re.compile(r"[\[\]{}<>()]|_{2,}|&#?\w+;")
# Markdown's bold, italics and code.
_EMPHASIS: Final = re.compile(r"[*`]+|(?<!\w)_+(?=[^\W_])|(?<=[^\W_])_+(?!\w)")
# "1. ", "- ", "• " before a line, who says it, and the quotation marks around it.
_MARKER: Final = re.compile(r"^(?:\d{1,2}[.)]\s+|[-–—•·#]+\s+)")
_SPEAKER: Final = re.compile(
    r"^(?:learner|student|user|you|me|customer|guest|학습자|학생|사용자|나|손님)\s*[:：]\s*", re.IGNORECASE
)
_QUOTES: Final = "\"'“”‘’«»「」"


@dataclass(frozen=True, slots=True)
class Hint:
    text: str
    meaning: str | None = None  # in Korean


def hint_messages(
    scenario: Scenario, *, stage: Stage, level: Level | None, turns: Sequence[Turn]
) -> list[dict[str, str]]:
    """Of `turns`, the lesson's in order, the last TALK_TURNS count; what the guardrail stopped was not said."""
    said = [turn for turn in turns if not turn.blocked]
    asked = {
        "stage": stage,
        "scene": {"place": scenario.place, "partner": scenario.partner, "goal": scenario.goal},
        "level": level,
        "talk": [{"who": turn.role, "line": turn.text[:MAX_TEXT_CHARACTERS]} for turn in said[-TALK_TURNS:]],
    }
    return [
        {"role": "system", "content": _instructions()},
        {"role": "user", "content": json.dumps(asked, ensure_ascii=False)},
    ]


def parse_hints(raw: str | None) -> tuple[Hint, ...]:
    """At most MAX_HINTS, in the model's order; empty where it gave none that a learner could say."""
    try:
        answer = json.loads(raw or "")
    except (ValueError, RecursionError):
        return ()
    given = answer.get("hints") if isinstance(answer, dict) else None
    hints: dict[str, Hint] = {}
    for one in given if isinstance(given, list) else []:
        if (hint := _hint(one)) is not None:
            hints.setdefault(plain(hint.text), hint)
    return tuple(hints.values())[:MAX_HINTS]


def _hint(given: Any) -> Hint | None:
    text, meaning = (given.get("text"), given.get("meaning")) if isinstance(given, dict) else (given, None)
    if not isinstance(text, str):
        return None
    line = _bare(text)
    if line is None or len(line) > MAX_HINT_CHARACTERS or _UNSAYABLE.search(line):
        return None
    if not has_latin(line) or _has_other_letters(line) or not 1 <= count_words(line) <= MAX_HINT_WORDS:
        return None
    return Hint(line, _meaning(meaning, line))


def _meaning(given: Any, hint: str) -> str | None:
    line = _bare(given) if isinstance(given, str) else None
    if line is None or len(line) > MAX_MEANING_CHARACTERS:
        return None
    return line if is_mostly("ko", line, source=hint) else None


def _bare(text: str) -> str | None:
    """What is said, without what stands around it; None where that is no line."""
    line = one_line(text)
    if line is None:
        return None
    line = _EMPHASIS.sub("", line).strip()
    line = _SPEAKER.sub("", _MARKER.sub("", line)).strip()
    if len(line) > 1 and line[0] in _QUOTES and line[-1] in _QUOTES:
        line = line[1:-1].strip()
    return line


def _has_other_letters(line: str) -> bool:
    return any(letter.isalpha() and not has_latin(letter) for letter in line)


@cache
def _instructions() -> str:
    return (files("lesson") / "prompts" / "hints.md").read_text(encoding="utf-8").strip()
