"""faster-whisper as a recogniser: one model for many languages, Korean too; slower than moonshine."""

from importlib import import_module
from pathlib import Path

from local_engine.ears.buffered import Samples, Transcribe, missing_package

BEAM_SIZE = 1  # a talk waits for the text; wider beams are slower and little better on short turns


def load(model: str, folder: Path) -> Transcribe:
    """Blocking: reads the model. `folder` is where `make models` put it. Raises RuntimeError with the remedy."""
    try:
        whisper = import_module("faster_whisper")
    except ImportError as error:
        raise missing_package("LOCAL_ENGINE_RECOGNISER 'whisper'", "faster-whisper", error) from None
    try:
        loaded = whisper.WhisperModel(
            model, device="auto", compute_type="int8", download_root=str(folder), local_files_only=True
        )
    except (OSError, ValueError) as error:  # the hub's own error for a file that is not here is an OSError
        raise RuntimeError(
            f"the whisper model '{model}' is not in {folder}: run `make models ARGS='--whisper {model}'` ({error})"
        ) from None

    def transcribe(samples: Samples, language: str | None) -> str:
        segments, _ = loaded.transcribe(samples, language=language, beam_size=BEAM_SIZE)
        return " ".join(segment.text.strip() for segment in segments)

    return transcribe
