"""The Python environment: `.venv` with exactly the packages of a lock file. Standard library only.

`run` is what `make run` needs; `dev` has that and the tools for tests and lint. An environment that was once made for
`dev` stays one: installing `run` over it would leave the tools behind at other versions.
    python3 -m stack.bootstrap [run|dev]
"""

import os
import shutil
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from stack import tools
from stack.fingerprint import Stamp, fingerprint
from stack.locked import locked
from stack.paths import REQUIREMENTS, ROOT, VENV, cache_dir
from stack.screen import Screen, StepError

GROUPS = ("run", "dev")


class Environment:
    """One `.venv` and the lock files it may be made from."""

    def __init__(self, folder: Path = VENV, requirements: Path = REQUIREMENTS) -> None:
        self.folder = folder
        self.python = folder / "bin" / "python"
        self._requirements = requirements
        self._stamp = Stamp(folder / "english-tutor-packages")

    def is_this_process(self) -> bool:
        return Path(sys.prefix).resolve() == self.folder.resolve()

    def group_for(self, wanted: str) -> str:
        return "dev" if (self._stamp.read() or "").startswith("dev ") else wanted

    def is_current(self, group: str) -> bool:
        return self._stamp.read() == self._state(group) and os.access(self.python, os.X_OK)

    def ensure(self, wanted: str, *, screen: Screen, environ: Mapping[str, str]) -> None:
        """Make or update the environment; nothing is done if its lock file has not changed. Raises StepError."""
        group = self.group_for(wanted)
        if self.is_current(group):
            return
        lock = self._requirements / f"{group}.txt"
        log = cache_dir(environ) / "logs" / "python.log"
        uv = find_uv(screen=screen, environ=environ, log=log)
        if not os.access(self.python, os.X_OK):
            # --clear: what is left of an environment whose Python is gone cannot be used.
            screen.run(
                "Making .venv", [uv, "venv", "--clear", "--python", sys.executable, str(self.folder)], log=log
            )
        screen.run(
            f"Installing the Python packages of {lock.name} (the first time about 300 MB are fetched)",
            [uv, "pip", "install", "--python", str(self.python), "--require-hashes", "-r", str(lock)],
            log=log,
        )
        self._stamp.write(self._state(group))

    def _state(self, group: str) -> str:
        return f"{group} {fingerprint(self._requirements, [self._requirements / f'{group}.txt'])}"


def find_uv(*, screen: Screen, environ: Mapping[str, str], log: Path) -> str:
    """The uv on PATH, else our own in the user's cache, made with Python's venv and pip. Raises StepError."""
    if found := shutil.which("uv"):
        return found
    own = cache_dir(environ) / "uv"
    uv = own / "bin" / "uv"
    lock = REQUIREMENTS / "uv.txt"
    state = fingerprint(REQUIREMENTS, [lock])
    stamp = Stamp(own / "english-tutor-packages")
    with locked(own):
        if stamp.read() == state and os.access(uv, os.X_OK):
            return str(uv)
        if not tools.venv_module_is_there():
            raise StepError(tools.VENV.missing_line())
        screen.run("Fetching uv, the package installer", [sys.executable, "-m", "venv", str(own)], log=log)
        pip = [
            str(own / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "-r",
            str(lock),
        ]
        screen.run("Installing uv", pip, log=log)
        stamp.write(state)
    return str(uv)


def stop_on_sigterm() -> None:
    """SIGTERM during the first steps ends them like Ctrl-C: the running command is stopped, nothing is left half-run."""

    def leave(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)


def main(arguments: list[str]) -> int:
    group = arguments[0] if arguments else "run"
    if group not in GROUPS:
        sys.stderr.write(f"'{group}' is not a group of packages, expected one of {', '.join(GROUPS)}\n")
        return 2
    stop_on_sigterm()
    try:
        with locked(ROOT):
            Environment().ensure(group, screen=Screen(), environ=os.environ)
    except StepError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
