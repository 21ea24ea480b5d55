import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from stack.data_folder import DataFolder
from stack.screen import Screen
from tests.fixtures.open_folder import open_folder
from tests.stack.fake_programs import FakePrograms


@pytest.fixture
def shown() -> io.StringIO:
    """What the screen showed, not being a terminal."""
    return io.StringIO()


@pytest.fixture
def screen(shown: io.StringIO) -> Screen:
    return Screen(shown)


@pytest.fixture
def data_folder(tmp_path: Path) -> Iterator[DataFolder]:
    with DataFolder.take(tmp_path / "data") as folder:
        yield folder


@pytest.fixture
def open_base() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakePrograms:
    """The only programs on PATH, beside those that their own shell lines need."""
    fakes = FakePrograms(tmp_path / "programs")
    monkeypatch.setenv("PATH", str(fakes.folder))
    return fakes
