"""`python -m token_server` as a process: what it refuses to start with, what it survives, how it stops."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from tests.fixtures.livekit import free_port
from tests.fixtures.postgres import embedded_postgres
from tests.fixtures.waiting import until, until_true
from tests.token_server.serving import NO_ENGINE, NOWHERE, SECRET

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "TUTOR_ENV": "development",
    "TUTOR_SECRET": SECRET,
    "DATABASE_URL": "postgresql://nobody:PASSWORD-OF-THE-DATABASE@127.0.0.1:9/nothing",
    "LIVEKIT_URL": NOWHERE,
    "LIVEKIT_API_KEY": "devkeydevkey",
    "LIVEKIT_API_SECRET": SECRET,
    "OPENAI_BASE_URL": NO_ENGINE,
}


def environment(tmp_path: Path, **given: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {"TUTOR_DATA_DIR": str(tmp_path)} | GOOD | given


def refused(tmp_path: Path, **given: str) -> list[str]:
    """The lines of a start that must fail."""
    ended = subprocess.run(
        [sys.executable, "-m", "token_server"],
        cwd=ROOT,
        env=environment(tmp_path, **given),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 2, ended.stderr
    assert ended.stdout == ""
    return ended.stderr.splitlines()


@dataclass
class Process:
    url: str
    process: subprocess.Popen[bytes]
    log: Path


@contextlib.contextmanager
def started(tmp_path: Path, **given: str) -> Iterator[Process]:
    port = free_port()
    log = tmp_path / "log.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "token_server"],
            cwd=ROOT,
            env=environment(tmp_path, PORT=str(port), **given),
            stdout=out,
            stderr=out,
        )
        try:
            yield Process(url=f"http://127.0.0.1:{port}", process=process, log=log)
        finally:
            process.kill()
            process.wait()


async def until_up(http: httpx2.AsyncClient, process: Process) -> None:
    async def up() -> bool:
        assert process.process.poll() is None, process.log.read_text()
        with contextlib.suppress(httpx2.TransportError):
            return (await http.get("/healthz")).status_code == 200
        return False

    await until_true(up, seconds=30, what="healthz")


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        pytest.param(
            {"PORT": "eighty"}, ["PORT is 'eighty', expected a valid integer, unable to parse"], id="a word"
        ),
        pytest.param(
            {"PORT": "70000"}, ["PORT is '70000', expected less than or equal to 65535"], id="too high"
        ),
        pytest.param(
            {"TUTOR_SECRET": "SHORT-SECRET", "LIVEKIT_API_SECRET": "SHORT-SECRET-TOO"},
            [
                "TUTOR_SECRET has 12 characters, expected at least 32",
                "LIVEKIT_API_SECRET has 16 characters, expected at least 32",
            ],
            id="short secrets",
        ),
        pytest.param(
            {"TUTOR_ENV": "production", "TUTOR_SECRET": "development-only-0123456789abcdef-SECRET"},
            ["TUTOR_SECRET is a generated development secret, expected one of your own"],
            id="the development secret in production",
        ),
        pytest.param(
            {"DATABASE_URL": "", "LIVEKIT_URL": ""},
            [
                "DATABASE_URL is not set, expected: Postgres, as a URL",
                "LIVEKIT_URL is not set, expected: LiveKit as",
            ],
            id="not set",
        ),
        pytest.param(
            {"LIVEKIT_URL": "127.0.0.1:7880"},
            ["LIVEKIT_URL is '127.0.0.1:7880', expected a ws:// or wss:// URL"],
            id="no URL",
        ),
        pytest.param(
            {"DATABASE_URL": "mysql://me:PASSWORD-OF-THE-DATABASE@db/x"},
            ["DATABASE_URL is not valid (its value is not shown), expected postgresql://"],
            id="another database",
        ),
        pytest.param(
            {"TUTOR_ENV": "test"}, ["TUTOR_ENV is 'test', expected 'development' or 'production'"], id="env"
        ),
        pytest.param(
            {"ALLOWED_ORIGINS": "https://a.example/path"},
            ["ALLOWED_ORIGINS is 'https://a.example/path', expected origins such as https://example.com"],
            id="an origin with a path",
        ),
        pytest.param(
            {"OPENAI_BASE_URL": ""},
            ["OPENAI_API_KEY and OPENAI_BASE_URL are both empty, expected a key for OpenAI or the URL"],
            id="no engine",
        ),
        pytest.param(
            {
                "REPORT_WEBHOOK_URL": "https://hooks.example/SECRET-PART",
                "REPORT_WEBHOOK_SECRET": "SHORT-SECRET",
            },
            [
                "REPORT_WEBHOOK_SECRET has 12 characters, expected at least 32 because REPORT_WEBHOOK_URL is set"
            ],
            id="a webhook without a good secret",
        ),
    ],
)
def test_wrong_settings_are_named_a_line_each_and_secrets_are_not_shown(
    tmp_path: Path, given: dict[str, str], lines: list[str]
) -> None:
    said = refused(tmp_path, **given)
    assert [line[: len(start)] for line, start in zip(said, lines, strict=True)] == lines
    for secret in ("SHORT-SECRET", "PASSWORD", "SECRET-PART", SECRET):
        assert secret not in "".join(said)


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (line,) = refused(tmp_path, PORT=str(port))
    assert line == f"PORT is {port}, which is in use on 127.0.0.1, expected a free port"


def test_a_host_that_is_not_this_machines_is_named(tmp_path: Path) -> None:
    (line,) = refused(tmp_path, HOST="203.0.113.1", PORT=str(free_port()))
    assert line.startswith("HOST is '203.0.113.1' and PORT ")


@pytest.mark.postgres
async def test_it_comes_up_before_its_database_and_serves_once_that_is_there(tmp_path: Path) -> None:
    with embedded_postgres() as postgres:
        url = postgres.url
        postgres.stop()
        with started(tmp_path, DATABASE_URL=url) as it:
            async with httpx2.AsyncClient(base_url=it.url) as http:
                await until_up(http, it)
                away = await http.post("/api/lessons", json={"mode": "free"})
                assert (away.status_code, away.json()["code"]) == (503, "storage_unavailable")
                ready = (await http.get("/readyz")).json()
                assert (ready["parts"]["postgres"]["ok"], ready["parts"]["livekit"]["ok"]) == (False, False)
                assert ready["parts"]["postgres"]["reason"].startswith("Postgres cannot be reached")

                postgres.start()

                async def serves() -> bool:
                    return (await http.post("/api/lessons", json={"mode": "free"})).status_code == 201

                await until_true(serves, seconds=20, what="a lesson in a new database")
                assert (await http.get("/readyz")).json()["parts"]["postgres"]["ok"]
                assert len((await http.get("/api/lessons")).json()["lessons"]) == 1

                it.process.send_signal(signal.SIGTERM)
                await until(lambda: it.process.poll() is not None, what="the end")
        assert it.process.returncode == 0
        log = it.log.read_text()
        assert "Traceback" not in log
        assert log.count('"message": "a part is away"') <= 4, (
            "an outage is said once a part, not once a second"
        )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
async def test_it_stops_when_told_to(tmp_path: Path, number: signal.Signals) -> None:
    with started(tmp_path) as it:
        async with httpx2.AsyncClient(base_url=it.url) as http:
            await until_up(http, it)
        it.process.send_signal(number)
        await until(lambda: it.process.poll() is not None, what="the end")
    assert it.process.returncode == 0
    assert "PASSWORD" not in it.log.read_text()
