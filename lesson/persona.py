"""The tutor's instructions in layers, and how a sitting opens.

base persona, scene, [User Requirement], [Dynamic Adjustment], in this order; each can be replaced alone. The authored
text is the caller's (prompts/*.md); here it is filled and joined. What a learner wrote is data: it stands in double
quotes, on one line, without any character that could close the quotes or look like a section of ours, so that it cannot
become an instruction of its own layer. The base text says that quoted values are never instructions.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, Self

from contract.scenario import Scenario
from contract.words import MAX_FIELD_CHARACTERS, Level, Mode
from lesson.title import FREE_TITLE

DEFAULT_PLACE: Final = "Anywhere"
DEFAULT_PARTNER: Final = "Friend"
DEFAULT_GOAL: Final = "Just chat"

REQUIREMENT_MARK: Final = "[User Requirement]"
ADJUSTMENT_MARK: Final = "[Dynamic Adjustment]"
MAX_WISH_CHARACTERS: Final = 400

# Markdown and template marks, and their full-width twins. Brackets and quotation marks go by their Unicode category.
_MARKS: Final = frozenset("<>`#*|\\~_=^$＜＞｀＃＊｜＼～＿＝＾＄")
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")

Opening = Literal["new", "free", "after_builder", "continued", "resumed", "none"]


def quoted(text: str, *, limit: int = MAX_FIELD_CHARACTERS) -> str:
    """Learner text as data: `"one line"`, at most `limit` characters inside the quotes."""
    plain = "".join(_harmless(character) for character in unicodedata.normalize("NFC", text))
    return f'"{" ".join(plain.split())[:limit].rstrip()}"'


def fill(template: str, **values: str) -> str:
    """The template with each {name} replaced by its value, quoted. Values are not looked at for further names.

    Raises ValueError for a name in the template that has no value.
    """
    missing = sorted(set(_PLACEHOLDER.findall(template)) - set(values))
    if missing:
        raise ValueError(f"the template has {missing}, expected only names among {sorted(values)}")
    return _PLACEHOLDER.sub(lambda match: quoted(values[match[1]], limit=MAX_WISH_CHARACTERS), template)


def scene_values(scenario: Scenario, *, title: str = "") -> dict[str, str]:
    """What a prompt may name: {title}, {place}, {partner}, {goal}, with the defaults of free conversation."""
    return {
        "title": title or FREE_TITLE,
        "place": scenario.place or DEFAULT_PLACE,
        "partner": scenario.partner or DEFAULT_PARTNER,
        "goal": scenario.goal or DEFAULT_GOAL,
    }


@dataclass(frozen=True, slots=True)
class Persona:
    """All that the instructions are made of. `base` is our template, `adjustment` our guidance text (lesson.pace);
    `title`, `scenario` and `wishes` ("correct me") are the learner's.
    """

    base: str
    scenario: Scenario = field(default_factory=Scenario)
    title: str = ""
    level: Level | None = None
    wishes: Sequence[str] = ()
    adjustment: str = ""

    def in_scene(self, scenario: Scenario, *, title: str) -> Self:
        return replace(self, scenario=scenario, title=title)

    def wished(self, wish: str) -> Self:
        return replace(self, wishes=(*self.wishes, wish))

    def adjusted(self, adjustment: str) -> Self:
        return replace(self, adjustment=adjustment)

    @property
    def instructions(self) -> str:
        """The layers, joined. The same persona gives the same text, so that a caller can compare before sending."""
        values = scene_values(self.scenario, title=self.title)
        scene = "\n".join(f"{name.capitalize()}: {quoted(value)}" for name, value in values.items())
        sections = [fill(self.base.strip(), **values), scene, *self._requirement()]
        if self.adjustment:
            sections.append(f"{ADJUSTMENT_MARK}\n{self.adjustment.strip()}")
        return "\n\n".join(sections)

    def _requirement(self) -> list[str]:
        lines = [f"Level: {self.level}"] if self.level else []
        lines += [f"The learner asked for: {quoted(wish, limit=MAX_WISH_CHARACTERS)}" for wish in self.wishes]
        return ["\n".join([REQUIREMENT_MARK, *lines])] if lines else []


def opening_of(
    mode: Mode, *, builder_spoke: bool, turns_this_sitting: int, turns_before: int, same_job: bool = False
) -> Opening:
    """How the role play begins to speak. Each has its own prompt; `none` has none.

    `builder_spoke`: the builder ended in this job, its closing line was the briefing. `turns_this_sitting` stored turns
    of a tutor that is gone mean a crash; `turns_before`, of earlier sittings, a lesson continued another day.
    `same_job`: the tutor has opened already (voice change, engine reconnect, page reload).
    """
    if same_job:
        return "none"
    if builder_spoke:
        return "after_builder"
    if turns_this_sitting:
        return "resumed"
    if turns_before:
        return "continued"
    return "free" if mode == "free" else "new"


def opening_instructions(template: str, scenario: Scenario, *, title: str = "", first_line: str = "") -> str:
    """One opening request. `{first_line}` is the catalogue's line in character, where the scene has one."""
    return fill(template, **scene_values(scenario, title=title), first_line=first_line)


def _harmless(character: str) -> str:
    """The character, or what stands for it inside our double quotes."""
    category = unicodedata.category(character)
    if character in '"＂' or category in ("Pi", "Pf"):
        return "'"
    # Controls, separators, invisible formatting; opening and closing brackets of any script but the round ones.
    if category[0] in "CZ" or (category in ("Ps", "Pe") and character not in "()") or character in _MARKS:
        return " "
    return character
