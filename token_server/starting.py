"""What lesson a learner asked for: rules over a request and the catalogue. No storage, no room."""

import unicodedata
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from contract.http import StartLessonRequest
from contract.scenario import CatalogueScenario, Scenario
from contract.words import DEFAULT_VOICE, FIELDS, VOICES_OF, EngineKind, Locale, Mode, Voice
from lesson.catalogue import scenario_of
from lesson.sanitise import sanitise
from lesson.title import scenario_title
from storage.records import NewLesson
from token_server.problems import Refusal

DEFAULT_LOCALE: Final[Locale] = "ko"

_FIXED_WITH_THE_LESSON: Final = ("mode", "scenario", "scenario_id")


def new_lesson(
    request: StartLessonRequest,
    *,
    lesson_id: UUID,
    learner_id: UUID,
    catalogue: Mapping[str, CatalogueScenario],
    default_engine: EngineKind = "realtime",
) -> NewLesson:
    """The lesson to make. Raises Refusal."""
    engine = request.engine or default_engine
    _check_voice(request.voice, engine)
    locale = request.locale or DEFAULT_LOCALE
    ready = _from_catalogue(request, catalogue)
    scenario = scenario_of(ready) if ready else _cleaned(request)
    mode = _mode(request, scenario)
    return NewLesson(
        lesson_id=lesson_id,
        learner_id=learner_id,
        mode=mode,
        scenario=scenario,
        scenario_id=ready.scenario_id if ready else None,
        title=_title(mode, scenario, ready, locale),
        level=request.level,
        voice=request.voice or DEFAULT_VOICE,
        engine=engine,
        patience=request.patience or "auto",
        pace=request.pace or "auto",
        locale=locale,
    )


def check_continuation(request: StartLessonRequest) -> None:
    """Who continues a lesson keeps its scene. Raises Refusal.

    Level, engine and locale stay the lesson's as well, but pages send them with every start, so they are no error.
    """
    for field in _FIXED_WITH_THE_LESSON:
        if getattr(request, field) is not None:
            raise Refusal(
                "conflicting",
                field=field,
                detail=f"{field} stays as it was in the lesson of continue_lesson_id",
            )


def voice_to_continue_in(request: StartLessonRequest, engine: EngineKind) -> Voice | None:
    """None: the lesson's own. Pages send the voice of their settings with every start; the lesson may have another engine."""
    return request.voice if request.voice in VOICES_OF[engine] else None


def _check_voice(voice: Voice | None, engine: EngineKind) -> None:
    """Raises Refusal for a voice that the engine does not have."""
    if voice is not None and voice not in VOICES_OF[engine]:
        raise Refusal(
            "conflicting",
            field="voice",
            detail=f"{voice} speaks only with the pipeline; the {engine} engine has {', '.join(VOICES_OF[engine])}",
        )


def _from_catalogue(
    request: StartLessonRequest, catalogue: Mapping[str, CatalogueScenario]
) -> CatalogueScenario | None:
    if request.scenario_id is None:
        return None
    if request.scenario is not None:
        raise Refusal("conflicting", field="scenario_id", detail="give scenario or scenario_id, not both")
    if request.mode not in (None, "scene"):
        raise Refusal("conflicting", field="mode", detail="with scenario_id the mode is scene")
    ready = catalogue.get(request.scenario_id)
    if ready is None:
        raise Refusal("unknown_scenario", field="scenario_id")
    return ready


def _mode(request: StartLessonRequest, scenario: Scenario) -> Mode:
    match request.mode:
        case None:
            return "scene" if scenario.complete else "build"
        case "scene" if not scenario.complete:
            missing = next(field for field in FIELDS if getattr(scenario, field) is None)
            raise Refusal(
                "missing", field=f"scenario.{missing}", detail="mode scene needs place, partner and goal"
            )
        case "free" if scenario != Scenario():
            raise Refusal("conflicting", field="scenario", detail="mode free has no scenario")
        case "build" if scenario.complete:
            return "scene"  # nothing is left to ask
        case mode:
            return mode


def _cleaned(request: StartLessonRequest) -> Scenario:
    """On one line, for a newline could pass for a line of the tutor's instructions.

    What the builder would not take from the learner's mouth ("help" as a goal) it will ask for; who insists on mode
    scene has it as typed.
    """
    if request.scenario is None:
        return Scenario()
    cleaned: dict[str, str | None] = {}
    for field in FIELDS:
        given: str | None = getattr(request.scenario, field)
        text = _one_line(given) if given is not None else None
        if text == "":
            raise Refusal("invalid", field=f"scenario.{field}", detail="at least one visible character")
        cleaned[field] = text if request.mode == "scene" else sanitise(field, text)
    return Scenario(**cleaned)


def _one_line(text: str) -> str:
    visible = "".join(c if unicodedata.category(c) not in ("Cc", "Cs") else " " for c in text)
    return " ".join(visible.split())


def _title(mode: Mode, scenario: Scenario, ready: CatalogueScenario | None, locale: Locale) -> str:
    if ready is not None:
        return ready.title_ko if locale == "ko" else ready.title_en
    return scenario_title(scenario, mode=mode)
