"""The lesson's title in the history: at most 50 characters, from its scene."""

from collections.abc import Mapping
from typing import Final

from contract.scenario import Scenario
from contract.words import Mode

MAX_TITLE_CHARACTERS: Final = 50
UNKNOWN_TITLE: Final = "Conversation"
FREE_TITLE: Final = "Free Conversation"

# What pages call a lesson of which no part of the scene is known, in each language (web_client/src/words/titleOf.ts).
SHOWN_UNNAMED: Final[Mapping[Mode, tuple[str, str]]] = {
    "free": ("자유롭게 이야기하기", "Just talk"),
    "build": ("장면 만들기", "Making a scene"),
}


def modes_shown_as(words: str) -> list[Mode]:
    """The modes whose lessons without a scene are shown under a title with these words, in either language."""
    sought = words.casefold()
    return [
        mode for mode, titles in SHOWN_UNNAMED.items() if any(sought in title.casefold() for title in titles)
    ]


def scenario_title(scenario: Scenario, *, mode: Mode = "build") -> str:
    """`place / partner / goal`, as far as they are known."""
    known = [value for value in (scenario.place, scenario.partner, scenario.goal) if value]
    if known:
        return shortened(" / ".join(known))
    return FREE_TITLE if mode == "free" else UNKNOWN_TITLE


def shortened(title: str) -> str:
    """Cut before the word that would pass the limit, with an ellipsis."""
    if len(title) <= MAX_TITLE_CHARACTERS:
        return title
    cut = title[: MAX_TITLE_CHARACTERS - 1]
    if not title[MAX_TITLE_CHARACTERS - 1].isspace() and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" /,") + "…"
