"""The Python environment. Installing is faked; which lock file, when and when not, is not."""

import io
from pathlib import Path

import pytest

from stack import tools
from stack.bootstrap import Environment, find_uv, main
from stack.screen import Screen, StepError
from tests.stack.fake_programs import FakePrograms

# `uv venv … FOLDER` makes the one file of an environment that is looked at.
MAKES_ENVIRONMENT = """
if [ "$1" = venv ]; then
  for folder; do :; done
  mkdir -p "$folder/bin" && touch "$folder/bin/python" && chmod +x "$folder/bin/python"
fi
"""


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    folder = tmp_path / "requirements"
    folder.mkdir()
    (folder / "run.txt").write_text("aiohttp==3\n")
    (folder / "dev.txt").write_text("aiohttp==3\nruff==1\n")
    return folder


@pytest.fixture
def environment(tmp_path: Path, requirements: Path, programs: FakePrograms) -> Environment:
    programs.add("uv", MAKES_ENVIRONMENT)
    return Environment(tmp_path / "venv", requirements)


def ensure(environment: Environment, group: str, tmp_path: Path, screen: Screen) -> None:
    environment.ensure(group, screen=screen, environ={"XDG_CACHE_HOME": str(tmp_path / "cache")})


def installed(programs: FakePrograms) -> list[str]:
    return [Path(call.split()[-1]).name for call in programs.calls if call.startswith("uv pip install")]


def test_it_is_made_once_and_only_from_hashes(
    environment: Environment, programs: FakePrograms, tmp_path: Path, screen: Screen
) -> None:
    ensure(environment, "run", tmp_path, screen)
    made, install = programs.calls
    assert made.startswith("uv venv")
    assert "--require-hashes" in install
    ensure(environment, "run", tmp_path, screen)
    assert len(programs.calls) == 2


def test_a_changed_lock_file_is_installed(
    environment: Environment, programs: FakePrograms, requirements: Path, tmp_path: Path, screen: Screen
) -> None:
    ensure(environment, "run", tmp_path, screen)
    (requirements / "run.txt").write_text("aiohttp==4\n")
    ensure(environment, "run", tmp_path, screen)
    assert installed(programs) == ["run.txt", "run.txt"]


def test_make_run_leaves_the_tools_of_make_test_in_place(
    environment: Environment, programs: FakePrograms, requirements: Path, tmp_path: Path, screen: Screen
) -> None:
    ensure(environment, "dev", tmp_path, screen)
    ensure(environment, "run", tmp_path, screen)
    assert installed(programs) == ["dev.txt"]
    (requirements / "dev.txt").write_text("aiohttp==4\nruff==1\n")
    ensure(environment, "run", tmp_path, screen)
    assert installed(programs) == ["dev.txt", "dev.txt"]


def test_make_test_after_make_run_adds_the_tools(
    environment: Environment, programs: FakePrograms, tmp_path: Path, screen: Screen
) -> None:
    ensure(environment, "run", tmp_path, screen)
    ensure(environment, "dev", tmp_path, screen)
    assert installed(programs) == ["run.txt", "dev.txt"]


def test_an_environment_whose_python_is_gone_is_made_anew(
    environment: Environment, programs: FakePrograms, tmp_path: Path, screen: Screen
) -> None:
    ensure(environment, "run", tmp_path, screen)
    environment.python.unlink()
    ensure(environment, "run", tmp_path, screen)
    assert sum(call.startswith("uv venv --clear") for call in programs.calls) == 2


def test_a_failed_installation_shows_its_end_and_is_tried_again(
    environment: Environment, programs: FakePrograms, tmp_path: Path, screen: Screen
) -> None:
    programs.add("uv", MAKES_ENVIRONMENT + '[ "$1" != pip ] || { echo "hashes do not match"; exit 1; }')
    for _ in range(2):
        with pytest.raises(StepError, match="hashes do not match"):
            ensure(environment, "run", tmp_path, screen)
    assert installed(programs) == ["run.txt", "run.txt"]


def test_without_the_venv_module_one_line_says_how_to_get_it(
    programs: FakePrograms, tmp_path: Path, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tools, "venv_module_is_there", lambda: False)
    with pytest.raises(StepError) as error:
        find_uv(screen=screen, environ={"XDG_CACHE_HOME": str(tmp_path)}, log=tmp_path / "log")
    assert str(error.value).count("\n") == 0
    assert "apt-get install python3-venv" in str(error.value)
    assert programs.calls == []


def test_uv_on_path_is_used(programs: FakePrograms, tmp_path: Path, screen: Screen) -> None:
    uv = programs.add("uv")
    assert find_uv(screen=screen, environ={"XDG_CACHE_HOME": str(tmp_path)}, log=tmp_path / "log") == str(uv)


def test_an_unknown_group_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test"]) == 2
    assert "expected one of run, dev" in capsys.readouterr().err


def test_the_screen_says_what_is_being_done(
    environment: Environment, tmp_path: Path, screen: Screen, shown: io.StringIO
) -> None:
    ensure(environment, "run", tmp_path, screen)
    assert "Installing the Python packages of run.txt" in shown.getvalue()
    assert "done in 0 s" in shown.getvalue()
