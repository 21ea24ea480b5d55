"""Models that `make models` fetched: where they are. A list written last says that all of it is there.

<LOCAL_ENGINE_MODELS>/models.json
{"recogniser": {"package": "moonshine", "languages": {"en": {"path": …, "arch": 3}}},
"voice": {"package": "piper", "path": ….onnx}}
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

LIST_NAME: Final = "models.json"


class MoonshineModel(BaseModel):
    model_config = ConfigDict(frozen=True)

    path: Path
    arch: int  # a value of moonshine_voice's ModelArch


class Recogniser(BaseModel):
    """`languages` by code for moonshine, `model` (a size such as `base`) for whisper."""

    model_config = ConfigDict(frozen=True)

    package: Literal["moonshine", "whisper"]
    languages: Mapping[str, MoonshineModel] = {}
    model: str | None = None


class Voice(BaseModel):
    model_config = ConfigDict(frozen=True)

    package: Literal["piper"] = "piper"
    path: Path


class Models(BaseModel):
    """What is there; a part that was not fetched is None."""

    model_config = ConfigDict(frozen=True)

    recogniser: Recogniser | None = None
    voice: Voice | None = None


class ModelsError(Exception):
    """The list cannot be used; the text names the file."""


def default_folder(environ: Mapping[str, str]) -> Path:
    """The user's cache: XDG_CACHE_HOME/english-tutor/models, else ~/.cache/english-tutor/models."""
    given = environ.get("XDG_CACHE_HOME", "")
    base = Path(given) if os.path.isabs(given) else Path.home() / ".cache"
    return base / "english-tutor" / "models"


def read_models(folder: Path) -> Models:
    """Nothing where no list is. Raises ModelsError."""
    path = folder / LIST_NAME
    try:
        return Models.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Models()
    except (OSError, ValidationError) as error:
        raise ModelsError(f"{path} cannot be read: remove it, then `make models`. {error}") from None


def write_models(folder: Path, models: Models) -> None:
    """All or nothing, also when the machine stops in the middle."""
    content: dict[str, Any] = models.model_dump(mode="json", exclude_none=True)
    half = folder / f"{LIST_NAME}.new"
    half.write_text(json.dumps(content, indent=2) + "\n")
    half.replace(folder / LIST_NAME)
