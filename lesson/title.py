"""The lesson's title in the history: at most 50 characters, from its scene."""

from typing import Final

from contract.scenario import Scenario
from contract.words import Mode

MAX_TITLE_CHARACTERS: Final = 50
UNKNOWN_TITLE: Final = "Conversation"
FREE_TITLE: Final = "Free Conversation"


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
