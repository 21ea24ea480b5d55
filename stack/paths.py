"""Where things are on this machine. Standard library only: needed before the Python environment exists."""

import os
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements"
WEB_CLIENT = ROOT / "web_client"


def cache_dir(environ: Mapping[str, str]) -> Path:
    """Built tools of every checkout of this user: XDG_CACHE_HOME/english-tutor, else ~/.cache/english-tutor."""
    given = environ.get("XDG_CACHE_HOME", "")
    # The XDG specification: a relative path is to be ignored.
    base = Path(given) if os.path.isabs(given) else Path.home() / ".cache"
    return base / "english-tutor"
