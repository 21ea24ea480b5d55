"""A lesson's words reach storage in order, whatever disk and storage do meanwhile; the caller never waits for storage."""

import asyncio
import contextlib
import os
import resource
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from contract.scenario import Scenario
from contract.turn import StoredTurn
from storage.durable import DurableLesson, DurableTimes
from storage.journal import Journal, forget_lesson, replay_orphans
from storage.records import BuilderProgress, Sitting
from storage.repositories import Storage
from tests.fixtures.waiting import until
from tests.storage.examples import at, new_sitting, new_turn, stored_sitting
from tests.storage.switched import SwitchedStorage

Disk = Callable[[Path], contextlib.AbstractContextManager[Path]]
QUICK = DurableTimes(late=0.05, first_retry=0.005, longest_retry=0.02)


class Told:
    """What a lesson's owner was told."""

    def __init__(self) -> None:
        self.delayed: list[bool] = []
        self.disk: list[OSError] = []


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def storage() -> SwitchedStorage:
    return SwitchedStorage()


@pytest.fixture
async def sitting(storage: SwitchedStorage) -> Sitting:
    return await stored_sitting(storage)


@pytest.fixture
async def durable(
    storage: SwitchedStorage, sitting: Sitting, told: Told, tmp_path: Path
) -> AsyncIterator[DurableLesson]:
    lesson = durable_lesson(storage, sitting, told, tmp_path / "journal")
    yield lesson
    await lesson.aclose()


def durable_lesson(
    storage: Storage,
    sitting: Sitting,
    told: Told,
    directory: Path,
    *,
    epoch: int = 1,
    times: DurableTimes = QUICK,
) -> DurableLesson:
    return DurableLesson(
        Journal(directory, owner=f"job-{epoch}"),
        storage,
        sitting.lesson_id,
        sitting_id=sitting.sitting_id,
        epoch=epoch,
        on_delayed=told.delayed.append,
        on_journal_failed=told.disk.append,
        times=times,
    )


def some_turns(sitting: Sitting, count: int) -> list[StoredTurn]:
    return [new_turn(sitting, seq) for seq in range(count)]


def journals(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "journal").glob("*"))


async def test_what_is_saved_is_stored_in_order_and_the_journal_goes(
    storage: SwitchedStorage, sitting: Sitting, durable: DurableLesson, told: Told, tmp_path: Path
) -> None:
    turns = some_turns(sitting, 3)
    hotel = Scenario(place="hotel", partner="receptionist", goal="check in")
    await durable.save_turn(turns[0])
    await durable.save_scenario(Scenario(place="hotel"), BuilderProgress(attempts=1), None)
    await durable.save_turn(turns[1])
    await durable.save_scenario(hotel, BuilderProgress(completed=True), "Check in")
    await durable.save_turn(turns[2])
    await durable.end("said", at(60))

    assert await durable.flush(5)
    lesson = await storage.lessons.get(sitting.lesson_id)
    assert lesson is not None
    assert (lesson.scenario, lesson.title, lesson.status, lesson.end_reason) == (
        hotel,
        "Check in",
        "ended",
        "said",
    )
    assert await storage.turns.of_lesson(sitting.lesson_id) == turns
    await durable.aclose()
    assert journals(tmp_path) == []
    assert told.delayed == []
    assert told.disk == []


async def test_a_lesson_without_words_leaves_no_file(durable: DurableLesson, tmp_path: Path) -> None:
    assert await durable.flush(0)
    await durable.aclose()
    await durable.aclose()
    assert journals(tmp_path) == []


async def test_a_save_is_on_disk_when_it_returns(
    storage: SwitchedStorage, sitting: Sitting, durable: DurableLesson, tmp_path: Path
) -> None:
    storage.switch.away = True
    turn = new_turn(sitting, 0, text="Safe and sound.")
    await durable.save_turn(turn)
    (path,) = journals(tmp_path)
    assert b"Safe and sound." in path.read_bytes()
    assert await storage.turns.of_lesson(sitting.lesson_id) == []


