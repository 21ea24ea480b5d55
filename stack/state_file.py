"""`stack.json` in the data folder: what runs now, for tests, for `make console`, and for the next start after a crash.

{"state": "starting|ready|stopping|stopped|failed", "pid": 1, "url": "http://…", "started_at": "…", "services": {…},
 "parts": [{"name": "worker", "pid": 2, "port": null, "log": "/…", "started_at": "…", "ready": true, "restarts": 0}]}
`pid` of a part that does not run is null. `services` holds the URLs of what was started here, without any secret.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

STATE_FILE = "stack.json"
State = Literal["starting", "ready", "stopping", "stopped", "failed"]


@dataclass
class PartState:
    name: str
    port: int | None
    log: str
    pid: int | None = None
    started_at: str | None = None
    ready: bool = False
    restarts: int = 0


@dataclass
class StackState:
    pid: int
    url: str
    started_at: str
    services: Mapping[str, str] = field(default_factory=dict)
    state: State = "starting"
    parts: list[PartState] = field(default_factory=list)


class StateFile:
    def __init__(self, folder: Path, content: StackState) -> None:
        self._file = folder / STATE_FILE
        self.content = content

    def add(self, name: str, *, port: int | None, log: Path) -> None:
        self.content.parts.append(PartState(name=name, port=port, log=str(log)))

    def part_started(self, name: str, pid: int, at: datetime) -> None:
        part = self._part(name)
        part.restarts += part.started_at is not None
        part.pid, part.started_at, part.ready = pid, at.isoformat(), False
        self.write()

    def part_ready(self, name: str) -> None:
        self._part(name).ready = True
        self.write()

    def part_over(self, name: str) -> None:
        part = self._part(name)
        part.pid, part.ready = None, False
        self.write()

    def set_state(self, state: State) -> None:
        self.content.state = state
        self.write()

    def write(self) -> None:
        """Atomic: a reader sees the old file or the new one."""
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps(asdict(self.content), indent=2) + "\n")
        new.replace(self._file)

    def _part(self, name: str) -> PartState:
        return next(part for part in self.content.parts if part.name == name)


def read_state(folder: Path) -> dict[str, Any] | None:
    """What the last run wrote; None if there is nothing, or nothing readable."""
    try:
        content = json.loads((folder / STATE_FILE).read_text())
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None
