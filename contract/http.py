"""The token server's HTTP bodies: JSON, snake_case, at most 64 KiB; errors are RFC 9457 problem details."""

from typing import Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field

from contract.lesson import LessonSummary, Totals
from contract.model import Message
from contract.report import Report
from contract.scenario import CatalogueScenario, Scenario
from contract.turn import StoredTurn
from contract.usage import UsageSummary
from contract.words import (
    DEFAULT_VOICE,
    EngineKind,
    Level,
    Locale,
    Mode,
    Pace,
    Patience,
    SittingKind,
    Voice,
)
from contract.words import Field as ScenarioField

MAX_BODY_BYTES: Final = 64 * 1024
LEARNER_COOKIE: Final = "tutor_learner"
MAX_SOUGHT_CHARACTERS: Final = 200
MAX_SPOKEN_CHARACTERS: Final = 200  # of `POST /api/speech`: a hint has 15 words
SLOWEST_REPLAY: Final = 0.5
FASTEST_REPLAY: Final = 1.5
EXPORT_NOTICE: Final = (
    "The tutor in these conversations is an AI. Its lines and the translations were made by AI models, and the "
    "learner's words were written down by speech recognition; each can be wrong."
)


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
    """Newest first; `next_before` is the `before` of the next page. Whatever was sought, `totals` count everything, and
    `last` is the lesson to go on with: of those in which something was said the one in use last, however old it is.
    """

    lessons: list[LessonSummary]
    has_next: bool
    next_before: AwareDatetime | None = None
    last: LessonSummary | None = None
    totals: Totals


class ScenarioList(Message):
    scenarios: list[CatalogueScenario]


class VoiceList(Message):
    """The voices a learner may choose from: those of the engine that a lesson gets when none is chosen."""

    voices: list[Voice]
    default: Voice = DEFAULT_VOICE


class About(Message):
    """What a page tells a learner of this server, before the first word."""

    guest_keep_days: float = Field(description="lessons are kept this long after the learner's last activity")


class SpeechRequest(Message):
    """A short text to hear, such as a hint: in the voice of the learner's lesson, else in the default one."""

    text: str = Field(min_length=1, max_length=MAX_SPOKEN_CHARACTERS)
    speed: float = Field(default=1.0, ge=SLOWEST_REPLAY, le=FASTEST_REPLAY)
    lesson_id: UUID | None = None


class ExportedLearner(Message):
    """Without `locale` and `created_at` nothing is kept of the learner."""

    learner_id: UUID
    locale: Locale | None = None
    created_at: AwareDatetime | None = None


class ExportedTranslation(Message):
    """`language` is the one it is translated into."""

    turn_id: UUID
    language: Locale
    text: str


class ExportedRecording(Message):
    """The sound of a voice message: a whole file in base64."""

    turn_id: UUID
    mime_type: str
    seconds: float
    data: str


class ExportedSitting(Message):
    """One stay in a room, or one exchange of messages; `joined_at` and `left_at` are the learner's, last seen."""

    sitting_id: UUID
    kind: SittingKind
    created_at: AwareDatetime
    joined_at: AwareDatetime | None = None
    left_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None


class ExportedBuilder(Message):
    """How the scene was found: questions asked, and for what."""

    attempts: int
    asked_fields: list[ScenarioField]
    completed: bool


class ExportedLesson(Message):
    """`report` is None before the first end, and where it could not be made yet; `usage` is all that was used by now."""

    lesson: LessonSummary
    locale: Locale
    last_activity_at: AwareDatetime
    builder: ExportedBuilder
    scenario_completed_at: AwareDatetime | None = None
    sittings: list[ExportedSitting]
    turns: list[StoredTurn]
    usage: UsageSummary
    report: Report | None = None
    translations: list[ExportedTranslation] = Field(default_factory=list)
    recordings: list[ExportedRecording] = Field(default_factory=list)


class LearnerExport(Message):
    """GET /api/learner/export: all that is kept of a learner, newest lesson first."""

    version: Literal[1] = 1
    made_with_ai: Literal[True] = True
    notice: str = EXPORT_NOTICE
    exported_at: AwareDatetime
    learner: ExportedLearner
    lessons: list[ExportedLesson]


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
