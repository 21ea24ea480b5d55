"""The facts of a scene as a learner gave them. Only what was said; nothing is inferred."""

from dataclasses import dataclass, fields, replace
from typing import Final, Literal

Field = Literal["place", "partner", "goal"]
FIELDS: Final[tuple[Field, ...]] = ("place", "partner", "goal")


@dataclass(frozen=True, slots=True)
class Facts:
    """None: not said. `correction`: the learner takes back what stood before. `you_choose`: the tutor may decide."""

    place: str | None = None
    partner: str | None = None
    goal: str | None = None
    correction: bool = False
    you_choose: bool = False

    def over(self, earlier: "Facts") -> "Facts":
        """Both together; where both say something, this one counts."""
        merged = {f.name: getattr(self, f.name) or getattr(earlier, f.name) for f in fields(self)}
        return replace(self, **merged)
