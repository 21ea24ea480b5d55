from pathlib import Path

import pytest

from stack.go_tool import COMPOSE_CHECK, LIVEKIT_SERVER, GoTool
from stack.livekit_binary import ensure_binary, existing_binary
from stack.screen import Screen, StepError
from tests.stack.fake_programs import FakePrograms

# `go build … -o FILE PACKAGE` writes FILE.
GO = 'while [ "$1" != -o ]; do shift; done; echo "#!/bin/sh" > "$2"; chmod +x "$2"'


@pytest.fixture
def tool(tmp_path: Path) -> GoTool:
    folder = tmp_path / "module"
    folder.mkdir()
    (folder / "go.mod").write_text(
        "module example.com/x\n\nrequire (\n\texample.org/server v1.2.3 // indirect\n)\n"
    )
    return GoTool(
        name="server",
        folder=folder,
        package="example.org/server/cmd",
        pin="example.org/server",
        duration="long",
    )


def test_it_is_built_once_into_the_cache_of_the_user(
    tool: GoTool, programs: FakePrograms, tmp_path: Path, screen: Screen
) -> None:
    programs.add("go", GO)
    environ = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    built = [tool.ensure(screen=screen, environ=environ) for _ in range(2)]
    assert set(built) == {tmp_path / "cache" / "english-tutor" / "bin" / "server-1.2.3"}
    (call,) = programs.calls
    assert "-mod=readonly" in call


def test_a_failed_build_leaves_no_program(
    tool: GoTool, programs: FakePrograms, tmp_path: Path, screen: Screen
) -> None:
    programs.add("go", GO + '; echo "disk quota exceeded"; exit 1')
    environ = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    with pytest.raises(StepError, match="disk quota exceeded"):
        tool.ensure(screen=screen, environ=environ)
    assert not tool.built(environ).exists()


def test_without_go_one_line_says_how_to_get_it_and_what_else_would_do(
    tool: GoTool, programs: FakePrograms, tmp_path: Path, screen: Screen
) -> None:
    with pytest.raises(StepError) as error:
        tool.ensure(screen=screen, environ={"XDG_CACHE_HOME": str(tmp_path / "cache")})
    assert str(error.value).count("\n") == 0
    assert "LIVEKIT_URL" in str(error.value)
    assert programs.calls == []


def test_a_livekit_server_on_path_is_run(programs: FakePrograms, tmp_path: Path, screen: Screen) -> None:
    program = programs.add("livekit-server")
    environ = {"PATH": str(programs.folder), "XDG_CACHE_HOME": str(tmp_path)}
    assert ensure_binary(screen=screen, environ=environ) == program
    assert existing_binary({"PATH": "", "XDG_CACHE_HOME": str(tmp_path)}) is None


@pytest.mark.parametrize(("tool", "version"), [(LIVEKIT_SERVER, "1.13.5"), (COMPOSE_CHECK, "2.16.2")])
def test_the_pinned_modules_name_their_versions_and_any_1_26_can_build_them(
    tool: GoTool, version: str
) -> None:
    text = (tool.folder / "go.mod").read_text()
    assert tool.version() == version
    assert "\ngo 1.26.0\n" in text
    assert "replace" not in text
    assert (tool.folder / "go.sum").is_file()
