"""The built web client: `npm ci` when its lock changed, `vite build` when a source did.

python -m stack.web [install|build]
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from stack import tools
from stack.fingerprint import Stamp, fingerprint
from stack.locked import locked
from stack.paths import ROOT, WEB_CLIENT, cache_dir
from stack.screen import Screen, StepError

# Made here, or of no consequence for what is built.
IGNORED_FOLDERS = ("node_modules", "dist", "coverage", "test-results")


class WebClient:
    def __init__(self, folder: Path = WEB_CLIENT) -> None:
        self.folder = folder
        self._installed = Stamp(folder / "node_modules" / ".english-tutor-installed")
        self._built = Stamp(folder / "node_modules" / ".english-tutor-built")

    def must_install(self) -> bool:
        return self._installed.read() != self._lock_state()

    def must_build(self) -> bool:
        """A build made elsewhere (dist, but no node_modules) is used as it is."""
        if not (self.folder / "dist" / "index.html").is_file():
            return True
        return (self.folder / "node_modules").is_dir() and self._built.read() != self._source_state()

    def install(self, *, screen: Screen, log: Path) -> None:
        """The packages of package-lock.json, exactly. Raises StepError."""
        with locked(ROOT):
            self._install(screen, log)

    def build(self, *, screen: Screen, log: Path) -> None:
        """Up to date in `dist`. Raises StepError."""
        with locked(ROOT):
            if not self.must_build():
                return
            self._install(screen, log)
            screen.run("Building the web client", ["npm", "run", "build"], cwd=self.folder, log=log)
            self._built.write(self._source_state())

    def _install(self, screen: Screen, log: Path) -> None:
        if not self.must_install():
            return
        if not tools.NODE.is_there():
            raise StepError(tools.NODE.missing_line())
        screen.run("Installing the web client's packages", ["npm", "ci"], cwd=self.folder, log=log)
        self._installed.write(self._lock_state())

    def _lock_state(self) -> str:
        return fingerprint(self.folder, [self.folder / "package-lock.json"])

    def _source_state(self) -> str:
        return fingerprint(self.folder, self._sources(self.folder))

    def _sources(self, folder: Path) -> Iterator[Path]:
        for entry in folder.iterdir():
            if entry.is_dir() and entry.name not in IGNORED_FOLDERS:
                yield from self._sources(entry)
            elif entry.is_file() and ".test." not in entry.name:
                yield entry


def main(arguments: list[str]) -> int:
    client, log = WebClient(), cache_dir(os.environ) / "logs" / "web.log"
    try:
        match arguments:
            case ["install"]:
                client.install(screen=Screen(), log=log)
            case ["build"] | []:
                client.build(screen=Screen(), log=log)
            case _:
                sys.stderr.write(f"{arguments} is not known, expected install or build\n")
                return 2
    except StepError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
