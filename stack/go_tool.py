"""Programs built from Go modules that are pinned here, once, into the user's cache."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from stack import tools
from stack.locked import locked
from stack.paths import ROOT, cache_dir
from stack.screen import Screen, StepError


@dataclass(frozen=True)
class GoTool:
    name: str
    folder: Path  # with go.mod and go.sum
    package: str  # what to build there
    pin: str  # the module whose version names the program
    duration: str  # how long a first build takes, in words

    def version(self) -> str:
        """As go.mod pins it, without its `v`. Raises StepError if it does not."""
        text = (self.folder / "go.mod").read_text()
        found = re.search(rf"^\s*(?:require\s+)?{re.escape(self.pin)}\s+v(\S+)", text, re.MULTILINE)
        if found is None:
            raise StepError(f"{self.folder}/go.mod does not name {self.pin}, expected its version there")
        return found[1]

    def built(self, environ: Mapping[str, str]) -> Path:
        """Where the program is, or will be."""
        return cache_dir(environ) / "bin" / f"{self.name}-{self.version()}"

    def ensure(self, *, screen: Screen, environ: Mapping[str, str]) -> Path:
        """Build it if it is not there. Raises StepError."""
        target = self.built(environ)
        if is_program(target):
            return target
        if not tools.GO.is_there():
            raise StepError(tools.GO.missing_line())
        with locked(target.parent):
            if is_program(target):  # another run built it while we waited
                return target
            # A name of its own first: a broken-off build must not look like a program.
            new = target.with_name(target.name + ".new")
            screen.run(
                f"Building {target.name} ({self.duration}, once)",
                ["go", "build", "-mod=readonly", "-trimpath", "-ldflags=-s -w", "-o", str(new), self.package],
                cwd=self.folder,
                log=cache_dir(environ) / "logs" / f"{self.name}-build.log",
            )
            new.rename(target)
        return target


def is_program(file: Path) -> bool:
    return file.is_file() and os.access(file, os.X_OK)


LIVEKIT_SERVER = GoTool(
    name="livekit-server",
    folder=ROOT / "stack" / "livekit",
    package="github.com/livekit/livekit-server/cmd/server",
    pin="github.com/livekit/livekit-server",
    duration="about three minutes",
)
COMPOSE_CHECK = GoTool(
    name="composecheck",
    folder=ROOT / "stack" / "composecheck",
    package=".",
    pin="github.com/compose-spec/compose-go/v2",
    duration="some seconds",
)
