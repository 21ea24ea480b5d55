"""`make models`: fetch a recogniser and a natural voice, for the local engine to use from then on.

    python -m local_engine.fetch [--korean] [--whisper SIZE]
Says sizes and licences first. The packages' own loaders know where their models are; nothing is asked of anybody else.
Exit code 1 and one line where something cannot be had; what was there before stays in use.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from local_engine.models import (
    Models,
    ModelsError,
    MoonshineModel,
    Recogniser,
    Voice,
    read_models,
    write_models,
)
from local_engine.settings import EngineSettings

MOONSHINE_ENGLISH: Final = "SMALL_STREAMING"
MOONSHINE_KOREAN: Final = "TINY"
PIPER_VOICE: Final = "en_US-libritts_r-medium"  # 904 speakers: every voice name has one of its own
DEFAULT_WHISPER: Final = "base"


@dataclass(frozen=True)
class Part:
    """`megabytes` as its publisher states them, or about."""

    what: str
    package: str  # as it is imported
    extra: str  # of this project, that installs it
    megabytes: int
    licence: str
    fetch: Callable[[Path], object]

    def line(self) -> str:
        return f"  {self.what}: about {self.megabytes} MB, {self.licence}"


def parts_of(*, korean: bool, whisper: str | None) -> dict[str, Part]:
    """What was asked for. Whisper hears Korean too and takes moonshine's place."""
    parts: dict[str, Part] = {}
    if whisper is not None:
        megabytes = {"tiny": 78, "base": 148, "small": 486, "medium": 1530}.get(whisper, 3000)
        parts["whisper"] = Part(
            f"recogniser for English and Korean, faster-whisper {whisper}",
            "faster_whisper",
            "whisper",
            megabytes,
            "MIT licence",
            lambda folder: _fetch_whisper(whisper, folder),
        )
    else:
        parts["en"] = Part(
            "recogniser for English, moonshine small-streaming",
            "moonshine_voice",
            "moonshine",
            143,
            "MIT licence",
            lambda folder: _fetch_moonshine("en", MOONSHINE_ENGLISH, folder),
        )
        if korean:
            parts["ko"] = Part(
                "recogniser for Korean, moonshine tiny",
                "moonshine_voice",
                "moonshine",
                72,
                "Moonshine Community License: NOT for commercial use",
                lambda folder: _fetch_moonshine("ko", MOONSHINE_KOREAN, folder),
            )
    parts["voice"] = Part(
        f"voice, piper {PIPER_VOICE}",
        "piper",
        "piper",
        79,
        "model CC BY 4.0 (LibriTTS-R), program piper-tts GPL-3.0-or-later",
        _fetch_piper,
    )
    return parts


def fetch(parts: dict[str, Part], folder: Path, *, say: Callable[[str], None]) -> Models:
    """All of it, then the list of it. Raises FetchError and leaves the list as it was."""
    if lacking := sorted({part.package for part in parts.values() if find_spec(part.package) is None}):
        raise FetchError(f"{', '.join(lacking)} is not installed here: `make models` installs it first")
    fetched: dict[str, Any] = {}
    for name, part in parts.items():
        say(f"Fetching the {part.what} …")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            fetched[name] = part.fetch(folder)
        except Exception as error:  # a loader raises what its network library raises
            raise FetchError(
                f"the {part.what} cannot be fetched ({_short(error)}). Is the internet reachable from here? "
                "No model has changed: the local engine goes on as before"
            ) from error
    languages = {name: fetched[name] for name in ("en", "ko") if name in fetched}
    recogniser = (
        Recogniser(package="moonshine", languages=languages)
        if languages
        else Recogniser(package="whisper", model=fetched["whisper"])
    )
    models = Models(recogniser=recogniser, voice=Voice(path=fetched["voice"]))
    write_models(folder, models)
    return models


class FetchError(Exception):
    """The text is all that has to be said."""


def _fetch_moonshine(language: str, arch: str, folder: Path) -> MoonshineModel:
    moonshine = import_module("moonshine_voice")
    download = import_module("moonshine_voice.download")
    info = download.find_model_info(language, moonshine.ModelArch[arch])
    path, chosen = download.download_model_from_info(info, cache_root=folder / "moonshine")
    return MoonshineModel(path=Path(path), arch=int(chosen))


def _fetch_whisper(size: str, folder: Path) -> str:
    import_module("faster_whisper").download_model(size, cache_dir=str(folder / "whisper"))
    return size


def _fetch_piper(folder: Path) -> Path:
    """Its loader takes any file that is not empty for a whole one: half a download must not stand at the place."""
    target, half = folder / "piper", folder / "piper.new"
    target.mkdir(exist_ok=True)
    half.mkdir(exist_ok=True)
    import_module("piper.download_voices").download_voice(PIPER_VOICE, half, force_redownload=True)
    for name in (f"{PIPER_VOICE}.onnx.json", f"{PIPER_VOICE}.onnx"):
        (half / name).replace(target / name)
    return target / f"{PIPER_VOICE}.onnx"


def _short(error: BaseException) -> str:
    """The first line: a network library's error can be a page."""
    text = str(error).strip().split("\n", 1)[0][:120]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def wanted(arguments: list[str]) -> tuple[dict[str, Part], argparse.Namespace]:
    """What the options of `make models` ask for. Ends the program where they are wrong, or ask for help."""
    parser = argparse.ArgumentParser(prog="make models", description="Fetch better ears and a natural voice.")
    parser.add_argument(
        "--korean", action="store_true", help="moonshine's Korean too (not for commercial use)"
    )
    parser.add_argument(
        "--whisper", metavar="SIZE", help="faster-whisper instead of moonshine: tiny, base, small …"
    )
    parser.add_argument("--list", action="store_true", help="only say what would be fetched")
    options = parser.parse_args(arguments)
    return parts_of(korean=options.korean, whisper=options.whisper), options


def tell(parts: dict[str, Part]) -> None:
    """What would be fetched, and where to."""
    _say(f"To be kept in {EngineSettings().models_folder}:")
    for part in parts.values():
        _say(part.line())


def run(parts: dict[str, Part]) -> int:
    """The exit code."""
    folder = EngineSettings().models_folder
    try:
        read_models(folder)
        fetch(parts, folder, say=_say)
    except (FetchError, ModelsError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    _say("Done: the local engine uses them from its next start.")
    return 0


def main(arguments: list[str]) -> int:
    parts, options = wanted(arguments)
    tell(parts)
    return 0 if options.list else run(parts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
