"""What a journal keeps of a lesson, and how each entry is stored. Storing one again changes nothing."""

import logging
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from contract.scenario import Scenario
from contract.turn import StoredTurn
from contract.words import EndReason
from storage.errors import StorageUnavailableError, UnknownLessonError, UnknownSittingError
from storage.records import BuilderProgress
from storage.repositories import Storage

logger = logging.getLogger(__name__)

Outcome = Literal["stored", "dropped", "refused"]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TurnEntry(_Entry):
    kind: Literal["turn"] = "turn"
    turn: StoredTurn

    @property
    def lesson_id(self) -> UUID:
        return self.turn.lesson_id

    async def store(self, storage: Storage) -> None:
        await storage.turns.save([self.turn])


class ScenarioEntry(_Entry):
    """`revision` grows with each change of the scene, over all jobs of the lesson: an old one never comes back."""

    kind: Literal["scenario"] = "scenario"
    lesson_id: UUID
    scenario: Scenario
    builder: BuilderProgress
    title: str | None
    revision: int

    async def store(self, storage: Storage) -> None:
        await storage.lessons.set_scenario(
            self.lesson_id, self.scenario, builder=self.builder, title=self.title, revision=self.revision
        )


class EndEntry(_Entry):
    """Ends this sitting's lesson, not one that the learner has continued since."""

    kind: Literal["end"] = "end"
    lesson_id: UUID
    sitting_id: UUID
    reason: EndReason
    at: AwareDatetime

    async def store(self, storage: Storage) -> None:
        await storage.lessons.end(self.lesson_id, reason=self.reason, at=self.at, sitting_id=self.sitting_id)


Entry = Annotated[TurnEntry | ScenarioEntry | EndEntry, Field(discriminator="kind")]


async def store(storage: Storage, entry: Entry) -> Outcome:
    """`dropped`: the lesson was deleted. `refused`: trying again is no use. Raises StorageUnavailableError."""
    try:
        await entry.store(storage)
    except StorageUnavailableError:
        raise
    except UnknownLessonError as error:
        if not isinstance(error, UnknownSittingError):
            return "dropped"
        why: Exception = error
    except Exception as error:  # noqa: BLE001 - one bad entry must not keep all later ones from being stored
        why = error
    else:
        return "stored"
    logger.error(
        "storage refused a journal entry",
        extra={"lesson_id": str(entry.lesson_id), "kind": entry.kind, "error": type(why).__name__},
    )
    return "refused"
