"""From a learner's turns to the facts of the scene they want.

English and Korean are read by rules and word lists (`facts_english.py`, `facts_korean.py`): small, and honest about it.
A value they do not know how to read, or a Korean word they cannot translate, stays None.
"""

import re
from collections.abc import Sequence
from typing import Final

from local_engine.minds.facts import FIELDS, Facts, Field
from local_engine.minds.facts_english import english_facts
from local_engine.minds.facts_korean import korean_facts

HANGUL: Final = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
LATIN: Final = re.compile(r"[a-zA-Z]")

_ASKS: Final[tuple[tuple[Field, re.Pattern[str]], ...]] = (
    (
        "partner",
        re.compile(r"\bwho\b|\bwhom\b|talk(ing)? (to|with)\b|partner|누구|상대|어떤 사람", re.IGNORECASE),
    ),
    ("place", re.compile(r"\bwhere\b|\bplace\b|\blocation\b|어디|장소|어느 곳", re.IGNORECASE)),
    (
        "goal",
        re.compile(
            r"\bgoal\b|\bwhat (do|would|are) you\b|\bwhy\b|to (do|get done)\b|무엇|무얼|뭘|뭐를|목적|목표|하고 싶|어떤 일",
            re.IGNORECASE,
        ),
    ),
)
_NAMED: Final = re.compile(r"\b(?:asked|target)(?: field)?\W{1,4}(place|partner|goal)\b", re.IGNORECASE)
_QUESTION: Final = re.compile(r"[^.!?。！？]*[?？]|(?:Tell me|tell me)[^.!?]*\.|[^.!?。]*말해 주세요\.")


def facts_from(said: Sequence[str], *, asked: Field | None) -> Facts:
    """What some turns of the learner say, in order. `asked` is the field our last question was about, if any."""
    facts = Facts()
    for text in said:
        if LATIN.search(text):
            facts = english_facts(text, asked=asked).over(facts)
        if HANGUL.search(text):
            facts = korean_facts(text, asked=asked).over(facts)
    return facts


def field_asked(said_last: str, instructions: str = "") -> Field | None:
    """Which field our last words asked for: named in the instructions, else read off their last question.

    A question about everything ("Where are you, with whom, and what for?") is about no one field.
    """
    if named := _NAMED.search(instructions):
        return next(field for field in FIELDS if field == named[1].lower())
    questions = _QUESTION.findall(said_last)
    if not questions:
        return None
    found = [field for field, asks in _ASKS if asks.search(questions[-1])]
    return found[0] if found and len(found) < len(FIELDS) else None
