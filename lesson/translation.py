"""A line in the other language: which one, the question to a chat model, and what of its answer is a translation.

The model is asked once for the whole line; its answer is a JSON object by `TRANSLATION_SCHEMA`. What is no translation
(null, empty, not JSON, the line again, in the wrong language, far too long) is None: the page then shows the line alone.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from contract.turn import Turn
from contract.words import Locale
from lesson.answers import is_mostly, one_line
from lesson.clauses import plain

TRANSLATION_SCHEMA: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {
        "translation": {
            "type": ["string", "null"],
            "description": "the whole line in the language of translate_to",
        },
    },
    "required": ["translation"],
    "additionalProperties": False,
}

# Korean syllables are letters by the cluster: English is two to three times as long. What is longer still explains.
MAX_GROWTH: Final = 5
ALWAYS_ALLOWED_CHARACTERS: Final = 80

_NAMES: Final[Mapping[Locale, str]] = {"ko": "Korean", "en": "English"}


def target_of(turn: Turn) -> Locale:
    """English for a Korean line; Korean for an English one, and for a mixed one, whose English is what puzzles."""
    return "en" if turn.language == "ko" else "ko"


def translation_messages(text: str, target: Locale) -> list[dict[str, str]]:
    """The line as quoted data, whole: a JSON object in the user's message."""
    asked = json.dumps({"translate_to": _NAMES[target], "line": text}, ensure_ascii=False)
    return [{"role": "system", "content": _instructions()}, {"role": "user", "content": asked}]


def parse_translation(raw: str | None, text: str, target: Locale) -> str | None:
    """The translation of `text` in the model's answer, or None where it has none."""
    try:
        answer = json.loads(raw or "")
    except (ValueError, RecursionError):
        return None
    value = answer.get("translation") if isinstance(answer, dict) else None
    if not isinstance(value, str):
        return None
    translation = one_line(value)
    if translation is None or plain(translation) == plain(text):
        return None
    if not is_mostly(target, translation, source=text):
        return None
    longest = max(ALWAYS_ALLOWED_CHARACTERS, MAX_GROWTH * len(text))
    return translation if len(translation) <= longest else None


@cache
def _instructions() -> str:
    return (files("lesson") / "prompts" / "translation.md").read_text(encoding="utf-8").strip()
