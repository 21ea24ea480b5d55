from pathlib import Path

import pytest

from stack.fingerprint import Stamp, fingerprint


def of(folder: Path, **files: str) -> str:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content)
    return fingerprint(folder, [folder / name for name in files])


def test_the_same_files_elsewhere_are_the_same(tmp_path: Path) -> None:
    assert of(tmp_path / "a", x="1", y="2") == of(tmp_path / "b", y="2", x="1")


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"x": "2", "y": "1"}, id="contents swapped"),
        pytest.param({"x": "1", "z": "2"}, id="a new name"),
        pytest.param({"x": "12", "y": ""}, id="a border moved"),
        pytest.param({"x": "1", "y": "2", "z": ""}, id="an empty file more"),
    ],
)
def test_any_difference_counts(tmp_path: Path, files: dict[str, str]) -> None:
    assert of(tmp_path / "a", x="1", y="2") != of(tmp_path / "b", **files)


def test_a_stamp_that_was_never_written_says_nothing(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "folder" / "stamp")
    assert stamp.read() is None
    stamp.write("state")
    assert stamp.read() == "state"
