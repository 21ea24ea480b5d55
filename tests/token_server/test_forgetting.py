"""Deleting a lesson or the learner removes every trace: in every table of Postgres, in every file, in memory."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from contract.http import LEARNER_COOKIE, JoinResponse
from contract.scenario import Scenario
from contract.turn import StoredTurn
from storage.durable import DurableLesson
from storage.errors import StorageUnavailableError
from storage.journal import Journal, replay_orphans
from storage.journal.entries import TurnEntry
from storage.postgres import open_storage
from storage.records import BuilderProgress, Recording
from storage.repositories import Storage
from tests.fixtures.livekit import LiveKitServer
from tests.fixtures.traces import files_with, tables_with
from tests.fixtures.waiting import until
from tests.token_server.people import TutorWorker, learner_in, working
from tests.token_server.played_engine import PlayedEngine, playing
from tests.token_server.serving import Served, make_settings, served
from tests.token_server.steps import say, start

pytestmark = pytest.mark.postgres

WORD = "zanzibar"  # in everything that the learner to be forgotten says and chooses
MEANING = "잔지바르"  # only in what is kept of a translation
VOICE = b"\xff\xf3 the voice of somebody"  # only in what is kept of a recording


@pytest.fixture
async def played() -> AsyncIterator[PlayedEngine]:
    async with playing(PlayedEngine(translations={f"I dream of {WORD}.": f"{MEANING} 꿈을 꿔요."})) as it:
        yield it


@dataclass
class Kept:
    """A server over Postgres, and where traces could be."""

    server: Served
    database_url: str
    journal: Path

    async def tables_with(self, *needles: object) -> set[str]:
        return await tables_with(self.database_url, *needles)

    def files_with(self, *needles: object) -> set[str]:
        return files_with(self.server.parts.settings.tutor_data_dir, *needles)


@pytest.fixture
async def kept(tmp_path: Path, database_url: str, played: PlayedEngine) -> AsyncIterator[Kept]:
    settings = make_settings(tmp_path, database_url=database_url, openai_base_url=played.url)
    async with (
        contextlib.aclosing(await open_storage(database_url)) as storage,
        served(settings, storage) as server,
    ):
        yield Kept(server, database_url, settings.tutor_data_dir / "journal")


@dataclass
class Told:
    """A lesson full of the word, with all that is made of it."""

    way_in: JoinResponse
    turn: StoredTurn
    tutors: StoredTurn

    @property
    def learner_id(self) -> UUID:
        return UUID(self.way_in.learner_token.partition(".")[0])

    @property
    def needles(self) -> tuple[object, ...]:
        return (WORD, MEANING, VOICE.hex(), self.way_in.lesson_id, self.turn.sitting_id, self.turn.turn_id)


async def told(kept: Kept) -> Told:
    """Ended with a report that waits for delivery, and continued; translated, spoken again, half of it not stored."""
    server = kept.server
    scenario = {"place": f"{WORD} airport", "partner": "pilot", "goal": f"fly to {WORD}"}
    way_in = await start(server.http, scenario=scenario)
    lesson_id = way_in.lesson_id
    await say(server, way_in, f"Is this {WORD}?")
    await server.parts.endings.end(lesson_id, reason="button")
    await server.storage.reports.enqueue_delivery(lesson_id)
    way_in = await start(server.http, continue_lesson_id=str(lesson_id))
    await server.storage.leases.claim(lesson_id, job_id="AJ_1")
    turn = await say(server, way_in, f"I dream of {WORD}.", seq=1)
    voice = Recording(mime_type="audio/mpeg", seconds=1.0, sound=VOICE)
    await server.storage.recordings.put(turn.turn_id, voice)
    tutors = await say(server, way_in, f"What would you do in {WORD}?", seq=2, role="tutor")
    assert (await server.http.post(f"/api/turns/{turn.turn_id}/translation")).status_code == 200
    assert (await server.http.get(f"/api/turns/{tutors.turn_id}/audio")).status_code == 200
    speech = {"text": f"I like {WORD}.", "lesson_id": str(lesson_id)}
    assert (await server.http.post("/api/speech", json=speech)).status_code == 200

    dead = Journal(kept.journal, owner="dead").create(lesson_id)
    waiting = turn.model_copy(update={"turn_id": uuid4(), "seq": 3})
    dead.append([(1, TurnEntry(turn=waiting)), (2, TurnEntry(turn=waiting))])
    dead.reject(2, TurnEntry(turn=waiting))
    dead.close()
    it = Told(way_in, turn, tutors)
    assert await kept.tables_with(WORD) == {"lessons", "turns", "reports"}
    assert await kept.tables_with(MEANING) == {"translations"}
    assert await kept.tables_with(VOICE.hex()) == {"recordings"}
    assert {Path(name).suffix for name in kept.files_with(WORD)} == {".jsonl", ".bad"}
    assert server.parts.sounds._lines.bytes_kept > 0
    return it


async def delete(kept: Kept, what: str, it: Told) -> None:
    path = "/api/learner" if what == "learner" else f"/api/lessons/{it.way_in.lesson_id}"
    answer = await kept.server.http.delete(path)
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize("what", ["lesson", "learner"])
async def test_no_table_no_file_and_no_memory_has_a_trace(kept: Kept, what: str) -> None:
    it = await told(kept)
    async with kept.server.stranger() as other:
        theirs = await start(other, mode="free")
        stays = await say(kept.server, theirs, "I stay.")
        bystander = Journal(kept.journal, owner="dead").create(theirs.lesson_id)
        late = stays.model_copy(update={"turn_id": uuid4(), "seq": 9, "text": "I stay too."})
        bystander.append([(1, TurnEntry(turn=late))])
        bystander.close()

        await delete(kept, what, it)

        assert await kept.tables_with(*it.needles) == set()
        assert kept.files_with(*it.needles) == set()
        assert kept.server.parts.sounds._lines.bytes_kept == 0
        if what == "learner":
            assert await kept.tables_with(it.learner_id) == set()

        await replay_orphans(kept.journal, kept.server.storage)
        assert await kept.tables_with(*it.needles) == set(), "the journal brought it back"
        lesson = (await other.get(f"/api/lessons/{theirs.lesson_id}")).json()
        assert [turn["text"] for turn in lesson["turns"]] == ["I stay.", "I stay too."]


async def test_the_learner_is_nobody_afterwards_and_deleting_again_is_no_error(kept: Kept) -> None:
    it = await told(kept)
    answer = await kept.server.http.delete("/api/learner")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f'{LEARNER_COOKIE}="";')
    for part in ("Max-Age=0", "Path=/", "HttpOnly", "SameSite=lax"):
        assert part in cookie
    assert (await kept.server.http.get("/api/lessons")).json()["code"] == "not_signed_in"

    bearer = {"Authorization": f"Bearer {it.way_in.learner_token}"}
    assert (await kept.server.http.get("/api/lessons", headers=bearer)).json()["lessons"] == []
    assert (await kept.server.http.delete("/api/learner", headers=bearer)).status_code == 204
    assert await kept.tables_with(*it.needles, it.learner_id) == set()
    assert (await start(kept.server.http)).participant_identity != it.way_in.participant_identity


@pytest.mark.parametrize("what", ["lesson", "learner"])
async def test_a_job_that_is_still_running_brings_nothing_back(
    kept: Kept, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds its journal open, has words that Postgres has not seen, and is told more while it leaves."""
    it = await told(kept)
    storage = await open_storage(kept.database_url)
    save, away = storage.turns.save, False

    async def save_or_not(turns: Sequence[StoredTurn]) -> None:
        if away:
            raise StorageUnavailableError("away, by the test's wish")
        await save(turns)

    monkeypatch.setattr(storage.turns, "save", save_or_not)
    durable = DurableLesson(
        Journal(kept.journal, owner="living"),
        storage,
        it.way_in.lesson_id,
        sitting_id=it.turn.sitting_id,
        epoch=2,
        on_delayed=lambda _: None,
    )

    def another(seq: int) -> StoredTurn:
        return it.turn.model_copy(update={"turn_id": uuid4(), "seq": seq})

    await durable.save_turn(another(10))
    assert await durable.flush(5)
    away = True
    await durable.save_turn(another(11))
    held = [path.open("rb") for path in _journals(kept) if ".living." in path.name]
    assert [WORD.encode() in handle.read() for handle in held] == [True]

    await delete(kept, what, it)
    for handle in held:
        handle.seek(0)
        assert WORD.encode() not in handle.read(), "bytes stay on the disk as long as the job has the file"
        handle.close()
    away = False
    await durable.save_turn(another(12))
    await durable.save_scenario(Scenario(place=WORD), BuilderProgress())
    await durable.end("shutdown", it.turn.ended_at)
    assert await durable.flush(5)
    assert kept.files_with(*it.needles) == set()
    await durable.aclose()
    await storage.aclose()
    await replay_orphans(kept.journal, kept.server.storage)
    assert await kept.tables_with(*it.needles) == set()
    assert kept.files_with(*it.needles) == set()


