"""The token server's HTTP bodies: JSON, snake_case, at most 64 KiB; errors are RFC 9457 problem details."""

from typing import Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field

from contract.lesson import LessonSummary
from contract.model import Message
from contract.report import Report
from contract.scenario import CatalogueScenario, Scenario
from contract.words import DEFAULT_VOICE, VOICES, EngineKind, Level, Locale, Mode, Pace, Patience, Voice

MAX_BODY_BYTES: Final = 64 * 1024
LEARNER_COOKIE: Final = "tutor_learner"


class StartLessonRequest(Message):
    """What a learner chose. `mode` defaults to `scene` with a whole scenario, else `build`."""

    mode: Mode | None = None
    scenario: Scenario | None = None
    scenario_id: str | None = Field(default=None, max_length=80)
    continue_lesson_id: UUID | None = None
    level: Level | None = None
    voice: Voice | None = None
    engine: EngineKind | None = None
    patience: Patience | None = None
    pace: Pace | None = None
    locale: Locale | None = None


class JoinResponse(Message):
    """All that a browser needs to enter the lesson's room."""

    lesson_id: UUID
    room_name: str
    server_url: str
    participant_token: str
    participant_identity: str
    learner_token: str


class LessonList(Message):
    """Newest first; `next_before` is the `before` of the next page."""

    lessons: list[LessonSummary]
    has_next: bool
    next_before: AwareDatetime | None = None


class ScenarioList(Message):
    scenarios: list[CatalogueScenario]


class VoiceList(Message):
    """The voices a learner may choose from."""

    voices: list[Voice] = Field(default_factory=lambda: list(VOICES))
    default: Voice = DEFAULT_VOICE


class TokenRequest(Message):
    """LiveKit's standard token request. Its wishes for room, identity and agent are accepted and not followed."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class TokenResponse(Message):
    server_url: str
    participant_token: str


class ReportPosted(Message):
    """What REPORT_WEBHOOK_URL receives; the same `delivery_id` may come twice."""

    type: Literal["lesson.report"] = "lesson.report"
    delivery_id: UUID
    report: Report


class Problem(Message):
    """RFC 9457 problem details; `code` is stable, `field` names the input at fault (dotted path)."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str | None = None
    field: str | None = None
    retry_after_seconds: float | None = None


class Check(Message):
    ok: bool
    reason: str | None = None


class Readiness(Message):
    """GET /readyz: 200 when every part is ok, else 503."""

    ok: bool
    parts: dict[str, Check]
