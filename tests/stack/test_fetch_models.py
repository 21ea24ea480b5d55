"""`make models` up to where the network begins: what it says, and what it would install."""

from pathlib import Path

import pytest

from local_engine.fetch import Part, parts_of
from local_engine.models import LIST_NAME, Models, Voice, write_models
from stack.fetch_models import has_models, install, main
from stack.paths import REQUIREMENTS
from stack.screen import Screen


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOCAL_ENGINE_MODELS", str(tmp_path))
    return tmp_path


def test_what_would_be_fetched_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    assert "piper" in capsys.readouterr().out


def test_every_part_has_a_lock_file() -> None:
    parts = [*parts_of(korean=True, whisper=None).values(), *parts_of(korean=False, whisper="base").values()]
    assert {part.extra for part in parts} == {"moonshine", "whisper", "piper"}
    assert all((REQUIREMENTS / f"{part.extra}.txt").is_file() for part in parts)


def test_packages_that_are_here_are_not_installed_again() -> None:
    here = Part("thing", "json", "no-such-extra", 1, "no licence", lambda folder: None)
    install({"here": here}, screen=Screen())  # its lock file does not exist: installing would fail


def test_it_is_known_whether_something_was_fetched(folder: Path) -> None:
    assert not has_models()
    write_models(folder, Models(voice=Voice(path=folder / "voice.onnx")))
    assert has_models()
    (folder / LIST_NAME).write_text("{")
    assert not has_models()