async def test_a_job_that_is_killed_after_its_lesson_was_deleted_leaves_no_words(kept: Kept) -> None:
    it = await told(kept)
    arguments = (kept.database_url, kept.journal, it.way_in.lesson_id, it.turn.sitting_id)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.storage.dying_job",
        *map(str, arguments),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    for _ in range(20):
        await process.stdout.readline()
    await delete(kept, "learner", it)
    for _ in range(20):  # it goes on
        await process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    await process.communicate()

    await replay_orphans(kept.journal, kept.server.storage)
    assert _journals(kept) == []
    assert await kept.tables_with(*it.needles, it.learner_id) == set()


async def test_what_is_being_made_when_it_is_deleted_is_not_kept(kept: Kept, played: PlayedEngine) -> None:
    it = await told(kept)
    more = await say(kept.server, it.way_in, f"I dream of {WORD}.", seq=5)
    played.open.clear()
    before = len(played.asked)
    asking = [
        asyncio.create_task(kept.server.http.post(f"/api/turns/{more.turn_id}/translation")),
        asyncio.create_task(kept.server.http.get(f"/api/turns/{it.tutors.turn_id}/audio?speed=0.5")),
    ]
    await until(lambda: len(played.asked) == before + 2, what="both calls")
    await delete(kept, "lesson", it)
    played.open.set()
    await asyncio.gather(*asking)
    assert await kept.tables_with(*it.needles) == set()
    assert kept.server.parts.sounds._lines.bytes_kept == 0


