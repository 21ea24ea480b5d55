"""Small programs that stand in for the parts: real processes, without what the real ones need."""

import os
import sys
from pathlib import Path

from stack.part import Part

# Writes its name into `events` when it is up and when it is asked to stop, and its pid into `NAME.pid`.
PROGRAM = """
import os, signal, subprocess, sys, time
from pathlib import Path
name, folder, manner = sys.argv[1], Path(sys.argv[2]), sys.argv[3]

def note(what):
    with (folder / "events").open("a") as events:
        events.write(f"{name} {what}\\n")

def stop(number, frame):
    note("asked")
    if manner != "stubborn":
        sys.exit(0)

signal.signal(signal.SIGTERM, stop)
if manner == "broken":
    print("no such setting: COLOUR", flush=True)
    sys.exit(3)
if manner == "stubborn":
    child = subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"])
    (folder / f"{name}.child").write_text(str(child.pid))
note("up")
if manner != "never ready":
    new = folder / f"{name}.new"
    new.write_text(str(os.getpid()))
    new.rename(folder / f"{name}.pid")
while True:
    time.sleep(600)
"""


def small_part(
    name: str,
    folder: Path,
    *,
    manner: str = "good",
    start_seconds: float = 20.0,
    stop_seconds: float = 10.0,
) -> Part:
    """`manner`: good, broken (ends at once), stubborn (ignores SIGTERM, and so does its child), never ready."""
    pid_file = folder / f"{name}.pid"

    async def forget() -> None:
        pid_file.unlink(missing_ok=True)

    async def ready() -> bool:
        return pid_file.exists()

    return Part(
        name=name,
        command=[sys.executable, "-c", PROGRAM, name, str(folder), manner],
        env=dict(os.environ),
        prepare=forget,
        ready=ready,
        start_seconds=start_seconds,
        stop_seconds=stop_seconds,
    )


def pid_of(name: str, folder: Path) -> int | None:
    """The pid of the program once it is ready, else None."""
    file = folder / f"{name}.pid"
    return int(file.read_text()) if file.exists() else None


def events(folder: Path) -> list[str]:
    file = folder / "events"
    return file.read_text().splitlines() if file.exists() else []


def is_running(pid: int) -> bool:
    """False for a zombie: on some machines nobody collects orphans at once."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
