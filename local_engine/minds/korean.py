"""What the mind's own lines mean in Korean, and lines a learner could say. There is no translator here.

A text is known when it is made, sentence by sentence, of lines that stand with their Korean in `topics/*.toml` and
`korean.toml`, or of the few sentences with a scene's words in them. Anything else is None: half of a line is no translation.
"""

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from local_engine.minds.lines import topic_of, topics
from local_engine.minds.scene import Scene, scene_in
from local_engine.minds.words_korean import PARTNERS, PLACES
from local_engine.protocols import HistoryItem, Message
from local_engine.sentences import split_sentences

MAX_HINTS: Final = 3
_DETERMINER: Final = re.compile(r"^(?:the|a|an|my|your|our) ", re.IGNORECASE)
_BRIEFING: Final = re.compile(
    r"^(?:We are at (?P<place>.+?)|This is our scene)(?:, I am (?P<partner>.+?))?(?:, and your goal is this: (?P<goal>.+?))?\.$"
)
_RECAP: Final = re.compile(
    r"^Last time we (?:were at (?P<place>.+?)|talked)(?:, and you wanted this: (?P<goal>.+?))?\.$"
)
_COUNT: Final = re.compile(r"^You have had (?P<all>\d+) lessons, (?P<month>\d+) of them this month\.$")


@dataclass(frozen=True, slots=True)
class Hint:
    text: str
    meaning: str


def korean_of(text: str) -> str | None:
    """The whole text in Korean, or None."""
    return _joined(tuple(split_sentences(text.strip())))


def translation_asked(history: Sequence[HistoryItem]) -> str | None:
    """The translation of the line in a client's last message, `{"line": …, "translate_to": …}`; None if not known."""
    asked = _last_object(history)
    line = asked.get("line")
    if not isinstance(line, str) or str(asked.get("translate_to", "")).lower() not in ("korean", "ko"):
        return None
    return korean_of(line)


def hints_asked(history: Sequence[HistoryItem], text: str) -> list[Hint]:
    """For the scene in `text`; while it is being built (`"stage": "scenario"`), for what is still missing of it.

    What the learner has said already is left out.
    """
    asked = _last_object(history)
    scene = scene_in(text)
    hints = _while_building(scene) if asked.get("stage") == "scenario" else _in(scene)
    talk = asked.get("talk")
    said = (
        {_key(str(one.get("line"))) for one in talk if isinstance(one, dict)}
        if isinstance(talk, list)
        else set()
    )
    fresh = [hint for hint in hints if _key(hint.text) not in said]
    return (fresh or hints)[:MAX_HINTS]


def phrase_in_korean(phrase: str, words: Mapping[str, str]) -> str | None:
    return words.get(_DETERMINER.sub("", phrase.strip().lower()))


def _while_building(scene: Scene) -> list[Hint]:
    missing = [name for name in ("place", "partner", "goal") if getattr(scene, name) is None]
    of_field = {name: [hint for field, hint in _own().building if field == name] for name in missing}
    first = [hints[0] for hints in of_field.values()]
    return [*first, *(hint for hints in of_field.values() for hint in hints[1:])]


def _in(scene: Scene) -> list[Hint]:
    topic = topic_of(scene)
    return [Hint(text, topic.korean[text]) for text in topic.hints]


def _joined(sentences: tuple[str, ...]) -> str | None:
    """The longest line first, so that a line of two sentences is not taken for two lines."""
    if not sentences:
        return None
    for size in range(len(sentences), 0, -1):
        first = _line(" ".join(sentences[:size]))
        if first is None:
            continue
        if size == len(sentences):
            return first
        if (rest := _joined(sentences[size:])) is not None:
            return f"{first} {rest}"
    return None


def _line(text: str) -> str | None:
    return _own().lines.get(_key(text)) or next(
        (said for pattern, say in _TEMPLATES if (found := pattern.match(text)) and (said := say(found))), None
    )


def _briefing(found: re.Match[str]) -> str | None:
    own, said = _own(), []
    if found["place"] is not None:
        place = phrase_in_korean(found["place"], own.places)
        said.append(f"우리는 지금 {place}에 있어요." if place else None)
    else:
        said.append("이게 우리 장면이에요.")
    if found["partner"] is not None:
        partner = phrase_in_korean(found["partner"], own.partners)
        said.append(f"저는 {partner} 역할이에요." if partner else None)
    if found["goal"] is not None:
        goal = phrase_in_korean(found["goal"], own.goals)
        said.append(f"목표는 이거예요: {goal}." if goal else None)
    return None if None in said else " ".join(filter(None, said))


def _recap(found: re.Match[str]) -> str | None:
    own = _own()
    place = phrase_in_korean(found["place"], own.places) if found["place"] else None
    goal = phrase_in_korean(found["goal"], own.goals) if found["goal"] else None
    if (found["place"] and place is None) or (found["goal"] and goal is None):
        return None
    where = f"지난번에 우리는 {place}에 있었" if place else "지난번에 우리는 이야기를 나눴"
    return f"{where}고, 하고 싶었던 건 이거예요: {goal}." if goal else f"{where}어요."


def _count(found: re.Match[str]) -> str:
    return f"지금까지 수업을 {found['all']}번 했고, 그중 {found['month']}번은 이번 달이에요."


_TEMPLATES: Final[Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]]] = (
    (_BRIEFING, _briefing),
    (_RECAP, _recap),
    (_COUNT, _count),
)


@dataclass(frozen=True, slots=True)
class _Own:
    lines: Mapping[str, str]  # by `_key`
    places: Mapping[str, str]
    partners: Mapping[str, str]
    goals: Mapping[str, str]
    building: Sequence[tuple[str, Hint]]


@cache
def _own() -> _Own:
    raw: dict[str, Any] = tomllib.loads(
        (resources.files("local_engine.minds") / "korean.toml").read_text("utf-8")
    )
    lines: dict[str, str] = {}
    written = [raw["lines"], *(topic.korean for topic in topics().values())]
    for english, korean in (pair for table in written for pair in table.items()):
        # A line that was cut between two sentences, or asked again in part.
        halves, theirs = split_sentences(english), split_sentences(korean)
        if len(halves) == len(theirs) > 1:
            for half, its in zip(halves, theirs, strict=True):
                lines.setdefault(_key(half), its)
    for english, korean in (pair for table in written for pair in table.items()):
        lines[_key(english)] = korean
    for hint in raw["hints"]:
        lines[_key(hint["text"])] = hint["meaning"]
    return _Own(
        lines=lines,
        places={**_reversed(PLACES), **_lower(raw["places"])},
        partners={**_reversed(PARTNERS), **_lower(raw["partners"])},
        goals=_lower(raw["goals"]),
        building=[(hint["for"], Hint(hint["text"], hint["meaning"])) for hint in raw["hints"]],
    )


def _lower(words: Mapping[str, str]) -> dict[str, str]:
    return {english.lower(): korean for english, korean in words.items()}


def _reversed(words: Mapping[str, str]) -> dict[str, str]:
    """English to Korean; of several Korean words the first."""
    english: dict[str, str] = {}
    for korean, word in words.items():
        english.setdefault(word, korean)
    return english


def _key(text: str) -> str:
    """Case, punctuation and spacing levelled."""
    return " ".join(re.sub(r"[^\w\s']", " ", text.lower().replace("’", "'")).split())


def _last_object(history: Sequence[HistoryItem]) -> Mapping[str, Any]:
    """The JSON object that is the client's last message; empty if it is none."""
    last = next(
        (item.text for item in reversed(history) if isinstance(item, Message) and item.role == "user"), ""
    )
    try:
        found = json.loads(last)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
