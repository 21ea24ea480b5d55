"""Whatever a dead job left in its journal reaches storage once, in order; what a learner deleted does not come back."""

import asyncio
import tempfile
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract.scenario import Scenario
from contract.words import FIELDS
from storage.errors import StorageUnavailableError
from storage.journal import Journal, forget_lesson, replay_orphans
from storage.journal.entries import EndEntry, Entry, ScenarioEntry, TurnEntry, store
from storage.journal.lines import ack_line, entry_line, read
from storage.memory import MemoryStorage
from storage.records import BuilderProgress, Sitting
from storage.repositories import Storage
from tests.storage.examples import at, new_lesson, new_sitting, new_turn, stored_lesson, stored_sitting
from tests.storage.switched import Crash, SwitchedStorage

LEARNER = UUID(int=1)
LESSON = new_lesson(LEARNER)
SITTING = new_sitting(LESSON.lesson_id)


def scene(revision: int) -> ScenarioEntry:
    return ScenarioEntry(
        lesson_id=LESSON.lesson_id,
        scenario=Scenario(place=f"place {revision}", partner="clerk", goal="buy a ticket"),
        builder=BuilderProgress(
            attempts=revision, asked_fields=FIELDS[: revision % 4], completed=revision > 2
        ),
        title=None if revision % 2 else f"Title {revision}",
        revision=revision,
    )


def end() -> EndEntry:
    return EndEntry(lesson_id=LESSON.lesson_id, sitting_id=SITTING.sitting_id, reason="said", at=at(500))


def turns(*seqs: int) -> list[Entry]:
    return [TurnEntry(turn=new_turn(SITTING, seq)) for seq in seqs]


HISTORY: list[Entry] = [*turns(0), scene(1), *turns(1, 3), scene(2), *turns(2), scene(3), *turns(4), end()]


async def with_lesson(storage: MemoryStorage) -> None:
    await storage.learners.ensure(LEARNER, locale="ko")
    await storage.lessons.create(LESSON)
    await storage.sittings.create(SITTING)


async def seen(storage: MemoryStorage) -> tuple[object, ...]:
    """All that a lesson is, without the times at which it was stored."""
    lesson = await storage.lessons.get(LESSON.lesson_id)
    assert lesson is not None
    return (
        await storage.turns.of_lesson(LESSON.lesson_id),
        *(getattr(lesson, name) for name in ("scenario", "builder", "title", "stage", "status")),
        *(lesson.end_reason, lesson.ended_at, lesson.turn_count, lesson.total_seconds),
        await storage.sittings.current(LESSON.lesson_id),
    )


async def undisturbed(entries: list[Entry]) -> tuple[object, ...]:
    storage = MemoryStorage()
    await with_lesson(storage)
    for entry in entries:
        assert await store(storage, entry) == "stored"
    return await seen(storage)


