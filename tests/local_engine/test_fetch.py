"""`make models`, with parts that are fetched from nowhere."""

from pathlib import Path

import pytest

from local_engine.fetch import FetchError, Part, fetch, main, parts_of
from local_engine.models import Models, MoonshineModel, Recogniser, Voice, read_models, write_models

EN = MoonshineModel(path=Path("/en"), arch=4)
OLD = Models(voice=Voice(path=Path("/old.onnx")))


def part(result: object, *, package: str = "json") -> Part:
    def give(folder: Path) -> object:
        if isinstance(result, Exception):
            raise result
        return result

    return Part("thing", package, "none", 1, "no licence", give)


def test_all_that_was_fetched_is_listed(tmp_path: Path) -> None:
    lines: list[str] = []
    folder = tmp_path / "new"
    models = fetch({"en": part(EN), "voice": part(Path("/v.onnx"))}, folder, say=lines.append)
    assert models == Models(
        recogniser=Recogniser(package="moonshine", languages={"en": EN}), voice=Voice(path=Path("/v.onnx"))
    )
    assert read_models(folder) == models
    assert lines == ["Fetching the thing …"] * 2


def test_whisper_is_listed_by_its_size(tmp_path: Path) -> None:
    models = fetch({"whisper": part("tiny"), "voice": part(Path("/v.onnx"))}, tmp_path, say=lambda _: None)
    assert models.recogniser == Recogniser(package="whisper", model="tiny")


def test_where_nothing_can_be_reached_nothing_changes(tmp_path: Path) -> None:
    write_models(tmp_path, OLD)
    broken = part(ConnectionError("Name or service not known\nand a page more"))
    with pytest.raises(
        FetchError, match=r"\(ConnectionError: Name or service not known\)\. Is the internet"
    ) as failed:
        fetch({"en": part(EN), "voice": broken}, tmp_path, say=lambda _: None)
    assert "\n" not in str(failed.value)
    assert read_models(tmp_path) == OLD


def test_a_package_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="no_such_package is not installed"):
        fetch({"en": part(EN, package="no_such_package")}, tmp_path, say=lambda _: None)


def test_sizes_and_licences_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOCAL_ENGINE_MODELS", str(tmp_path))
    assert main(["--list", "--korean"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"To be kept in {tmp_path}:"
    assert len(lines) == 4
    assert all(" MB, " in line for line in lines[1:])
    assert "NOT for commercial use" in lines[2]


def test_whisper_takes_moonshines_place() -> None:
    assert list(parts_of(korean=True, whisper="small")) == ["whisper", "voice"]
    assert list(parts_of(korean=False, whisper=None)) == ["en", "voice"]