async def test_a_cancelled_caller_loses_nothing_and_changes_no_order(
    storage: SwitchedStorage, sitting: Sitting, durable: DurableLesson
) -> None:
    turns = some_turns(sitting, 4)
    tasks = [asyncio.create_task(durable.save_turn(turn)) for turn in turns]
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert await durable.flush(5)
    assert await storage.turns.of_lesson(sitting.lesson_id) == turns


async def test_an_outage_is_survived_and_told(
    storage: SwitchedStorage, sitting: Sitting, durable: DurableLesson, told: Told
) -> None:
    turns = some_turns(sitting, 5)
    await durable.save_turn(turns[0])
    assert await durable.flush(5)
    storage.switch.away = True
    for turn in turns[1:]:
        await durable.save_turn(turn)
    assert not await durable.flush(0.01)
    await until(lambda: told.delayed == [True], what="on_delayed(True)")
    storage.switch.away = False

    assert await durable.flush(5)
    assert told.delayed == [True, False]
    assert await storage.turns.of_lesson(sitting.lesson_id) == turns


async def test_a_short_hiccup_is_not_told(
    storage: SwitchedStorage, sitting: Sitting, told: Told, tmp_path: Path
) -> None:
    durable = durable_lesson(
        storage, sitting, told, tmp_path, times=DurableTimes(late=30, first_retry=0.005, longest_retry=0.005)
    )
    storage.switch.away = True
    await durable.save_turn(new_turn(sitting, 0))
    assert not await durable.flush(0.03)
    storage.switch.away = False
    assert await durable.flush(5)
    await durable.aclose()
    assert told.delayed == []


async def test_retries_wait_longer_each_time_up_to_the_longest(
    storage: SwitchedStorage, sitting: Sitting, told: Told, tmp_path: Path
) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        storage.switch.away = len(waits) < 6
        await asyncio.sleep(0)

    durable = durable_lesson(storage, sitting, told, tmp_path, times=DurableTimes(sleep=sleep))
    storage.switch.away = True
    await durable.save_turn(new_turn(sitting, 0))
    assert await durable.flush(5)
    await durable.aclose()
    assert waits == [0.2, 0.4, 0.8, 1.6, 2.0, 2.0]


async def test_what_was_not_stored_is_replayed_by_the_next(
    storage: SwitchedStorage, sitting: Sitting, durable: DurableLesson, tmp_path: Path
) -> None:
    turns = some_turns(sitting, 4)
    await durable.save_turn(turns[0])
    assert await durable.flush(5)
    storage.switch.away = True
    for turn in turns[1:]:
        await durable.save_turn(turn)
    await durable.end("shutdown", at(60))
    assert await replay_orphans(tmp_path / "journal", storage) == 0, "its owner lives"
    await durable.aclose()
    storage.switch.away = False

    assert await replay_orphans(tmp_path / "journal", storage) == 4
    assert await storage.turns.of_lesson(sitting.lesson_id) == turns
    lesson = await storage.lessons.get(sitting.lesson_id)
    assert lesson is not None
    assert lesson.end_reason == "shutdown"


async def test_a_later_jobs_scene_is_newer_than_any_of_an_earlier_job(
    storage: SwitchedStorage, sitting: Sitting, told: Told, tmp_path: Path
) -> None:
    early = durable_lesson(storage, sitting, told, tmp_path, epoch=1)
    storage.switch.away = True
    for place in ("airport", "station", "bank"):
        await early.save_scenario(Scenario(place=place), BuilderProgress(attempts=1), place)
    await early.aclose()
    storage.switch.away = False
    late = durable_lesson(storage, sitting, told, tmp_path, epoch=2)
    await late.save_scenario(Scenario(place="hotel"), BuilderProgress(attempts=2), "hotel")
    assert await late.flush(5)

    assert await replay_orphans(tmp_path, storage) == 3
    lesson = await storage.lessons.get(sitting.lesson_id)
    assert lesson is not None
    assert (lesson.scenario.place, lesson.title, lesson.builder.attempts) == ("hotel", "hotel", 2)
    await late.aclose()


