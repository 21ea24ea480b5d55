import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from stack.data_folder import DataFolder
from stack.screen import Screen


@pytest.fixture
def shown() -> io.StringIO:
    """What the screen showed, not being a terminal."""
    return io.StringIO()


@pytest.fixture
def screen(shown: io.StringIO) -> Screen:
    return Screen(shown)


@pytest.fixture
def data_folder(tmp_path: Path) -> Iterator[DataFolder]:
    folder = DataFolder.take(tmp_path / "data")
    yield folder
    folder.release()
