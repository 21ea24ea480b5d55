"""`make run`'s own program as a real process, as a test sees it: through stack.json, its URLs and its pids."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fixtures.engine_process import free_port

START_SECONDS = 180.0
STOP_SECONDS = 60.0
_OURS = ("OPENAI_", "LIVEKIT_", "TUTOR_", "DATABASE_", "LESSON_", "LOCAL_ENGINE_", "PORT", "HOST")

# Whatever `make models` fetched on this machine: tests know how these sound and hear.
OFFLINE = {"LOCAL_ENGINE_VOICE": "espeak", "LOCAL_ENGINE_RECOGNISER": "sphinx"}


@dataclass
class StackProcess:
    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, folder: Path, **environ: str) -> "StackProcess":
        """Wait until it can serve. Its settings are `environ` alone, not this shell's."""
        folder.mkdir(parents=True, exist_ok=True)
        port = int(environ.pop("PORT", "0")) or free_port()
        clean = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        with (folder / "make-run.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "stack", "run"],
                env={
                    **clean,
                    "PORT": str(port),
                    "TUTOR_DATA_DIR": str(folder / "data"),
                    **OFFLINE,
                    **environ,
                },
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        stack = cls(folder, port, process)
        stack._wait(lambda: stack.state.get("state") == "ready", START_SECONDS, "the stack is ready")
        return stack

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def state(self) -> Mapping[str, Any]:
        try:
            content: dict[str, Any] = json.loads((self.data / "stack.json").read_text())
        except (OSError, ValueError):
            return {}
        return content if content.get("pid") == self.process.pid else {}

    @property
    def database_url(self) -> str:
        return str(self.state["services"]["database_url"])

    def part(self, name: str) -> Mapping[str, Any]:
        part: Mapping[str, Any] = next(part for part in self.state["parts"] if part["name"] == name)
        return part

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        os.kill(int(self.part(name)["pid"]), number)

    def process_tree(self, name: str) -> list[int]:
        """The part's process and all below it."""
        pid = int(self.part(name)["pid"])
        return [pid, *_descendants(pid)]

    def busy_job_pids(self) -> list[int]:
        """The processes that hold a lesson: those with a UDP socket, which an idle one has not."""
        return [pid for pid in _descendants(int(self.part("worker")["pid"])) if _has_udp(pid)]

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)

    def _wait(self, condition: Any, seconds: float, what: str) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            if self.process.poll() is not None or time.monotonic() > deadline:
                tail = (self.folder / "make-run.log").read_text()[-4000:]
                raise AssertionError(f"not within {seconds} s: {what}\n{tail}")
            time.sleep(0.1)


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if parent == pid:
                found += [int(entry.name), *_descendants(int(entry.name))]
    return found


def _has_udp(pid: int) -> bool:
    try:
        inodes = {
            os.readlink(link)[8:-1]
            for link in Path(f"/proc/{pid}/fd").iterdir()
            if os.readlink(link).startswith("socket:[")
        }
        table = Path(f"/proc/{pid}/net/udp").read_text().splitlines()[1:]
    except OSError:
        return False
    return any(row.split()[9] in inodes for row in table)