async def test_a_deleted_lessons_entries_are_dropped_and_its_files_gone(
    storage: SwitchedStorage, sitting: Sitting, durable: DurableLesson, tmp_path: Path
) -> None:
    storage.switch.away = True
    await durable.save_turn(new_turn(sitting, 0))
    await storage.lessons.delete(sitting.lesson_id)
    assert await forget_lesson(tmp_path / "journal", sitting.lesson_id) == 1
    storage.switch.away = False
    await durable.save_turn(new_turn(sitting, 1))

    assert await durable.flush(5)
    await durable.aclose()
    assert journals(tmp_path) == []


async def test_an_entry_that_storage_refuses_does_not_hold_up_the_next(
    storage: SwitchedStorage, sitting: Sitting, durable: DurableLesson, tmp_path: Path
) -> None:
    homeless = new_turn(new_sitting(sitting.lesson_id), 0, text="Where do I belong?")
    good = new_turn(sitting, 1)
    await durable.save_turn(homeless)
    await durable.save_turn(good)
    assert await durable.flush(5)
    await durable.aclose()

    assert await storage.turns.of_lesson(sitting.lesson_id) == [good]
    (bad,) = journals(tmp_path)
    assert bad.suffix == ".bad"
    assert b"Where do I belong?" in bad.read_bytes()


async def test_only_turns_of_the_lesson_are_taken_and_none_after_closing(
    durable: DurableLesson, sitting: Sitting, storage: SwitchedStorage
) -> None:
    other = await stored_sitting(storage)
    with pytest.raises(ValueError, match=str(other.lesson_id)):
        await durable.save_turn(new_turn(other, 0))
    await durable.aclose()
    with pytest.raises(RuntimeError, match="closed"):
        await durable.save_turn(new_turn(sitting, 0))


async def test_a_listener_that_fails_does_not_stop_the_storing(
    storage: SwitchedStorage, sitting: Sitting, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("my secret")

    durable = DurableLesson(
        Journal(tmp_path / "file", owner="job"),
        storage,
        sitting.lesson_id,
        sitting_id=sitting.sitting_id,
        epoch=1,
        on_delayed=fails,
        on_journal_failed=fails,
        times=QUICK,
    )
    (tmp_path / "file").write_text("a file where the directory should be")
    storage.switch.away = True
    await durable.save_turn(new_turn(sitting, 0))
    await until(lambda: caplog.text.count("a listener failed") == 2, what="both listeners called")
    storage.switch.away = False
    assert await durable.flush(5)
    await durable.save_turn(new_turn(sitting, 1))
    assert await durable.flush(5)
    await durable.aclose()
    assert len(await storage.turns.of_lesson(sitting.lesson_id)) == 2
    assert "my secret" not in caplog.text


# The disk's trouble. Each gives a directory and, on leaving, a disk that works again.


@contextlib.contextmanager
def a_file_where_the_directory_should_be(tmp_path: Path) -> Iterator[Path]:
    blocker = tmp_path / "journal"
    blocker.write_text("")
    yield blocker
    blocker.unlink()


@contextlib.contextmanager
def files_that_cannot_grow(tmp_path: Path) -> Iterator[Path]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, hard))
    try:
        yield tmp_path / "journal"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextlib.contextmanager
def a_full_disk(tmp_path: Path) -> Iterator[Path]:
    directory = tmp_path / "journal"
    directory.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(directory)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("mounting a small tmpfs needs root and its capabilities")
    try:
        fill(directory / "filler")
        yield directory
        (directory / "filler").unlink()
    finally:
        subprocess.run(["umount", "--lazy", str(directory)], check=True)


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.tell() < 1 << 20:
            file.write(b"x" * os.sysconf("SC_PAGE_SIZE"))
    assert path.stat().st_size < 1 << 20, "the disk is not full"


