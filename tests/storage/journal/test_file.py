import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from storage.journal.entries import TurnEntry
from storage.journal.file import Journal, JournalFile
from storage.journal.lines import entry_line
from tests.storage.examples import new_sitting, new_turn

SITTING = new_sitting(uuid4())


def entry(seq: int) -> TurnEntry:
    return TurnEntry(turn=new_turn(SITTING, seq))


def created(directory: Path) -> JournalFile:
    return Journal(directory / "journal", owner="AJ_job-1").create(SITTING.lesson_id)


def files(directory: Path) -> list[Path]:
    return sorted((directory / "journal").iterdir())


@contextmanager
def disk_full_after(size: int) -> Iterator[None]:
    """No file of this process can grow beyond `size` bytes: a write stops in the middle and fails, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("owner", ["", "../up", "a/b", "a.b", "x" * 101])
def test_an_owner_must_fit_a_file_name(tmp_path: Path, owner: str) -> None:
    with pytest.raises(ValueError, match="owner is"):
        Journal(tmp_path, owner=owner)


def test_a_file_names_lesson_and_owner_and_is_private(tmp_path: Path) -> None:
    file = created(tmp_path)
    (path,) = files(tmp_path)
    assert path.name.startswith(f"{SITTING.lesson_id}.AJ_job-1.")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    file.close()


def test_a_live_owners_file_is_left_alone_and_a_dead_ones_adopted(tmp_path: Path) -> None:
    file = created(tmp_path)
    entries = {1: entry(0), 2: entry(1)}
    file.append(entries.items())
    (path,) = files(tmp_path)
    assert JournalFile.adopt(path) is None

    file.close()
    orphan = JournalFile.adopt(path)
    assert orphan is not None
    assert orphan.pending == entries
    assert orphan.lesson_id == str(SITTING.lesson_id)
    assert JournalFile.adopt(path) is None
    orphan.close()


def test_a_file_goes_when_all_of_it_is_acknowledged(tmp_path: Path) -> None:
    file = created(tmp_path)
    file.append([(1, entry(0)), (2, entry(1))])
    file.ack([1])
    file.close()
    (path,) = files(tmp_path)
    orphan = JournalFile.adopt(path)
    assert orphan is not None
    assert list(orphan.pending) == [2]
    orphan.ack([2])
    orphan.close()
    assert files(tmp_path) == []
    assert JournalFile.adopt(path) is None


def test_a_file_removed_between_finding_and_locking_is_not_adopted(tmp_path: Path) -> None:
    file = created(tmp_path)
    (path,) = files(tmp_path)
    file.close()
    assert JournalFile.adopt(path) is None


def test_what_follows_a_cut_line_is_readable(tmp_path: Path) -> None:
    file = created(tmp_path)
    file.append([(1, entry(0)), (2, entry(1))])
    file.close()
    (path,) = files(tmp_path)
    path.write_bytes(path.read_bytes() + entry_line(3, entry(2))[:50])

    orphan = JournalFile.adopt(path)
    assert orphan is not None
    orphan.ack([1])
    orphan.close()
    again = JournalFile.adopt(path)
    assert again is not None
    assert list(again.pending) == [2]
    again.ack([2])
    again.close()
    assert files(tmp_path) == []


def test_what_follows_a_whole_line_without_its_end_is_readable(tmp_path: Path) -> None:
    file = created(tmp_path)
    file.append([(1, entry(0)), (2, entry(1))])
    file.close()
    (path,) = files(tmp_path)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))

    orphan = JournalFile.adopt(path)
    assert orphan is not None
    assert list(orphan.pending) == [1, 2]
    orphan.ack([1])
    orphan.close()
    again = JournalFile.adopt(path)
    assert again is not None
    assert list(again.pending) == [2]
    again.close()


def test_damaged_lines_are_kept_aside_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = created(tmp_path)
    file.append([(1, entry(0)), (2, entry(1))])
    file.close()
    (path,) = files(tmp_path)
    damaged = path.read_bytes().replace(b"Turn 0.", b"Turm 0.", 1)
    path.write_bytes(damaged)

    for _ in range(2):
        orphan = JournalFile.adopt(path)
        assert orphan is not None
        assert list(orphan.pending) == [2]
        orphan.close()
    orphan = JournalFile.adopt(path)
    assert orphan is not None
    orphan.ack([2])
    orphan.close()

    (bad,) = files(tmp_path)
    assert bad.suffix == ".bad"
    assert bad.read_bytes() == damaged.split(b"\n")[0] + b"\n"
    assert stat.S_IMODE(bad.stat().st_mode) == 0o600
    assert "Turm" not in caplog.text
    assert str(SITTING.lesson_id) in {getattr(record, "lesson_id", None) for record in caplog.records}


def test_a_refused_entry_is_kept_aside(tmp_path: Path) -> None:
    file = created(tmp_path)
    file.append([(1, entry(0))])
    file.reject(1, entry(0))
    file.close()
    (bad,) = files(tmp_path)
    assert bad.suffix == ".bad"


@pytest.mark.parametrize("room", [0, 1, 100, 700])
def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, room: int) -> None:
    file = created(tmp_path)
    file.append([(1, entry(0))])
    (path,) = files(tmp_path)
    before = path.read_bytes()
    with disk_full_after(len(before) + room), pytest.raises(OSError, match="File too large"):
        file.append([(2, entry(1)), (3, entry(2))])
    assert path.read_bytes() == before

    file.append([(2, entry(1)), (3, entry(2))])
    file.close()
    orphan = JournalFile.adopt(path)
    assert orphan is not None
    assert list(orphan.pending) == [1, 2, 3]
    orphan.close()


def test_an_acknowledgement_that_the_disk_refuses_is_no_trouble(tmp_path: Path) -> None:
    file = created(tmp_path)
    file.append([(1, entry(0))])
    (path,) = files(tmp_path)
    with disk_full_after(path.stat().st_size):
        file.ack([1])
    file.close()
    assert files(tmp_path) == []


def test_damage_that_cannot_be_kept_aside_stays_in_the_file(tmp_path: Path) -> None:
    file = created(tmp_path)
    file.append([(1, entry(0)), (2, entry(1))])
    file.close()
    (path,) = files(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"Turn 0.", b"Turm 0.", 1))
    path.with_suffix(".bad").mkdir()  # where the damaged line should go

    orphan = JournalFile.adopt(path)
    assert orphan is not None
    orphan.ack(orphan.pending)
    orphan.close()
    assert b"Turm" in path.read_bytes()
