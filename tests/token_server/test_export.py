"""`GET /api/learner/export`: everything that is kept, as one JSON file."""

import json
from base64 import b64decode
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from contract.http import (
    EXPORT_NOTICE,
    ExportedLearner,
    ExportedLesson,
    ExportedRecording,
    ExportedSitting,
    ExportedTranslation,
    LearnerExport,
)
from contract.lesson import LessonSummary
from contract.scenario import Scenario
from contract.turn import StoredTurn
from contract.usage import Use
from storage.errors import StorageUnavailableError
from storage.memory import MemoryStorage
from storage.postgres import PostgresStorage
from storage.records import BuilderProgress, Recording
from tests.token_server.serving import Served, make_settings, served
from tests.token_server.steps import SCENE, say, start
from token_server.export import export_of

# Where each column is in an export, else why it is not in it.
EXPORTED: dict[str, set[str]] = {
    "learners": {*ExportedLearner.model_fields},
    "lessons": {
        *LessonSummary.model_fields,
        *ExportedLesson.model_fields,
        *Scenario.model_fields,
        *(f"builder_{name}" for name in BuilderProgress.__dataclass_fields__),
        "learner_id",
    },
    "sittings": {*ExportedSitting.model_fields, "lesson_id"},
    "turns": {*StoredTurn.model_fields},
    "reports": {"report", "version", "lesson_id"},
    "translations": {*ExportedTranslation.model_fields},
    "recordings": {*ExportedRecording.model_fields, "sound"},
    "usage": {*Use.model_fields, "lesson_id"},
}
LEFT_OUT: dict[str, set[str]] = {
    "learners": {"last_activity_at", "removed_at"},  # asking for the export is activity, and brings back
    # Whose tutor it is, and what the server has yet to do.
    "lessons": {"lease_job_id", "lease_expires_at", "lease_epoch", "report_due", "scenario_revision"},
    # The room, which is gone, and how often a tutor was sent there.
    "sittings": {
        *("room_name", "learner_identity", "dispatched_at", "dispatches", "stored_at", "dispatch_stored_at"),
    },
    "turns": set(),
    "reports": {"turn_count", "computed_at"},
    "translations": set(),
    "recordings": set(),
    "usage": {"job_id"},  # of our process; uses are added up over them
}
NOBODYS = {"workers", "report_deliveries", "schema_migrations"}


@pytest.mark.postgres
async def test_every_column_is_exported_or_left_out_for_a_reason(
    storage: PostgresStorage, database_url: str
) -> None:
    connection = await asyncpg.connect(database_url)
    rows = await connection.fetch(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    )
    await connection.close()
    columns: dict[str, set[str]] = {}
    for row in rows:
        columns.setdefault(row["table_name"], set()).add(row["column_name"])
    assert {*columns} - NOBODYS == {*EXPORTED}
    forgotten = {table: columns[table] - EXPORTED[table] - LEFT_OUT[table] for table in EXPORTED}
    assert {table: names for table, names in forgotten.items() if names} == {}


