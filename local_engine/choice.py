"""Which mind, voice and recogniser the settings ask for."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec

from local_engine.ears import moonshine, whisper
from local_engine.ears.buffered import BufferedEars
from local_engine.ears.sphinx import SphinxEars
from local_engine.minds.remote import RemoteMind
from local_engine.minds.tutor import TutorMind
from local_engine.models import Models, read_models
from local_engine.protocols import Mind, Recogniser, Voice
from local_engine.settings import EngineSettings
from local_engine.voice.espeak import EspeakVoice
from local_engine.voice.piper import PiperVoice

Step = Callable[[], Awaitable[None]]

DEFAULT_WHISPER = "base"
MODULES = {"moonshine": "moonshine_voice", "whisper": "faster_whisper", "piper": "piper"}

logger = logging.getLogger(__name__)


@dataclass
class Parts:
    """`starts` and `closes`: what has to run before the first use and at the end."""

    mind: Mind
    voice: Voice
    recogniser: Recogniser
    names: str  # for the log
    is_rough: bool  # the recogniser guesses freely and badly
    starts: list[Step] = field(default_factory=list)
    closes: list[Step] = field(default_factory=list)


def chosen_parts(settings: EngineSettings) -> Parts:
    """Nothing is started or loaded yet. Raises ModelsError, or RuntimeError with the remedy."""
    models = read_models(settings.models_folder)
    ears, ears_name = _ears(settings, models)
    voice, voice_name = _voice(settings, models)
    mind = _mind(settings)
    parts = Parts(
        mind=mind,
        voice=voice,
        recogniser=ears,
        names=f"hears with {ears_name}, speaks with {voice_name}",
        is_rough=isinstance(ears, SphinxEars) and settings.grammar is None,
        starts=[ears.start],
        closes=[ears.aclose],
    )
    if isinstance(mind, RemoteMind):
        parts.starts.append(mind.start)
        parts.closes.append(mind.aclose)
    if isinstance(voice, PiperVoice):
        parts.closes.append(voice.aclose)
    return parts


def _ears(settings: EngineSettings, models: Models) -> tuple[SphinxEars | BufferedEars, str]:
    fetched = models.recogniser
    wanted = settings.recogniser
    if settings.grammar is not None:
        if wanted not in ("auto", "sphinx"):
            raise RuntimeError(
                f"LOCAL_ENGINE_RECOGNISER is '{wanted}', expected sphinx or nothing with LOCAL_ENGINE_GRAMMAR: "
                "only sphinx hears a closed list"
            )
        wanted = "sphinx"
    elif wanted == "auto":
        wanted = fetched.package if fetched is not None and _is_installed(fetched.package) else "sphinx"
    if wanted == "moonshine":
        return BufferedEars(partial(moonshine.load, fetched.languages if fetched else {})), "moonshine"
    if wanted == "whisper":
        model = (fetched.model if fetched else None) or DEFAULT_WHISPER
        return BufferedEars(
            partial(whisper.load, model, settings.models_folder / "whisper")
        ), f"whisper {model}"
    return SphinxEars(settings.grammar), "pocketsphinx"


def _voice(settings: EngineSettings, models: Models) -> tuple[Voice, str]:
    espeak = EspeakVoice()
    if settings.voice == "piper" and models.voice is None:
        raise RuntimeError("LOCAL_ENGINE_VOICE is 'piper' and no voice is here: run `make models`")
    if settings.voice == "espeak" or models.voice is None:
        return espeak, "espeak-ng"
    if settings.voice == "auto" and not _is_installed("piper"):
        return espeak, "espeak-ng"
    return PiperVoice(models.voice.path, korean=espeak), f"piper ({models.voice.path.stem})"


def _is_installed(package: str) -> bool:
    """What was fetched is no reason to fail when its package has gone, with a new environment, say."""
    if find_spec(MODULES[package]) is not None:
        return True
    logger.warning("models for %s are here and its package is not: run `make models`", package)
    return False


def _mind(settings: EngineSettings) -> TutorMind | RemoteMind:
    if settings.mind_url and settings.mind_model:
        return RemoteMind(settings.mind_url, settings.mind_model, settings.mind_key)
    return TutorMind()
