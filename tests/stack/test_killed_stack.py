"""kill -9 of the stack itself: the watchdog ends what it started, and the next start waits for that."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from stack.leftovers import end_leftovers
from stack.paths import ROOT
from stack.state_file import read_state
from tests.fixtures.waiting import until
from tests.stack.programs import events, is_running, pid_of


@pytest.fixture
def start(tmp_path: Path) -> Iterator["Start"]:
    starter = Start(tmp_path)
    yield starter
    for process in starter.processes:
        process.terminate()
        process.wait(20)


class Start:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[str]] = []

    async def __call__(self) -> tuple[subprocess.Popen[str], list[int]]:
        """A small stack in the folder, and the pids of its two parts once they are ready."""
        process = self._launch()
        await until(lambda: (read_state(self.folder) or {}).get("pid") == process.pid, seconds=20)
        await until(lambda: (read_state(self.folder) or {}).get("state") == "ready", seconds=20)
        pids = [pid_of(name, self.folder) for name in ("first", "second")]
        return process, [pid for pid in pids if pid is not None]

    def _launch(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.stack.small_stack", str(self.folder)]
        self.processes.append(subprocess.Popen(command, cwd=ROOT, text=True))
        return self.processes[-1]


async def test_the_watchdog_ends_what_a_killed_stack_left(start: Start) -> None:
    process, pids = await start()
    assert len(pids) == 2
    os.kill(process.pid, signal.SIGKILL)
    await until(lambda: not any(is_running(pid) for pid in pids), seconds=15)
    assert sorted(events(start.folder)[2:]) == ["first asked", "second asked"]


async def test_the_next_start_waits_until_the_watchdog_is_done(start: Start) -> None:
    process, old = await start()
    os.kill(process.pid, signal.SIGKILL)
    process.wait(5)
    _, new = await start()
    assert not any(is_running(pid) for pid in old)
    assert all(is_running(pid) for pid in new)


async def test_leftovers_of_a_stack_killed_with_its_watchdog_are_ended(start: Start) -> None:
    process, pids = await start()
    watchdogs = [
        child for child in psutil.Process(process.pid).children() if "stack.watchdog" in child.cmdline()
    ]
    assert len(watchdogs) == 1
    for pid in (watchdogs[0].pid, process.pid):
        os.kill(pid, signal.SIGKILL)
    process.wait(5)
    assert all(is_running(pid) for pid in pids)
    assert end_leftovers(read_state(start.folder)) == ["first", "second"]
    await until(lambda: not any(is_running(pid) for pid in pids))


def test_a_pid_that_belongs_to_another_program_by_now_is_left_alone() -> None:
    bystander = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True
    )
    try:
        part = {"name": "worker", "pid": bystander.pid, "started_at": "2020-01-01T00:00:00+00:00"}
        assert end_leftovers({"parts": [part]}) == []
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait(5)
