"""What is wrong with the settings, one line a setting: its name, what came, what is expected. Never a secret."""

import sys
from collections.abc import Iterable
from typing import Final

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic_core import ErrorDetails

BAD_SETTINGS: Final = 2  # a process's exit code

# Values that are secrets, or URLs that carry one.
_HIDDEN = frozenset(
    {"tutor_secret", "livekit_api_key", "livekit_api_secret", "database_url", "report_webhook_url"}
)


def settings_errors(error: ValidationError, settings: type[BaseModel]) -> list[str]:
    return [line for item in error.errors() for line in _lines(item, settings)]


def refuse(lines: Iterable[str]) -> int:
    """Tell who started the process; the exit code."""
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    return BAD_SETTINGS


def _lines(item: ErrorDetails, settings: type[BaseModel]) -> list[str]:
    if not item["loc"]:  # a rule over several settings; its text names them, a line each
        return item["msg"].removeprefix("Value error, ").splitlines()
    field = str(item["loc"][0])
    name = field.upper()
    info = settings.model_fields[field]
    text = item["msg"].removeprefix("Value error, ")
    if text.startswith(f"{name} "):
        return [text]
    if item["type"] == "missing":
        return [f"{name} is not set, expected: {info.description}"]
    hidden = field in _HIDDEN or SecretStr in (info.annotation, *getattr(info.annotation, "__args__", ()))
    came = "not valid (its value is not shown)" if hidden else repr(item["input"])
    return [f"{name} is {came}, expected {text.removeprefix('Input should be ')} ({info.description})"]
