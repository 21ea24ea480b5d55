"""`make lock`: compile requirements/*.txt from pyproject.toml, with hashes and without the name of any host.

dev.txt has everything and decides the versions; the others are parts of it and follow. Versions already locked stay
unless pyproject.toml forbids them; `python -m stack.lock --upgrade` takes the newest.
    run.txt  what `make run` installs    dev.txt  that and the tools of tests and lint
    agent.txt, token-server.txt, local-engine.txt, stack.txt  one image each    uv.txt  the installer itself
    moonshine.txt, whisper.txt, piper.txt  the extras, which `make models` installs beside the others
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from stack.bootstrap import find_uv
from stack.paths import REQUIREMENTS, ROOT, cache_dir
from stack.screen import Screen

# The installer compiles itself only with a version that is already there, so it is named here.
UV = "uv==0.13.8"
OPTIONS = [
    *("--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate", "--quiet"),
]
PROJECT_AND = ("dev", "run")  # the agent's own dependencies and this group
EXTRAS = ("moonshine", "whisper", "piper")
GROUP_ONLY = ("token-server", "local-engine", "stack")


def compilations() -> list[tuple[str, list[str]]]:
    """(file, what goes into it) in the order to be made."""
    follow = ["-c", "requirements/dev.txt"]
    return [
        ("dev", ["pyproject.toml", "--group", "dev"]),
        ("run", ["pyproject.toml", "--group", "run", *follow]),
        ("agent", ["pyproject.toml", *follow]),
        *((group, ["--group", f"pyproject.toml:{group}", *follow]) for group in GROUP_ONLY),
    ]


def main(arguments: list[str]) -> int:
    uv = find_uv(screen=Screen(), environ=os.environ, log=cache_dir(os.environ) / "logs" / "python.log")
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    upgrade = ["--upgrade"] if "--upgrade" in arguments else []
    for name, sources in compilations():
        _compile(uv, [*sources, *(upgrade if name == "dev" else [])], REQUIREMENTS / f"{name}.txt")
    _compile_lines(uv, [UV], REQUIREMENTS / "uv.txt")
    for extra in EXTRAS:
        _compile_lines(uv, wanted[extra], REQUIREMENTS / f"{extra}.txt", "-c", "requirements/dev.txt")
    return 0


def _compile(uv: str, sources: list[str], target: Path) -> None:
    subprocess.run(
        [uv, "pip", "compile", *sources, *OPTIONS, "-o", str(target.relative_to(ROOT))],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _compile_lines(uv: str, requirements: list[str], target: Path, *constraints: str) -> None:
    subprocess.run(
        [uv, "pip", "compile", "-", *constraints, *OPTIONS, "-o", str(target)],
        input="\n".join(requirements),
        text=True,
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
