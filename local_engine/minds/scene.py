"""The scene and the wish of the moment, read from instructions that were written for a language model.

Tolerant: a line such as `Place: "hotel"` anywhere counts, the last one wins; any letter case, quoted or not.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

Wish = Literal["answer", "new", "first_line", "free", "continued", "back", "again", "briefing", "other"]

_NAME: Final = r"(?:conversation[ _])?(?P<field>place|partner|goal)"
_LINE: Final = re.compile(
    rf"(?:^[^\w\"\n]*|[,;:.({{]\s*){_NAME}[^\S\n]*[:=][^\S\n]*(?P<value>[\"“'][^\"”\n]*[\"”']|[^\n]*?)[^\S\n]*"
    r"(?=$|[,;]\s*(?:conversation[ _])?(?:place|partner|goal)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_JSON: Final = re.compile(
    r'"(?:conversation_)?(?P<field>place|partner|goal)"\s*:\s*"(?P<value>[^"]*)"', re.IGNORECASE
)
_NOTHING: Final = frozenset(
    ["", "none", "null", "unknown", "missing", "not known", "not given", "-", "?", "n/a", "not said"]
)
_QUOTES: Final = "\"'`“”‘’«»<> ,;"

# What an opening asks for stands at the end of the instructions; what the whole persona says about openings does not.
TAIL_CHARACTERS: Final = 600
_WISHES: Final[tuple[tuple[Wish, re.Pattern[str]], ...]] = (
    ("other", re.compile(r"say something else|your last line was stopped", re.IGNORECASE)),
    ("again", re.compile(r"say (?:that|the|your last) (?:last )?line again|repeat (?:your|the) last line", re.IGNORECASE)),
    ("back", re.compile(r"that you are back|you were cut off|go on with the scene from where", re.IGNORECASE)),
    ("continued", re.compile(r"continues? an earlier lesson|recalls? what|recap", re.IGNORECASE)),
    ("first_line", re.compile(r"only (?:say )?your first line|just been agreed|no briefing", re.IGNORECASE)),
    ("free", re.compile(r"open question about (?:the learner|their|your|his|her)|friendly greeting", re.IGNORECASE)),
    ("new", re.compile(r"begin the lesson|first line in character|open the scene|where (?:we|they|you) are, who", re.IGNORECASE)),
    ("briefing", re.compile(r"\bclosing line\b|\bbriefing\b|name the scene", re.IGNORECASE)),
)  # fmt: skip
_FIRST_LINE: Final = re.compile(r'["“]([A-Z][^"”]{6,}[.!?])["”]')
_ABUSE_LINE: Final = re.compile(r"say exactly\b[^:]*:\s*\n?\s*(\S.*)$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Scene:
    place: str | None = None
    partner: str | None = None
    goal: str | None = None


def scene_in(text: str) -> Scene:
    found: dict[str, str | None] = {}
    for pattern in (_JSON, _LINE):
        for line in pattern.finditer(text):
            value = line["value"].strip(_QUOTES)
            found[line["field"].lower()] = (
                None if value.lower() in _NOTHING or value.startswith("{") else value
            )
    return Scene(**found)


def wish_in(instructions: str) -> Wish:
    """What the end of the instructions asks for; `answer` where it asks for nothing in particular."""
    tail = instructions[-TAIL_CHARACTERS:]
    for wish, pattern in _WISHES:
        if pattern.search(tail):
            return wish
    return "answer"


def given_first_line(instructions: str) -> str | None:
    """A whole sentence between double quotes at the end: the line the scene's author wrote."""
    lines = _FIRST_LINE.findall(instructions[-TAIL_CHARACTERS:])
    return lines[-1] if lines else None


def abuse_line(instructions: str) -> str | None:
    """The sentence the instructions want said, word for word, to abuse."""
    found = _ABUSE_LINE.search(instructions)
    return found[1].strip(_QUOTES) if found else None
