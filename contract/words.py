"""The words of a lesson and their closed lists of values."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator

Mode = Literal["build", "scene", "free"]
Status = Literal["waiting", "running", "ended"]
Stage = Literal["scenario", "roleplay", "closing", "ended"]
Level = Literal["A1", "A2", "B1", "B2", "C1", "C2"]
EngineKind = Literal["realtime", "pipeline"]
Pace = Literal["auto", "slower", "normal", "faster"]
Locale = Literal["ko", "en"]
RealtimeVoice = Literal[
    "alloy", "ash", "ballad", "cedar", "coral", "echo", "marin", "sage", "shimmer", "verse"
]
Voice = Literal[RealtimeVoice, "fable", "nova", "onyx"]  # the last three only with the pipeline
Band = Literal["super_slow", "slow", "normal", "fast"]
Field = Literal["place", "partner", "goal"]
Role = Literal["learner", "tutor"]
SittingKind = Literal["room", "messages"]
Source = Literal["voice", "push_to_talk", "text", "message", "phone"]
Language = Literal["en", "ko", "mixed"]
EndReason = Literal[
    "said", "button", "hung_up", "time", "left", "idle", "engine", "replaced", "worker_lost", "shutdown"
]
NoticeCode = Literal[
    "not_heard",
    "tutor_waiting",
    "tutor_busy",
    "tutor_back",
    "engine_reconnecting",
    "engine_failed",
    "engine_switched",
    "voice_unchanged",
    "storage_delayed",
    "time_nearly_up",
    "displaced",
]


def _number_as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


# Seconds the tutor waits after a pause; a client may send 2 for "2".
Patience = Annotated[Literal["auto", "1", "2", "3"], BeforeValidator(_number_as_text)]

REALTIME_VOICES: tuple[Voice, ...] = get_args(RealtimeVoice)
PIPELINE_VOICES: tuple[Voice, ...] = get_args(Voice)
VOICES: tuple[Voice, ...] = PIPELINE_VOICES  # all there are
VOICES_OF: dict[EngineKind, tuple[Voice, ...]] = {"realtime": REALTIME_VOICES, "pipeline": PIPELINE_VOICES}
DEFAULT_VOICE: Voice = "alloy"  # known to every OpenAI model and to both engines
FIELDS: tuple[Field, ...] = get_args(Field)  # in the order of need and of asking

AGENT_NAME = "english-tutor"
EVENTS_TOPIC = "lesson.events"
MAX_FIELD_CHARACTERS = 80  # place, partner, goal
MAX_TEXT_CHARACTERS = 2000  # typed input
