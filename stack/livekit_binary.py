"""Which livekit-server to run: the one on PATH, else the one built here."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from stack.go_tool import LIVEKIT_SERVER, is_program
from stack.screen import Screen


def existing_binary(environ: Mapping[str, str]) -> Path | None:
    """The one to run, if nothing has to be built."""
    if on_path := shutil.which("livekit-server", path=environ.get("PATH")):
        return Path(on_path)
    built = LIVEKIT_SERVER.built(environ)
    return built if is_program(built) else None


def ensure_binary(*, screen: Screen, environ: Mapping[str, str]) -> Path:
    """Build if need be. Raises StepError."""
    return existing_binary(environ) or LIVEKIT_SERVER.ensure(screen=screen, environ=environ)
