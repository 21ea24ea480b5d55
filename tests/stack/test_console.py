"""`make console` beside a running `make run`: it joins what that one started."""

import json
from pathlib import Path
from typing import Any

import pytest

from stack.console import running_environment
from stack.screen import StepError
from stack.secrets_file import SecretsFile
from stack.settings import StackSettings

SERVICES = {
    "database_url": "postgresql://postgres@/postgres?host=/x",
    "livekit_url": "ws://127.0.0.1:7880",
    "openai_base_url": "http://127.0.0.1:8090/v1",
}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StackSettings:
    for name in StackSettings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("TUTOR_DATA_DIR", str(tmp_path))
    return StackSettings()


def running(folder: Path, **changes: Any) -> None:
    (folder / "stack.json").write_text(json.dumps({"state": "ready", "services": SERVICES, **changes}))


def test_it_uses_the_servers_and_the_secrets_of_the_run(settings: StackSettings, tmp_path: Path) -> None:
    running(tmp_path)
    secrets = SecretsFile(tmp_path)
    variables = running_environment(settings, {})
    assert variables is not None
    assert variables["DATABASE_URL"] == SERVICES["database_url"]
    assert variables["OPENAI_BASE_URL"] == SERVICES["openai_base_url"]
    assert variables["OPENAI_API_KEY"] == secrets.get("local_engine_api_key")
    assert variables["TUTOR_SECRET"] == secrets.get("tutor_secret")


def test_what_is_given_wins(tmp_path: Path, settings: StackSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "mine")
    monkeypatch.setenv("DATABASE_URL", "postgresql://x/y")
    running(tmp_path, services={"livekit_url": "ws://127.0.0.1:7880"})
    variables = running_environment(StackSettings(), {})
    assert variables is not None
    assert (variables["OPENAI_API_KEY"], variables["DATABASE_URL"]) == ("mine", "postgresql://x/y")
    assert "OPENAI_BASE_URL" not in variables


@pytest.mark.parametrize("state", ["starting", "stopping", "failed"])
def test_a_run_that_is_not_ready_cannot_be_joined(
    settings: StackSettings, tmp_path: Path, state: str
) -> None:
    running(tmp_path, state=state)
    assert running_environment(settings, {}) is None


def test_a_database_of_the_runs_own_has_to_be_given_again(settings: StackSettings, tmp_path: Path) -> None:
    running(tmp_path, services={"livekit_url": "ws://127.0.0.1:7880"})
    with pytest.raises(StepError, match="set the same one"):
        running_environment(settings, {})