DISKS = [a_file_where_the_directory_should_be, files_that_cannot_grow, a_full_disk]


@pytest.mark.parametrize("disk", DISKS)
async def test_without_a_disk_the_lesson_goes_on_and_is_stored(
    storage: SwitchedStorage, sitting: Sitting, told: Told, tmp_path: Path, disk: Disk
) -> None:
    turns = some_turns(sitting, 4)
    with disk(tmp_path) as directory:
        durable = durable_lesson(storage, sitting, told, directory)
        await durable.save_turn(turns[0])
        assert await durable.flush(5)
        storage.switch.away = True
        for turn in turns[1:]:
            await durable.save_turn(turn)
        assert not await durable.flush(0.05)
        storage.switch.away = False
        assert await durable.flush(5)
        await durable.aclose()

    assert await storage.turns.of_lesson(sitting.lesson_id) == turns
    assert len(told.disk) == 1, "told once"
    assert told.delayed == [True, False]


async def test_a_disk_that_works_again_gets_what_it_refused(
    storage: SwitchedStorage, sitting: Sitting, told: Told, tmp_path: Path
) -> None:
    turns = some_turns(sitting, 3)
    storage.switch.away = True
    with files_that_cannot_grow(tmp_path) as directory:
        durable = durable_lesson(storage, sitting, told, directory)
        await durable.save_turn(turns[0])
        await durable.save_turn(turns[1])
    await durable.save_turn(turns[2])
    await durable.aclose()
    storage.switch.away = False

    assert await replay_orphans(directory, storage) == 3
    assert await storage.turns.of_lesson(sitting.lesson_id) == turns
    assert len(told.disk) == 1


async def test_what_neither_disk_nor_storage_took_is_counted_in_the_log(
    storage: SwitchedStorage, sitting: Sitting, told: Told, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    storage.switch.away = True
    with a_file_where_the_directory_should_be(tmp_path) as directory:
        durable = durable_lesson(storage, sitting, told, directory)
        await durable.save_turn(new_turn(sitting, 0, text="my secret"))
        await durable.aclose()
    (record,) = [record for record in caplog.records if "neither stored nor on disk" in record.message]
    assert record.__dict__["entries"] == 1
    assert "my secret" not in caplog.text


@pytest.mark.parametrize("disk", ["shared with who deletes", "another machine's"])
async def test_of_a_lesson_deleted_meanwhile_nothing_stays_on_a_living_jobs_disk(
    storage: SwitchedStorage, sitting: Sitting, durable: DurableLesson, tmp_path: Path, disk: str
) -> None:
    journal = tmp_path / "journal"
    await durable.save_turn(new_turn(sitting, 0))
    assert await durable.flush(5)
    storage.switch.away = True
    await durable.save_turn(new_turn(sitting, 1))
    storage.switch.away = False
    await storage.lessons.delete(sitting.lesson_id)
    if disk == "shared with who deletes":
        assert await forget_lesson(journal, sitting.lesson_id) == 1
    await durable.save_turn(new_turn(sitting, 2))
    assert await durable.flush(5)
    await durable.end("button", at(90))
    await durable.save_turn(new_turn(sitting, 3))
    assert await durable.flush(5)

    assert list(journal.iterdir()) == []
    assert await storage.turns.of_lesson(sitting.lesson_id) == []


async def test_a_job_that_never_wrote_makes_no_file_for_a_lesson_that_is_gone(
    storage: SwitchedStorage, sitting: Sitting, durable: DurableLesson, tmp_path: Path
) -> None:
    await storage.lessons.delete(sitting.lesson_id)
    for seq in range(3):
        await durable.save_turn(new_turn(sitting, seq))
        assert await durable.flush(5)
        assert list((tmp_path / "journal").iterdir()) == []
