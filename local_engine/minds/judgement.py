"""The small mind as a classifier of what a tutor says: a list of marked words, and nothing else is wrong."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from local_engine.protocols import HistoryItem, Message

# "Grobnik" and "to splorch" are no words: tests of the guardrail use them where people would use worse.
_MARKED: Final = (
    (
        "OFFENSIVE",
        re.compile(r"\bgrobniks?\b|\byou (?:stupid )?(?:idiot|moron|bitch)\b|\bf+u+c+k", re.IGNORECASE),
    ),
    ("VIOLENCE", re.compile(r"\bsplorch\b|\bi(?:'ll| will) (?:kill|stab|hurt) you\b", re.IGNORECASE)),
    ("OFF_BRAND", re.compile(r"\bbuy (?:bitcoin|these shares)\b|\bvote for\b", re.IGNORECASE)),
)


def verdict(schema: Mapping[str, Any], history: Sequence[HistoryItem]) -> dict[str, str] | None:
    """None where the schema is not the guardrail's."""
    if "moderation_category" not in schema.get("properties", {}):
        return None
    line = next((i.text for i in reversed(history) if isinstance(i, Message) and i.role == "user"), "")
    category = next((name for name, marked in _MARKED if marked.search(line)), "NONE")
    found = "Nothing in it is on the list." if category == "NONE" else "It has words of the list."
    return {"rationale": found, "moderation_category": category}
