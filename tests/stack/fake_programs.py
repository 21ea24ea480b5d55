"""Programs that only note how they were called: in place of installers and compilers that would fetch things."""

import shutil
from pathlib import Path


class FakePrograms:
    """A folder for PATH. `add("npm", "mkdir dist")` makes a program that notes its call and then runs that shell line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._calls = folder / "calls"
        folder.mkdir(parents=True, exist_ok=True)
        for tool in ("mkdir", "touch", "chmod"):
            (folder / tool).symlink_to(shutil.which(tool) or "")

    def add(self, name: str, shell: str = "true") -> Path:
        program = self.folder / name
        program.write_text(f'#!/bin/sh\necho "{name} $*" >> "{self._calls}"\n{shell}\n')
        program.chmod(0o755)
        return program

    @property
    def calls(self) -> list[str]:
        return self._calls.read_text().splitlines() if self._calls.exists() else []
