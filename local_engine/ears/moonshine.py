"""moonshine-voice as a recogniser: small models, one a language (en, ko, …), on this machine's CPU."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from local_engine.ears.buffered import Samples, Transcribe, missing_package
from local_engine.models import MoonshineModel
from local_engine.protocols import EAR_RATE

FALLBACK_LANGUAGE = "en"


def load(models: Mapping[str, MoonshineModel]) -> Transcribe:
    """Blocking: reads the models. Raises RuntimeError with the remedy."""
    try:
        moonshine = import_module("moonshine_voice")
    except ImportError as error:
        raise missing_package("LOCAL_ENGINE_RECOGNISER 'moonshine'", "moonshine-voice", error) from None
    transcribers: dict[str, Any] = {}
    for language, model in models.items():
        if not model.path.is_dir():
            raise RuntimeError(f"the model of '{language}' is not at {model.path}: run `make models`")
        try:
            transcribers[language] = moonshine.Transcriber(str(model.path), moonshine.ModelArch(model.arch))
        except Exception as error:  # its own kind, which has no type here
            raise RuntimeError(
                f"the model in {model.path} cannot be loaded ({error}): run `make models`"
            ) from error
    if not transcribers:
        raise RuntimeError("LOCAL_ENGINE_RECOGNISER is 'moonshine' and no model is here: run `make models`")

    def transcribe(samples: Samples, language: str | None) -> str:
        chosen = transcribers.get(language or FALLBACK_LANGUAGE) or next(iter(transcribers.values()))
        transcript = chosen.transcribe_without_streaming(samples.tolist(), sample_rate=EAR_RATE)
        return " ".join(line.text.strip() for line in transcript.lines)

    return transcribe
