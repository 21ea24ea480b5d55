from pathlib import Path

import pytest

from stack.screen import Screen, StepError
from stack.web import WebClient
from tests.stack.fake_programs import FakePrograms

NPM = """
case "$1" in
  ci) mkdir -p node_modules ;;
  run) mkdir -p dist && touch dist/index.html ;;
esac
"""


@pytest.fixture
def client(tmp_path: Path, programs: FakePrograms) -> WebClient:
    programs.add("npm", NPM)
    folder = tmp_path / "web_client"
    (folder / "src").mkdir(parents=True)
    (folder / "package-lock.json").write_text("{}")
    (folder / "src" / "main.ts").write_text("start()")
    return WebClient(folder)


@pytest.fixture
def built(client: WebClient, tmp_path: Path, screen: Screen) -> WebClient:
    client.build(screen=screen, log=tmp_path / "log")
    return client


def test_the_first_build_installs_and_builds(built: WebClient, programs: FakePrograms) -> None:
    assert programs.calls == ["npm ci", "npm run build"]


@pytest.mark.parametrize(
    ("file", "calls"),
    [
        pytest.param(None, [], id="nothing"),
        pytest.param("src/main.ts", ["npm run build"], id="a source"),
        pytest.param("src/lesson/new.tsx", ["npm run build"], id="a new source"),
        pytest.param("src/main.test.ts", [], id="a test"),
        pytest.param("package-lock.json", ["npm ci", "npm run build"], id="the lock"),
        pytest.param("node_modules/x/index.js", [], id="a package"),
    ],
)
def test_what_changed_decides_what_is_done(
    built: WebClient,
    programs: FakePrograms,
    tmp_path: Path,
    screen: Screen,
    file: str | None,
    calls: list[str],
) -> None:
    if file is not None:
        changed = built.folder / file
        changed.parent.mkdir(parents=True, exist_ok=True)
        changed.write_text("changed")
    built.build(screen=screen, log=tmp_path / "log")
    assert programs.calls[2:] == calls


def test_a_missing_page_is_built_again(
    built: WebClient, programs: FakePrograms, tmp_path: Path, screen: Screen
) -> None:
    (built.folder / "dist" / "index.html").unlink()
    built.build(screen=screen, log=tmp_path / "log")
    assert programs.calls[2:] == ["npm run build"]


def test_a_page_built_elsewhere_is_used_as_it_is(client: WebClient) -> None:
    (client.folder / "dist").mkdir()
    (client.folder / "dist" / "index.html").touch()
    assert not client.must_build()


def test_a_failed_build_is_not_taken_for_done(
    client: WebClient, programs: FakePrograms, tmp_path: Path, screen: Screen
) -> None:
    programs.add("npm", NPM + 'test "$1" = ci')
    for _ in range(2):
        with pytest.raises(StepError, match="Building the web client: failed"):
            client.build(screen=screen, log=tmp_path / "log")
    assert programs.calls == ["npm ci", "npm run build", "npm run build"]


def test_without_npm_one_line_says_how_to_get_it(
    client: WebClient, programs: FakePrograms, tmp_path: Path, screen: Screen
) -> None:
    (programs.folder / "npm").unlink()
    with pytest.raises(StepError) as error:
        client.build(screen=screen, log=tmp_path / "log")
    assert str(error.value).count("\n") == 0
    assert "Node.js 20.19" in str(error.value)
