"""The topics' lines, read once from `topics/*.toml`, and the choice of a topic for a scene."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from local_engine.minds.scene import Scene

# The first that fits wins, so the narrower ones come first; `any` fits every scene.
ORDER: Final = (
    "hotel", "airport", "cafe", "hospital", "restaurant", "taxi", "bank", "office", "shop", "phone", "free", "any",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answers:
    when: re.Pattern[str]
    say: Sequence[str]


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    places: re.Pattern[str]
    partners: re.Pattern[str]
    goals: re.Pattern[str]
    first: Sequence[str]
    lead: Sequence[str]
    hints: Sequence[str]
    answers: Sequence[Answers]
    korean: Mapping[str, str]  # what each of its lines means

    @property
    def lines(self) -> list[str]:
        """All that can be said in it, the learner's hints included."""
        said = [line for answers in self.answers for line in answers.say]
        return [*self.first, *self.lead, *self.hints, *said]


def topic_of(scene: Scene) -> Topic:
    """By place, else by partner, else by goal: the order in which they say what kind of scene it is."""
    if scene == Scene():
        return topics()["free"]
    for attribute, value in (("places", scene.place), ("partners", scene.partner), ("goals", scene.goal)):
        if value is None:
            continue
        for topic in topics().values():
            pattern: re.Pattern[str] = getattr(topic, attribute)
            if topic.name != "any" and pattern.search(value):
                return topic
    return topics()["any"]


@cache
def topics() -> dict[str, Topic]:
    return {name: _read(name) for name in ORDER}


def _read(name: str) -> Topic:
    raw: dict[str, Any] = tomllib.loads(
        (resources.files("local_engine.minds.topics") / f"{name}.toml").read_text("utf-8")
    )
    return Topic(
        name=name,
        places=_pattern(raw["places"]),
        partners=_pattern(raw["partners"]),
        goals=_pattern(raw["goals"]),
        first=raw["first"],
        lead=raw["lead"],
        hints=raw["hints"],
        korean=raw["korean"],
        answers=[Answers(_word_pattern(answer["when"]), answer["say"]) for answer in raw["answers"]],
    )


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})", re.IGNORECASE)


def _word_pattern(words: str) -> re.Pattern[str]:
    # No \b before Hangul: a Korean word carries its particles behind it, and nothing stands between it and a space.
    return re.compile(rf"(?<![a-z])(?:{words})", re.IGNORECASE)
