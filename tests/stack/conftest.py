import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from stack.data_folder import DataFolder
from stack.screen import Screen
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
def open_base(tmp_path: Path) -> Iterator[Path]:
    """A folder that every account can reach. pytest's own are closed; only root can make one elsewhere."""
    if os.geteuid() != 0:
        tmp_path.chmod(0o755)
        yield tmp_path
        return
    base = Path("/var/lib/english-tutor-tests") / f"stack-{uuid4().hex[:8]}"
    base.mkdir(mode=0o755, parents=True)
    yield base
    shutil.rmtree(base)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakePrograms:
    """The only programs on PATH, beside those that their own shell lines need."""
    fakes = FakePrograms(tmp_path / "programs")
    monkeypatch.setenv("PATH", str(fakes.folder))
    return fakes
