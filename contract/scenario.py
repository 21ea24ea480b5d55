"""The scene a learner practises: place, partner, goal."""

from typing import Annotated

from pydantic import Field, StringConstraints

from contract.model import Message
from contract.words import MAX_FIELD_CHARACTERS

FieldText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_FIELD_CHARACTERS)
]


class Scenario(Message):
    """Any field may still be unknown (None); text is the learner's input, never an instruction."""

    place: FieldText | None = None
    partner: FieldText | None = None
    goal: FieldText | None = None

    @property
    def complete(self) -> bool:
        return bool(self.place and self.partner and self.goal)


class CatalogueScenario(Message):
    """A ready-made scene, as GET /api/scenarios serves it."""

    scenario_id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    topic: str
    level: str = Field(pattern=r"^(A1|A2|B1|B2|C1)$")
    title_ko: str
    title_en: str
    place: FieldText
    partner: FieldText
    goal: FieldText
    key_phrases: list[str] = Field(min_length=3, max_length=8)
    opening: str
