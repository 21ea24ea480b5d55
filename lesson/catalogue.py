"""The ready-made scenes, from scenes/*.json: one file a topic, each a list of `CatalogueScenario`."""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from contract.scenario import CatalogueScenario, Scenario
from contract.words import FIELDS
from lesson.clauses import plain

# The order of the catalogue page, and of "the first row that agrees" in the fallback: everyday things first.
TOPICS = ("food", "shopping", "travel", "daily-life", "people", "health", "study", "work")
_ARTICLES = frozenset({"a", "an", "the"})


@cache
def catalogue() -> tuple[CatalogueScenario, ...]:
    """All scenes, by topic, easy ones first. Raises pydantic's ValidationError for a scene that breaks its schema."""
    folder = files("lesson") / "scenes"
    return tuple(
        CatalogueScenario.model_validate(row)
        for topic in TOPICS
        for row in json.loads((folder / f"{topic}.json").read_text(encoding="utf-8"))
    )


def find_scene(scenario_id: str) -> CatalogueScenario | None:
    return next((row for row in catalogue() if row.scenario_id == scenario_id), None)


def scenario_of(row: CatalogueScenario) -> Scenario:
    return Scenario(place=row.place, partner=row.partner, goal=row.goal)


def best_match(known: Scenario, rows: Sequence[CatalogueScenario]) -> CatalogueScenario | None:
    """The first row that agrees with every known field; None when none does. Nothing known: the first row."""
    return next((row for row in rows if _agrees(known, row)), None)


def scenes_titled(words: str, rows: Iterable[CatalogueScenario]) -> list[str]:
    """Ids of the scenes with these words in a title, in either language: a lesson is stored with one of the two."""
    sought = words.casefold()
    return [
        row.scenario_id
        for row in rows
        if sought in row.title_ko.casefold() or sought in row.title_en.casefold()
    ]


def _agrees(known: Scenario, row: CatalogueScenario) -> bool:
    """Fields agree when the words of one are all in the other: "hotel" and "hotel lobby", "the clerk" and "clerk"."""
    for field in FIELDS:
        value = getattr(known, field)
        if value is None:
            continue
        mine, its = _words(value), _words(getattr(row, field))
        if not (mine and (mine <= its or its <= mine)):
            return False
    return True


def _words(value: str) -> frozenset[str]:
    return frozenset(plain(value).split()) - _ARTICLES
