"""The program: what it says when it cannot start, and how it stops."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.engine_process import engine_process

pytestmark = pytest.mark.engine


def start(**environ: str) -> tuple[int, str]:
    """Exit code and what it wrote, of a start that fails."""
    done = subprocess.run(
        [sys.executable, "-m", "local_engine"],
        env={**os.environ, **environ},
        capture_output=True,
        timeout=30,
        text=True,
    )
    return done.returncode, done.stderr


def test_a_wrong_port_is_named() -> None:
    code, said = start(LOCAL_ENGINE_PORT="many")
    assert code == 1
    assert "LOCAL_ENGINE_PORT" in said
    assert "many" in said


def test_a_grammar_that_is_not_there_is_named(tmp_path: Path) -> None:
    code, said = start(LOCAL_ENGINE_GRAMMAR=str(tmp_path / "absent.txt"), LOCAL_ENGINE_PORT="0")
    assert code == 1
    assert "LOCAL_ENGINE_GRAMMAR is" in said


def test_a_taken_port_is_told_in_a_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said = start(LOCAL_ENGINE_PORT=str(taken.getsockname()[1]))
    assert code == 1
    assert "cannot start" in said
    assert "Traceback" not in said


def test_without_espeak_it_says_how_to_get_it(tmp_path: Path) -> None:
    code, said = start(PATH=str(tmp_path), LOCAL_ENGINE_PORT="0")
    assert code == 1
    assert "apt-get install espeak-ng" in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_and_takes_its_processes_along(tmp_path: Path, number: signal.Signals) -> None:
    with engine_process(tmp_path) as running:
        children = (
            Path(f"/proc/{running.process.pid}/task/{running.process.pid}/children").read_text().split()
        )
        running.process.send_signal(number)
        assert running.process.wait(10) == 0
    assert children
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def test_what_is_said_is_in_no_log_line(tmp_path: Path) -> None:
    with engine_process(tmp_path) as running:
        body = b'{"model":"any","messages":[{"role":"user","content":"MARKED sentence"}],"n":"MARKED"}'
        for path, data in (
            ("chat/completions", body),
            ("audio/speech", b'{"input":"MARKED","speed":"MARKED"}'),
        ):
            subprocess.run(
                ["curl", "-s", "-d", data, f"{running.url}/{path}"], capture_output=True, check=True
            )
    assert "MARKED" not in (tmp_path / "engine.log").read_text()