async def test_a_guest_who_stays_away_leaves_no_trace_either(kept: Kept) -> None:
    it = await told(kept)
    storage: Storage = kept.server.storage
    await kept.server.parts.endings.end(it.way_in.lesson_id, reason="button")
    kept.server.clock.ahead += 700
    connection = await asyncpg.connect(kept.database_url)
    try:
        for column, days in (("last_activity_at", 31), ("removed_at", 8)):
            await connection.execute(f"UPDATE learners SET {column} = now() - interval '{days} days'")
            await kept.server.parts.sweep.once()
    finally:
        await connection.close()
    await replay_orphans(kept.journal, storage)
    assert await kept.tables_with(*it.needles, it.learner_id) == set()
    assert kept.files_with(*it.needles) == set()
    assert kept.server.parts.sounds._lines.bytes_kept == 0


async def test_the_running_lesson_of_a_learner_who_deletes_everything_ends_for_both(
    tmp_path: Path, database_url: str, livekit_server: LiveKitServer
) -> None:
    settings = make_settings(tmp_path, livekit=livekit_server, database_url=database_url)
    async with (
        contextlib.aclosing(await open_storage(database_url)) as storage,
        served(settings, storage) as server,
        working(TutorWorker(livekit_server, storage)) as worker,
    ):
        way_in = await start(server.http, mode="free")
        async with learner_in(way_in) as learner:
            await until(lambda: len(learner.tutors()) == 1, what="a tutor")
            assert (await server.http.delete("/api/learner")).status_code == 204
            await until(learner.gone.is_set, what="the room closed")
            assert learner.told() == ["lesson.ended"]
            await until(worker.tutors[0].out.is_set, what="the tutor out")
            assert not await storage.leases.renew(way_in.lesson_id, job_id=worker.tutors[0].job_id)


def _journals(kept: Kept) -> list[Path]:
    return sorted(kept.journal.iterdir())