@st.composite
def deaths(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """Entries written, stored, acknowledged when the job died, and the bytes of its file that were there afterwards."""
    written = draw(st.integers(0, len(HISTORY)))
    stored = draw(st.integers(0, written))
    acked = draw(st.integers(0, stored))
    return written, stored, acked, draw(st.integers(0, len(file_bytes(written, acked))))


def file_bytes(written: int, acked: int) -> bytes:
    lines = [entry_line(number, entry) for number, entry in enumerate(HISTORY[:written], start=1)]
    return b"".join(lines + [ack_line(number) for number in range(1, acked + 1)])


@settings(max_examples=300, deadline=None)
@given(
    death=deaths(),
    crashes=st.lists(
        st.tuples(st.sampled_from(["before", "after"]), st.integers(0, 4), st.integers(0, 14)), max_size=4
    ),
)
def test_a_replay_that_dies_anywhere_any_number_of_times_has_the_effect_of_one(
    death: tuple[int, int, int, int], crashes: list[tuple[str, int, int]]
) -> None:
    written, stored, acked, cut = death
    data = file_bytes(written, acked)[:cut]
    whole = sum(cut >= len(file_bytes(number, 0)) - 1 for number in range(1, written + 1))
    asyncio.run(_die_and_replay(data, stored=stored, whole=whole, crashes=crashes))


async def _die_and_replay(
    data: bytes, *, stored: int, whole: int, crashes: list[tuple[str, int, int]]
) -> None:
    storage = SwitchedStorage()
    await with_lesson(storage)
    for entry in HISTORY[:stored]:
        await store(storage, entry)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / f"{LESSON.lesson_id}.job-1.0123abcd.jsonl"
        path.write_bytes(data)
        for moment, call, torn in crashes:
            storage.switch.writes = 0
            storage.switch.crash_before = call if moment == "before" else None
            storage.switch.crash_after = call if moment == "after" else None
            try:
                await replay_orphans(path.parent, storage)
            except Crash:
                path.write_bytes(_torn(path.read_bytes(), ack_line(call + 1), torn))
        storage.switch.crash_before = storage.switch.crash_after = None
        await replay_orphans(path.parent, storage)
        assert left_in(path.parent) == []
    assert await seen(storage) == await undisturbed(HISTORY[: max(stored, whole)])


def _torn(data: bytes, line: bytes, torn: int) -> bytes:
    """A journal whose owner died while it wrote `line`: after the last whole line, whose end may be missing."""
    whole = data[: read(data).whole_bytes]
    return whole + ((b"" if whole.endswith(b"\n") or not whole else b"\n") + line)[:torn]


async def left_behind(directory: Path, entries: list[Entry], *, owner: str = "job-1") -> None:
    file = Journal(directory, owner=owner).create(entries[0].lesson_id)
    file.append(enumerate(entries, start=1))
    file.close()


def left_in(directory: Path) -> list[Path]:
    return list(directory.iterdir())


async def test_a_directory_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert await replay_orphans(tmp_path / "journal", MemoryStorage()) == 0
    assert await forget_lesson(tmp_path / "journal", LESSON.lesson_id) == 0


async def test_a_journal_reaches_either_storage(storage: Storage, tmp_path: Path) -> None:
    sitting = await stored_sitting(storage)
    lesson_id = sitting.lesson_id
    spoken = [new_turn(sitting, seq) for seq in range(3)]
    entries: list[Entry] = [TurnEntry(turn=turn) for turn in spoken]
    entries.append(scene(3).model_copy(update={"lesson_id": lesson_id}))
    entries.append(EndEntry(lesson_id=lesson_id, sitting_id=sitting.sitting_id, reason="said", at=at(90)))
    await left_behind(tmp_path, entries)
    await storage.turns.save(spoken[:1])

    assert await replay_orphans(tmp_path, storage) == 5
    assert await replay_orphans(tmp_path, storage) == 0
    assert await storage.turns.of_lesson(lesson_id) == spoken
    lesson = await storage.lessons.get(lesson_id)
    assert lesson is not None
    assert (lesson.status, lesson.end_reason, lesson.scenario) == ("ended", "said", scene(3).scenario)
    assert left_in(tmp_path) == []


async def test_an_outage_in_the_middle_leaves_the_rest_for_the_next_time(tmp_path: Path) -> None:
    storage = SwitchedStorage()
    await with_lesson(storage)
    await left_behind(tmp_path, HISTORY)
    storage.switch.away = True
    with pytest.raises(StorageUnavailableError):
        await replay_orphans(tmp_path, storage)
    storage.switch.away = False
    assert await replay_orphans(tmp_path, storage) == len(HISTORY)
    assert await seen(storage) == await undisturbed(HISTORY)


async def test_two_replays_at_once_do_the_work_once(tmp_path: Path) -> None:
    storage = SwitchedStorage()
    await with_lesson(storage)
    await left_behind(tmp_path, HISTORY)
    counts = await asyncio.gather(*(replay_orphans(tmp_path, storage) for _ in range(4)))
    assert sorted(counts) == [0, 0, 0, len(HISTORY)]


async def test_turns_of_a_job_that_was_away_follow_those_of_the_job_that_took_over(tmp_path: Path) -> None:
    storage = MemoryStorage()
    await with_lesson(storage)
    away, took_over = turns(0, 1, 2), turns(1, 2)
    await store(storage, away[0])
    for entry in took_over:
        await store(storage, entry)
    await left_behind(tmp_path, away)

    await replay_orphans(tmp_path, storage)
    stored = await storage.turns.of_lesson(LESSON.lesson_id)
    assert [turn.seq for turn in stored] == [0, 1, 2, 3, 4]
    ids = [entry.turn.turn_id for entry in (away[0], *took_over, *away[1:]) if isinstance(entry, TurnEntry)]
    assert [turn.turn_id for turn in stored] == ids


async def test_a_late_end_and_an_old_scene_leave_a_continued_lesson_alone(tmp_path: Path) -> None:
    storage = MemoryStorage()
    await with_lesson(storage)
    await left_behind(tmp_path, [scene(2), end()])
    await store(storage, scene(3))
    await storage.lessons.end(LESSON.lesson_id, reason="worker_lost", at=at(400))
    await storage.lessons.reopen(LESSON.lesson_id)
    second = await stored_sitting(storage, LESSON.lesson_id)

    await replay_orphans(tmp_path, storage)
    lesson = await storage.lessons.get(LESSON.lesson_id)
    assert lesson is not None
    assert (lesson.status, lesson.scenario) == ("waiting", scene(3).scenario)
    assert await storage.sittings.current(LESSON.lesson_id) == second


async def test_entries_of_a_deleted_lesson_are_dropped(tmp_path: Path) -> None:
    storage = MemoryStorage()
    await with_lesson(storage)
    await left_behind(tmp_path, HISTORY)
    await storage.lessons.delete(LESSON.lesson_id)

    assert await replay_orphans(tmp_path, storage) == 0
    assert left_in(tmp_path) == []
    assert await storage.lessons.get(LESSON.lesson_id) is None


async def test_an_entry_that_storage_refuses_is_kept_aside_and_the_rest_stored(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    storage = MemoryStorage()
    await with_lesson(storage)
    homeless = TurnEntry(turn=new_turn(new_sitting(LESSON.lesson_id), 1, text="my secret"))
    await left_behind(tmp_path, [homeless, *turns(0)])

    assert await replay_orphans(tmp_path, storage) == 1
    (bad,) = left_in(tmp_path)
    assert bad.suffix == ".bad"
    assert b"my secret" in bad.read_bytes()
    assert "my secret" not in caplog.text
    assert "storage refused a journal entry" in caplog.text


async def test_what_was_kept_aside_goes_with_its_lesson(tmp_path: Path) -> None:
    storage = MemoryStorage()
    await with_lesson(storage)
    homeless = TurnEntry(turn=new_turn(new_sitting(LESSON.lesson_id), 1))
    await left_behind(tmp_path, [homeless])
    await replay_orphans(tmp_path, storage)
    await replay_orphans(tmp_path, storage)
    assert [path.suffix for path in left_in(tmp_path)] == [".bad"]

    await storage.learners.delete(LEARNER)
    await replay_orphans(tmp_path, storage)
    assert left_in(tmp_path) == []


async def test_a_file_that_cannot_be_opened_does_not_hide_the_others(tmp_path: Path) -> None:
    storage = MemoryStorage()
    await with_lesson(storage)
    (tmp_path / "not-a-file.jsonl").mkdir()
    await left_behind(tmp_path, turns(0))
    assert await replay_orphans(tmp_path, storage) == 1


@pytest.mark.parametrize("owner", ["dead", "alive"])
async def test_a_forgotten_lesson_does_not_come_back(tmp_path: Path, owner: str) -> None:
    storage = MemoryStorage()
    await with_lesson(storage)
    other: Sitting = await stored_sitting(storage, await stored_lesson(storage))
    kept = TurnEntry(turn=new_turn(other, 0))
    await left_behind(tmp_path, [kept], owner="job-2")
    file = Journal(tmp_path, owner="job-1").create(LESSON.lesson_id)
    file.append([(1, turns(0)[0])])
    file.reject(1, turns(0)[0])
    file.append([(2, turns(1)[0])])
    if owner == "dead":
        file.close()

    held = [path.open("rb") for path in left_in(tmp_path) if path.name.startswith(str(LESSON.lesson_id))]
    assert await forget_lesson(tmp_path, LESSON.lesson_id) == 2
    assert [handle.read() for handle in held] == [b"", b""], (
        "bytes stay on disk as long as somebody holds the file"
    )
    for handle in held:
        handle.close()
    if owner == "alive":
        file.append([(3, turns(2)[0])])
        file.ack([2])
        file.close()

    assert [path.name.partition(".")[0] for path in left_in(tmp_path)] == [str(other.lesson_id)]
    assert await replay_orphans(tmp_path, storage) == 1
    assert await storage.turns.of_lesson(LESSON.lesson_id) == []
