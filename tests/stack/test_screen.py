import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from stack.paths import ROOT
from stack.screen import Screen, StepError, tail
from tests.fixtures.waiting import until
from tests.stack.programs import is_running


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_plain_log_gets_lines_without_control_characters(
    screen: Screen, shown: io.StringIO, tmp_path: Path
) -> None:
    screen.run("Working", ["true"], log=tmp_path / "log")
    assert shown.getvalue().splitlines() == ["Working … 0 s", "Working: done in 0 s"]


def test_a_terminal_gets_one_line_that_is_rewritten(tmp_path: Path) -> None:
    terminal = Terminal()
    Screen(terminal).run("Working", ["true"], log=tmp_path / "log")
    assert terminal.getvalue().count("\n") == 1
    assert terminal.getvalue().endswith("\r\x1b[KWorking: done in 0 s\n")


def test_a_line_said_meanwhile_stands_on_its_own() -> None:
    terminal = Terminal()
    screen = Screen(terminal)
    with screen.waiting(lambda: "Waiting"):
        screen.say("news")
    assert "\r\x1b[Knews\n" in terminal.getvalue() or terminal.getvalue().startswith("news\n")


def test_a_closed_terminal_does_not_stop_the_work(tmp_path: Path) -> None:
    closed = io.StringIO()
    closed.close()
    screen = Screen(Terminal())
    screen._stream = closed
    screen.say("nobody reads this")


def test_a_failed_command_is_told_with_the_end_of_its_log(screen: Screen, tmp_path: Path) -> None:
    with pytest.raises(StepError) as error:
        screen.run("Working", ["sh", "-c", "seq 1 40; echo no space left; exit 7"], log=tmp_path / "log")
    text = str(error.value)
    assert text.startswith(f"Working: failed (exit 7). The end of {tmp_path / 'log'}:")
    assert text.endswith("    40\n    no space left")
    assert "    20\n" not in text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(None, "    (no log)", id="missing"),
        pytest.param("", "    (the log is empty)", id="empty"),
        pytest.param("one\ntwo\nthree\n", "    two\n    three", id="the last lines"),
    ],
)
def test_the_tail_of_a_log(tmp_path: Path, content: str | None, expected: str) -> None:
    if content is not None:
        (tmp_path / "log").write_text(content)
    assert tail(tmp_path / "log", 2) == expected


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
async def test_a_stop_during_a_step_ends_the_command_and_its_children(tmp_path: Path, number: int) -> None:
    """As during the Go build: the compiler's own processes must not go on."""
    pid_file = tmp_path / "pid"
    step = f"""
from pathlib import Path
from stack.bootstrap import stop_on_sigterm
from stack.screen import Screen
stop_on_sigterm()
Screen().run("Building", ["sh", "-c", "sleep 600 & echo $! > {pid_file}; wait"], log=Path("{tmp_path}/log"))
"""
    process = _python(step)
    await until(lambda: pid_file.exists() and pid_file.read_text().strip())
    os.kill(process.pid, number)
    process.communicate(timeout=10)
    child = int(pid_file.read_text())
    await until(lambda: not is_running(child), what="the command's own process has ended")


def _python(code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
