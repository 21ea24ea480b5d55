"""`make models`: install the packages of better ears and a natural voice, then let the local engine fetch their models."""

import os
import sys
from importlib import invalidate_caches
from importlib.util import find_spec

from local_engine import fetch
from local_engine.models import ModelsError, read_models
from local_engine.settings import EngineSettings
from stack.bootstrap import find_uv
from stack.locked import locked
from stack.paths import REQUIREMENTS, ROOT, cache_dir
from stack.screen import Screen, StepError


def has_models() -> bool:
    """Whether something was fetched already."""
    try:
        models = read_models(EngineSettings().models_folder)
    except ModelsError:
        return False
    return models.recogniser is not None or models.voice is not None


def install(parts: dict[str, fetch.Part], *, screen: Screen) -> None:
    """The packages that are not here yet. Raises StepError."""
    extras = sorted({part.extra for part in parts.values() if find_spec(part.package) is None})
    log = cache_dir(os.environ) / "logs" / "models.log"
    for extra in extras:
        uv = find_uv(screen=screen, environ=os.environ, log=log)
        lock = REQUIREMENTS / f"{extra}.txt"
        screen.run(
            f"Installing the packages of {lock.name}",
            [uv, "pip", "install", "--python", sys.executable, "--require-hashes", "-r", str(lock)],
            log=log,
        )
    invalidate_caches()


def main(arguments: list[str]) -> int:
    parts, options = fetch.wanted(arguments)
    fetch.tell(parts)
    if options.list:
        return 0
    try:
        with locked(ROOT):
            install(parts, screen=Screen())
    except StepError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return fetch.run(parts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
