"""What becomes of the values a model extracted: cleaned in a fixed order, or None (docs/behaviours.md, B9, B11)."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from contract.scenario import Scenario
from contract.words import MAX_FIELD_CHARACTERS, Field

# Whole values only: "help" says nothing, "help with a refund" does.
FILLERS: Final = frozenset(
    {
        "thanks",
        "thank you",
        "ok",
        "okay",
        "yes",
        "no",
        "네",
        "아니요",
        "감사합니다",
        "고마워요",
        "좋아요",
    }
)
VAGUE_GOALS: Final = frozenset(
    {
        "talk",
        "chat",
        "speak",
        "conversation",
        "practice",
        "practice english",
        "help",
        "something",
        "just talk",
        "연습",
        "영어 연습",
        "대화",
        "회화",
    }
)
# What a model made up in the fallback must be more than this.
VAGUE_FALLBACKS: Final = frozenset({"someone", "somewhere", "something", "anyone", "a person"})
# How models spell null when they may only send text.
SPELT_NULLS: Final = frozenset(
    {"null", "none", "n/a", "unknown", "not mentioned", "not specified", "not given"}
)

_QUOTES: Final = "\"'`“”‘’«»「」『』"
_END_PUNCTUATION: Final = ".,!?;:…。，、！？；：~"
_MAX_MODEL_TEXT: Final = 20_000  # characters looked at; an answer of three short values is far below


def sanitise(field: Field, value: object) -> str | None:
    """The cleaned value, or None where it says nothing. Applying it again changes nothing."""
    text = _clean(value)
    if text is None or text.casefold() in FILLERS or text.casefold() in SPELT_NULLS:
        return None
    if field == "goal" and text.casefold() in VAGUE_GOALS:
        return None
    return text


def sanitise_fallback(field: Field, value: object) -> str | None:
    """As `sanitise`, for what a model chose by itself: its vague words are None too."""
    text = sanitise(field, value)
    return None if text is None or text.casefold() in VAGUE_FALLBACKS else text


def parse_extraction(answer: str | Mapping[str, object] | None) -> Scenario:
    """What the learner said, from a tool call's arguments, or from the first JSON object in a text; else all None."""
    values = _values(answer)
    return Scenario(
        place=sanitise("place", values.get("place")),
        partner=sanitise("partner", values.get("partner")),
        goal=sanitise("goal", values.get("goal")),
    )


def parse_fallback(answer: str | Mapping[str, object] | None) -> Scenario:
    """The model's choice for missing fields. What stays None is worth the second try."""
    values = _values(answer)
    return Scenario(
        place=sanitise_fallback("place", values.get("place")),
        partner=sanitise_fallback("partner", values.get("partner")),
        goal=sanitise_fallback("goal", values.get("goal")),
    )


def _clean(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    # Formatting characters (zero width, direction marks) are not seen, and would make equal values differ; half
    # surrogate pairs cannot be stored.
    visible = "".join(
        c for c in unicodedata.normalize("NFC", value) if unicodedata.category(c) not in ("Cf", "Cs")
    )
    text = re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", visible).strip()
    while (bare := text.strip(_QUOTES).rstrip(_END_PUNCTUATION + _QUOTES).strip()) != text:
        text = bare
    text = unicodedata.normalize("NFC", text)
    return text if 0 < len(text) <= MAX_FIELD_CHARACTERS else None


def _values(answer: str | Mapping[str, object] | None) -> Mapping[str, object]:
    if answer is None or isinstance(answer, Mapping):
        return answer or {}
    for candidate in _balanced_objects(answer[:_MAX_MODEL_TEXT]):
        try:
            values = json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        if isinstance(values, dict):
            return values
    return {}


def _balanced_objects(text: str) -> Iterator[str]:
    """Outermost {...} of a text, braces inside JSON strings not counted."""
    depth = start = 0
    in_string = escaped = False
    for position, character in enumerate(text):
        if in_string:
            in_string, escaped = escaped or character != '"', not escaped and character == "\\"
        elif character == '"' and depth:
            in_string = True
        elif character == "{":
            start = start if depth else position
            depth += 1
        elif character == "}" and depth:
            depth -= 1
            if depth == 0:
                yield text[start : position + 1]
