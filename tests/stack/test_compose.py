"""docker-compose.yml, read by the parser of docker compose itself; the images as far as they can be checked unbuilt."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from stack.go_tool import COMPOSE_CHECK, LIVEKIT_SERVER
from stack.paths import ROOT
from stack.screen import Screen
from stack.settings_table import rows
from tests.fixtures.livekit import livekit_binary

FILE = ROOT / "docker-compose.yml"
NEEDED = (
    "TUTOR_SECRET", "POSTGRES_PASSWORD", "LIVEKIT_PUBLIC_URL", "LIVEKIT_NODE_IP", "LIVEKIT_API_KEY",
    "LIVEKIT_API_SECRET", "PUBLIC_URL", "OPENAI_API_KEY",
)  # fmt: skip
GIVEN = {name: f"given{number}" for number, name in enumerate(NEEDED)}
OURS = ("token-server", "worker", "messages", "local-engine")
DOCKERFILES = sorted((ROOT / "deploy").glob("*.Dockerfile"))


@pytest.fixture(scope="module")
def checker() -> Path:
    return COMPOSE_CHECK.ensure(screen=Screen(), environ=os.environ)


def read(checker: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checker, FILE],
        env={"PATH": os.environ["PATH"], **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def services(checker: Path) -> dict[str, Any]:
    answer = read(checker, **GIVEN)
    assert answer.returncode == 0, answer.stderr
    content: dict[str, Any] = json.loads(answer.stdout)
    return content


def test_the_parts_of_the_design_are_there(services: dict[str, Any]) -> None:
    assert sorted(services) == ["livekit", "local-engine", "messages", "postgres", "token-server", "worker"]
    assert services["local-engine"]["profiles"] == ["local"]


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_secret_or_address_is_named(checker: Path, name: str) -> None:
    answer = read(checker, **{key: value for key, value in GIVEN.items() if key != name})
    assert answer.returncode != 0
    assert f"required variable {name} is missing a value: set it" in answer.stderr


def test_a_mistake_in_the_file_is_found(checker: Path, tmp_path: Path) -> None:
    """So that a file that passes means something."""
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(FILE.read_text().replace("restart: always", "restart: [always]"))
    answer = subprocess.run([checker, wrong], env=GIVEN, capture_output=True, text=True, check=False)
    assert answer.returncode != 0
    assert "restart must be a string" in answer.stderr


def test_every_service_is_watched_and_started_again(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["restart"] == "always", name  # a worker that gave up on LiveKit ends with code 0
        assert service["healthcheck"]["test"][0] == "CMD", name


def test_only_media_is_open_to_the_world(services: dict[str, Any]) -> None:
    opened = {
        (name, port["target"])
        for name, service in services.items()
        for port in service.get("ports", [])
        if port.get("host_ip") != "127.0.0.1"
    }
    assert opened == {("livekit", 7881), ("livekit", 7882)}


def test_a_worker_gets_the_time_its_lessons_need(services: dict[str, Any]) -> None:
    worker = services["worker"]
    drain = float(worker["environment"]["DRAIN_SECONDS"])
    match = re.fullmatch(r"(\d+)m(\d+)s", worker["stop_grace_period"])
    assert match is not None
    # After the drain: 15 s for an entry point, 60 s to close, 60 s session_end_timeout (agent/worker.py), 10 s.
    assert int(match[1]) * 60 + int(match[2]) >= drain + 15 + 60 + 60 + 10


@pytest.mark.parametrize("tutor", ["worker", "messages"])
def test_tutors_and_token_server_share_secrets_database_and_journal(
    services: dict[str, Any], tutor: str
) -> None:
    worker, server = services[tutor], services["token-server"]
    for name in (
        "TUTOR_SECRET",
        "DATABASE_URL",
        "LIVEKIT_URL",
        "LIVEKIT_API_KEY",
        "LIVEKIT_API_SECRET",
        "TUTOR_ENV",
    ):
        assert worker["environment"][name] == server["environment"][name]
    assert worker["environment"]["TUTOR_ENV"] == "production"
    assert [v["source"] for v in worker["volumes"]] == [v["source"] for v in server["volumes"]] == ["journal"]


def test_every_setting_that_an_operator_may_choose_reaches_who_reads_it(checker: Path) -> None:
    """Those that are left out have their one right value in the file or in the image."""
    fixed = {
        "DATABASE_URL", "DRAIN_SECONDS", "HOST", "LIVEKIT_URL", "MESSAGES_HOST", "MESSAGES_PORT", "MESSAGES_URL", "PORT",
        "TUTOR_DATA_DIR", "TUTOR_ENV", "TUTOR_WORKER_ID", "WEB_CLIENT_DIR", "WORDNET_DIR", "WORKER_HOST",
        "WORKER_METRICS_PORT", "WORKER_PORT",
    }  # fmt: skip
    own = {  # read by messages too, for it has the worker's settings, and of no use there
        "messages": {"TUTOR_IDLE_PROCESSES", "TUTOR_JOB_MEMORY_MB", "TUTOR_MAX_LESSONS"},
    }
    wanted = [
        (reader.replace(" ", "-"), row.name)
        for row in rows()
        for reader in row.readers
        if reader in {"token server", "worker", "messages"} and row.name not in fixed | own.get(reader, set())
    ]
    chosen = {name: GIVEN.get(name, f"chosen {name}") for _, name in wanted}
    answer = read(checker, **GIVEN | chosen)
    assert answer.returncode == 0, answer.stderr
    services = json.loads(answer.stdout)
    missing = [
        f"{service}: {name}"
        for service, name in wanted
        if services[service]["environment"].get(name) != chosen[name]
    ]
    assert missing == []


@pytest.mark.livekit
def test_the_real_livekit_server_accepts_its_configuration(services: dict[str, Any]) -> None:
    environ = services["livekit"]["environment"]
    answer = subprocess.run(
        [livekit_binary(), "ports"], env=environ, capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert answer.returncode == 0, answer.stderr
    for port in ("7880", "7881", "7882"):
        assert port in answer.stdout
    assert yaml.safe_load(environ["LIVEKIT_CONFIG"])["webhook"]["api_key"] in environ["LIVEKIT_KEYS"]


def test_livekit_is_the_version_that_is_tested(services: dict[str, Any]) -> None:
    assert services["livekit"]["image"] == f"livekit/livekit-server:v{LIVEKIT_SERVER.version()}"


@pytest.mark.parametrize("service", OURS)
def test_our_images_run_without_privileges(services: dict[str, Any], service: str) -> None:
    assert services[service]["cap_drop"] == ["ALL"]
    assert services[service]["security_opt"] == ["no-new-privileges:true"]
    assert (ROOT / services[service]["build"]["dockerfile"]) in DOCKERFILES


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda file: file.stem)
def test_an_image_is_pinned_and_its_sources_exist(dockerfile: Path) -> None:
    lines = dockerfile.read_text().splitlines()
    bases = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert all(re.search(r":\d+\.\d+\.\d+-\S+$", base) for base in bases), bases
    last_stage = lines[max(number for number, line in enumerate(lines) if line.startswith("FROM ")) :]
    assert "USER tutor" in last_stage
    for line in lines:
        if line.startswith("COPY ") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), line


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda file: file.stem)
def test_an_image_installs_only_from_hashes(dockerfile: Path) -> None:
    installs = re.findall(r"pip install .*", dockerfile.read_text())
    assert installs
    assert all("--require-hashes" in install for install in installs)
