"""livekit-server: the one on PATH, else the pinned Go module, built once into the user's cache."""

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from stack import tools
from stack.locked import locked
from stack.paths import ROOT, cache_dir
from stack.screen import Screen, StepError

MODULE_FOLDER = ROOT / "stack" / "livekit"
PACKAGE = "github.com/livekit/livekit-server/cmd/server"
_PIN = re.compile(r"^\s*(?:require\s+)?github\.com/livekit/livekit-server\s+v(\S+)", re.MULTILINE)


def pinned_version(go_mod: str) -> str:
    """The version in a go.mod's text, without its `v`."""
    found = _PIN.search(go_mod)
    if found is None:
        raise StepError(f"{MODULE_FOLDER}/go.mod does not name github.com/livekit/livekit-server")
    return found[1]


def existing_binary(environ: Mapping[str, str]) -> Path | None:
    """The one to run, if no build is needed."""
    if on_path := shutil.which("livekit-server", path=environ.get("PATH")):
        return Path(on_path)
    built = built_binary(environ)
    return built if os.access(built, os.X_OK) else None


def built_binary(environ: Mapping[str, str]) -> Path:
    version = pinned_version((MODULE_FOLDER / "go.mod").read_text())
    return cache_dir(environ) / "bin" / f"livekit-server-{version}"


def ensure_binary(*, screen: Screen, environ: Mapping[str, str]) -> Path:
    """Build if need be. Raises StepError."""
    if found := existing_binary(environ):
        return found
    if not tools.GO.is_there():
        raise StepError(tools.GO.missing_line())
    target = built_binary(environ)
    with locked(target.parent):
        if os.access(target, os.X_OK):  # another run built it while we waited
            return target
        new = target.with_suffix(".new")
        screen.run(
            f"Building {target.name} (about three minutes, once)",
            ["go", "build", "-mod=readonly", "-trimpath", "-ldflags=-s -w", "-o", str(new), PACKAGE],
            cwd=MODULE_FOLDER,
            log=cache_dir(environ) / "logs" / "livekit-build.log",
        )
        new.rename(target)
    return target
