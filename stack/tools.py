"""Programs that must be on this machine: what is missing, why it is needed, how to get it, what to do instead.

Standard library only: the first of them is needed to make the Python environment.
"""

import importlib.util
import shutil
from dataclasses import dataclass


@dataclass(frozen=True)
class Tool:
    program: str
    why: str
    get: str
    instead: str

    def missing_line(self) -> str:
        return f"{self.program} is missing: {self.why}. Get it: {self.get}. Or: {self.instead}."

    def is_there(self) -> bool:
        return shutil.which(self.program) is not None


GO = Tool(
    program="go",
    why="livekit-server is not on PATH and has to be built once",
    get="install Go 1.26 or newer (`brew install go`, or the archive from go.dev)",
    instead="put a livekit-server on PATH, or set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET",
)
NODE = Tool(
    program="npm",
    why="the web page has to be built",
    get="install Node.js 20.19 or newer, which brings npm",
    instead="copy a built web_client/dist from another machine",
)
ESPEAK = Tool(
    program="espeak-ng",
    why="the tutor's offline voice speaks with it",
    get="`apt-get install espeak-ng` or `brew install espeak-ng`",
    instead="set OPENAI_API_KEY (or OPENAI_BASE_URL), then no offline voice is needed",
)
VENV = Tool(
    program="Python's venv module",
    why="the Python packages are installed into .venv",
    get="`apt-get install python3-venv`",
    instead="put uv on PATH, which makes environments itself",
)


def venv_module_is_there() -> bool:
    """Debian ships venv without ensurepip unless python3-venv is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))
