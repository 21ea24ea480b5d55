"""What is given and what is not: settings, what is started in their place, and what every part gets."""

from pathlib import Path

import pytest

from agent.settings import AgentSettings
from contract.settings import DEVELOPMENT_SECRET_PREFIX
from stack.environment import Services, part_environment, problems
from stack.needs import Needs, needs_of, unmet
from stack.port_claims import PortClaims
from stack.screen import StepError
from stack.settings import StackSettings, read_settings
from tests.stack.fake_programs import FakePrograms
from token_server.settings import TokenServerSettings

SECRET = "s" * 32
LIVEKIT = {"LIVEKIT_URL": "wss://x", "LIVEKIT_API_KEY": "k", "LIVEKIT_API_SECRET": SECRET}


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*StackSettings.model_fields, *AgentSettings.model_fields, *TokenServerSettings.model_fields):
        monkeypatch.delenv(name.upper(), raising=False)


def settings(monkeypatch: pytest.MonkeyPatch, **given: str) -> StackSettings:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return read_settings()


@pytest.mark.parametrize(
    ("given", "needs"),
    [
        pytest.param({}, Needs(postgres=True, livekit=True, engine=True, page=True), id="nothing given"),
        pytest.param(
            {"DATABASE_URL": "postgresql://x/y"},
            Needs(postgres=False, livekit=True, engine=True, page=True),
            id="a Postgres",
        ),
        pytest.param(LIVEKIT, Needs(postgres=True, livekit=False, engine=True, page=True), id="a LiveKit"),
        pytest.param(
            {"OPENAI_API_KEY": "k"}, Needs(postgres=True, livekit=True, engine=False, page=True), id="a key"
        ),
        pytest.param(
            {"OPENAI_BASE_URL": "http://x/v1"},
            Needs(postgres=True, livekit=True, engine=False, page=True),
            id="another engine",
        ),
        pytest.param(
            {"OPENAI_API_KEY": "", "DATABASE_URL": ""},
            Needs(postgres=True, livekit=True, engine=True, page=True),
            id="empty is not given",
        ),
    ],
)
def test_what_is_not_given_is_started(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], needs: Needs
) -> None:
    assert needs_of(settings(monkeypatch, **given), page=True) == needs


def test_the_console_needs_no_livekit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert needs_of(settings(monkeypatch), page=False) == Needs(
        postgres=True, livekit=False, engine=True, page=False
    )


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param(LIVEKIT, [], id="all of LiveKit"),
        pytest.param(
            {"LIVEKIT_URL": "wss://x"},
            ["LIVEKIT_URL given without LIVEKIT_API_KEY and LIVEKIT_API_SECRET"],
            id="LiveKit without key",
        ),
        pytest.param(
            {"LIVEKIT_API_KEY": "k", "LIVEKIT_API_SECRET": SECRET},
            ["LIVEKIT_API_KEY and LIVEKIT_API_SECRET given without LIVEKIT_URL"],
            id="LiveKit without URL",
        ),
        pytest.param({"TUTOR_SECRET": "short"}, ["TUTOR_SECRET has 5 characters"], id="weak secret"),
        pytest.param(
            {"TUTOR_ENV": "production"},
            ["TUTOR_SECRET, LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET would be generated"],
            id="production with nothing",
        ),
        pytest.param({"TUTOR_ENV": "production", "TUTOR_SECRET": SECRET, **LIVEKIT}, [], id="production"),
    ],
)
def test_half_given_settings_are_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], lines: list[str]
) -> None:
    found = problems(settings(monkeypatch, **given))
    assert len(found) == len(lines)
    for line, expected in zip(found, lines, strict=True):
        assert expected in line
        assert "\n" not in line
        assert SECRET not in line


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "eighty"), ("PORT", "70000"), ("DRAIN_SECONDS", "-1"), ("TUTOR_ENV", "staging")],
)
def test_a_wrong_value_names_the_setting_and_what_came(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    with pytest.raises(StepError) as error:
        settings(monkeypatch, **{name: value})
    assert str(error.value).startswith(f"{name} is '{value}': ")


def test_everything_that_is_missing_is_said_at_once(
    monkeypatch: pytest.MonkeyPatch, programs: FakePrograms
) -> None:
    given = settings(monkeypatch, TUTOR_SECRET="short")
    monkeypatch.setattr("stack.web.WebClient.must_build", lambda self: True)
    claims = PortClaims(programs.folder / "ports", is_free=lambda port, _kind: port != 8080)
    lines = unmet(
        given,
        needs_of(given, page=True),
        claims=claims,
        environ={"PATH": "", "XDG_CACHE_HOME": str(programs.folder)},
    )
    assert [line.split()[0] for line in lines] == ["TUTOR_SECRET", "PORT", "espeak-ng", "go", "npm"]
    assert all("\n" not in line for line in lines)


def environment_of(given: StackSettings, **environ: str) -> dict[str, str]:
    services = Services(
        database_url="postgresql://postgres@/postgres?host=/x",
        livekit_url="ws://127.0.0.1:7880",
        livekit_api_key="k",
        livekit_api_secret=SECRET,
        openai_base_url="http://127.0.0.1:8090/v1",
        openai_api_key="e",
    )
    return part_environment(
        environ, given, services, tutor_secret=DEVELOPMENT_SECRET_PREFIX + SECRET, worker_id="make-run-1"
    )


def test_the_parts_accept_what_they_are_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    variables = environment_of(settings(monkeypatch, TUTOR_DATA_DIR=str(tmp_path), PORT="8081"))
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    worker, server = AgentSettings(), TokenServerSettings()
    assert worker.tutor_worker_id == "make-run-1"
    assert worker.tutor_data_dir == server.tutor_data_dir == tmp_path
    assert worker.drain_seconds == 5
    assert server.port == 8081


def test_the_page_may_be_opened_under_both_names_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    variables = environment_of(settings(monkeypatch))
    assert (variables["PUBLIC_URL"], variables["ALLOWED_ORIGINS"]) == (
        "http://localhost:8080",
        "http://127.0.0.1:8080",
    )


def test_the_users_own_variables_are_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    given = settings(monkeypatch, PUBLIC_URL="https://tutor.example.com")
    variables = environment_of(given, TUTOR_MAX_LESSONS="3", ALLOWED_ORIGINS="https://a.example.com")
    assert variables["TUTOR_MAX_LESSONS"] == "3"
    assert variables["ALLOWED_ORIGINS"] == "https://a.example.com"
    assert variables["PUBLIC_URL"] == "https://tutor.example.com"