@pytest.mark.postgres
async def test_everything_of_ones_own_is_in_it_and_nothing_of_others(
    tmp_path: Path, storage: PostgresStorage
) -> None:
    async with served(make_settings(tmp_path), storage) as server:
        ended = await start(server.http, scenario=SCENE, level="B1")
        turn = await say(server, ended, 'I would like to "check in", 부탁해요.', pauses=[0.4])
        await storage.translations.put(turn.turn_id, "ko", "체크인하고 싶어요.")
        spoken = [await say(server, ended, "A room.", seq=seq, source="message") for seq in (1, 2)]
        for one in spoken:
            sound = Recording(mime_type="audio/mpeg", seconds=1.5, sound=one.turn_id.bytes)
            await storage.recordings.put(one.turn_id, sound)
        await server.parts.endings.end(ended.lesson_id, reason="button")
        later = Use(purpose="translation", part="llm", model="m", input_tokens=5)
        await storage.usage.add(ended.lesson_id, "pages", [later])
        running = await start(server.http, mode="build", locale="en")
        tutors = await say(server, running, "What is new?", role="tutor")
        progress = BuilderProgress(attempts=1, asked_fields=("place",), completed=True)
        await storage.lessons.set_scenario(running.lesson_id, Scenario(**SCENE), builder=progress)
        talk = Use(purpose="talk", part="realtime", model="r", input_tokens=7)
        await storage.usage.put(running.lesson_id, "AJ_1", [talk])
        async with server.stranger() as other:
            await say(server, await start(other), "I am somebody else.")
        answer = await server.http.get("/api/learner/export")
        report = (await server.http.get(f"/api/lessons/{ended.lesson_id}/report")).json()

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    assert answer.headers["content-disposition"] == f'attachment; filename="english-tutor-{day}.json"'
    export = LearnerExport.model_validate_json(answer.content)
    assert (export.version, export.made_with_ai, export.notice) == (1, True, EXPORT_NOTICE)
    assert export.learner.learner_id == UUID(ended.learner_token.partition(".")[0])
    assert export.learner.locale == "ko"
    second, first = export.lessons
    assert (second.lesson.lesson_id, second.report, second.turns) == (running.lesson_id, None, [tutors])
    assert (first.lesson.lesson_id, first.lesson.level, first.turns) == (
        ended.lesson_id,
        "B1",
        [turn, *spoken],
    )
    assert first.lesson.scenario.model_dump() == SCENE
    assert first.report is not None
    assert first.report.model_dump(mode="json") == report
    assert (second.locale, second.builder.model_dump()) == (
        "en",
        {"attempts": 1, "asked_fields": ["place"], "completed": True},
    )
    assert second.scenario_completed_at is not None
    assert (first.locale, first.scenario_completed_at) == ("ko", None)
    assert (first.usage.purposes, second.usage.purposes) == ([later], [talk])
    assert [(t.turn_id, t.language, t.text) for t in first.translations] == [
        (turn.turn_id, "ko", "체크인하고 싶어요.")
    ]
    assert [(r.turn_id, r.mime_type, r.seconds, b64decode(r.data)) for r in first.recordings] == [
        (one.turn_id, "audio/mpeg", 1.5, one.turn_id.bytes) for one in spoken
    ]
    assert second.recordings == []
    assert [sitting.ended_at is not None for sitting in first.sittings] == [True]
    assert "somebody else" not in answer.text


async def test_who_has_nothing_gets_an_empty_one_and_who_is_nobody_none(server: Served) -> None:
    assert (await server.http.get("/api/learner/export")).json()["code"] == "not_signed_in"
    headers = {"Authorization": f"Bearer {server.parts.signer.sign(uuid4())}"}
    export = LearnerExport.model_validate_json(
        (await server.http.get("/api/learner/export", headers=headers)).content
    )
    assert (export.lessons, export.learner.created_at) == ([], None)


async def test_a_guest_who_was_hidden_gets_everything_and_is_back(tmp_path: Path) -> None:
    days_ahead = 0.0

    def now() -> datetime:
        return datetime.fromtimestamp(datetime.now(UTC).timestamp() + days_ahead * 86_400, UTC)

    async with served(make_settings(tmp_path), MemoryStorage(now=now)) as server:
        way_in = await start(server.http)
        await server.parts.endings.end(way_in.lesson_id, reason="button")
        days_ahead = 31
        assert await server.storage.learners.purge_guests(idle_days=30) == 1
        export = (await server.http.get("/api/learner/export")).json()
        assert [row["lesson"]["lesson_id"] for row in export["lessons"]] == [str(way_in.lesson_id)]
        assert len((await server.http.get("/api/lessons")).json()["lessons"]) == 1


async def test_it_comes_a_lesson_at_a_time(server: Served) -> None:
    learner_id = UUID((await start(server.http)).learner_token.partition(".")[0])
    for _ in range(3):
        await start(server.http)
    pieces = [piece async for piece in await export_of(server.storage, learner_id, at=datetime.now(UTC))]
    assert len(pieces) == 1 + 2 * 4 + 1
    assert len(json.loads(b"".join(pieces))["lessons"]) == 4


async def test_a_lesson_that_is_deleted_meanwhile_is_left_out(server: Served) -> None:
    first, second = await start(server.http), await start(server.http)
    learner_id = UUID(first.learner_token.partition(".")[0])
    pieces = await export_of(server.storage, learner_id, at=datetime.now(UTC))
    await server.storage.lessons.delete(second.lesson_id)
    export = LearnerExport.model_validate_json(b"".join([piece async for piece in pieces]))
    assert [row.lesson.lesson_id for row in export.lessons] == [first.lesson_id]


async def test_storage_that_is_away_is_said_before_the_file_begins(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start(server.http)

    async def away(_: UUID) -> list[UUID]:
        raise StorageUnavailableError("away")

    monkeypatch.setattr(server.storage.lessons, "ids_of", away)
    answer = await server.http.get("/api/learner/export")
    assert (answer.status_code, answer.json()["code"]) == (503, "storage_unavailable")
