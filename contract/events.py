"""What the learner's page is told on topic `lesson.events`: one JSON object a message, with `type` and `at`.

The tutor's events also carry `n`, which counts up per job from 1; the token server's (busy, waiting, ended after a
crash) carry none. `lesson.snapshot` starts the count anew.
"""

import json
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, TypeAdapter

from contract.lesson import Lesson
from contract.model import Message
from contract.notices import NoticeText
from contract.report import Report
from contract.turn import Turn
from contract.words import Band, EndReason, EngineKind, NoticeCode, Stage
from contract.words import Field as ScenarioField


class Event(Message):
    at: AwareDatetime
    n: int | None = None


class LessonReady(Event):
    type: Literal["lesson.ready"] = "lesson.ready"
    lesson_id: UUID
    stage: Stage
    engine: EngineKind


class PaceFigures(Message):
    wpm: float | None
    band: Band


class LessonSnapshot(Event):
    type: Literal["lesson.snapshot"] = "lesson.snapshot"
    lesson: Lesson
    pace: PaceFigures
    seconds_elapsed: float


class ScenarioUpdated(Event):
    type: Literal["scenario.updated"] = "scenario.updated"
    place: str | None
    partner: str | None
    goal: str | None
    missing: list[ScenarioField]
    questions_asked: int


class CompletedScenario(Message):
    """The shape that earlier clients of the scenario builder rely on, camel case included."""

    place: str
    conversation_partner: str
    conversation_goal: str
    sessionId: UUID  # noqa: N815 - the lesson's id, spelt as the border fixes it


class ScenarioCompleted(Event):
    type: Literal["scenario.completed"] = "scenario.completed"
    completed: Literal[True] = True
    json_: CompletedScenario = Field(alias="json", serialization_alias="json")


class TurnAdded(Event):
    type: Literal["turn.added"] = "turn.added"
    turn: Turn


class PaceChanged(Event):
    type: Literal["pace.changed"] = "pace.changed"
    wpm: float | None  # None: the learner chose a pace before any could be measured
    band: Band
    guidance: str


class HintOffered(Event):
    type: Literal["hint.offered"] = "hint.offered"


class Notice(Event):
    type: Literal["notice"] = "notice"
    code: NoticeCode
    text: NoticeText


class LessonEnded(Event):
    type: Literal["lesson.ended"] = "lesson.ended"
    end_reason: EndReason
    report: Report | None = None


LessonEvent = Annotated[
    LessonReady
    | LessonSnapshot
    | ScenarioUpdated
    | ScenarioCompleted
    | TurnAdded
    | PaceChanged
    | HintOffered
    | Notice
    | LessonEnded,
    Field(discriminator="type"),
]

EVENT: TypeAdapter[LessonEvent] = TypeAdapter(LessonEvent)


def encode(event: Event) -> str:
    """The event as it goes over the wire: JSON, `n` left out when it has none."""
    data = event.model_dump(mode="json", by_alias=True)
    if event.n is None:
        del data["n"]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
