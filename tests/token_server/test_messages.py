"""Messages through the token server: who may send one, what becomes of a room, and the answer handed on as it comes."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from contract.http import JoinResponse
from contract.messages import MAX_CLIP_BYTES
from contract.words import EndReason
from storage.memory import MemoryStorage
from tests.agent.messages.recordings import spoken
from tests.agent.messages.serving import SECRET as MESSAGES_SECRET
from tests.agent.messages.serving import messenger
from tests.e2e.lines import RESERVATION
from tests.fixtures.engine_process import EngineProcess, engine_process
from tests.fixtures.livekit import LiveKitServer
from tests.fixtures.waiting import until, until_true
from tests.token_server.people import TutorWorker, learner_in, working
from tests.token_server.serving import SECRET, Served, make_settings, served
from tests.token_server.steps import SCENE, start
from token_server.message_desk import UPLOADS_PER_LEARNER

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with engine_process(tmp_path_factory.mktemp("engine"), grammar=[RESERVATION]) as running:
        yield running


@pytest.fixture
async def server(engine: EngineProcess, tmp_path: Path) -> AsyncIterator[Served]:
    assert SECRET == MESSAGES_SECRET
    storage = MemoryStorage()
    async with (
        messenger(tmp_path, engine_url=engine.url, storage=storage) as behind,
        served(make_settings(tmp_path, messages_url=behind.url), storage) as it,
    ):
        yield it


async def send(
    server: Served, way_in: JoinResponse, *, http: httpx2.AsyncClient | None = None, **given: Any
) -> httpx2.Response:
    query = given.pop("params", {"audio": "none"})
    return await (http or server.http).post(
        f"/api/lessons/{way_in.lesson_id}/messages", params=query, timeout=30, **given
    )


def events(answer: httpx2.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/event-stream")
    blocks = [block for block in answer.text.split("\n\n") if block and not block.startswith(":")]
    found = [json.loads(block.partition("data: ")[2]) for block in blocks]
    assert [block.partition("\n")[0] for block in blocks] == [f"event: {one['type']}" for one in found]
    return found


async def test_a_lesson_begun_for_a_room_goes_on_by_messages(server: Served) -> None:
    way_in = await start(server.http, scenario=SCENE)
    typed = events(await send(server, way_in, json={"text": "I have a reservation."}))
    assert [event["type"] for event in typed][:: len(typed) - 1] == ["message.heard", "message.done"]
    said = events(
        await send(
            server,
            way_in,
            content=spoken(RESERVATION).tobytes(),
            headers={"Content-Type": "audio/pcm;rate=24000"},
        )
    )
    assert said[0]["turn"]["text"] == RESERVATION
    lesson = (await server.http.get(f"/api/lessons/{way_in.lesson_id}")).json()
    assert lesson["status"] == "running"
    assert [turn["source"] for turn in lesson["turns"] if turn["role"] == "learner"] == ["text", "message"]
    sitting = await server.storage.sittings.current(way_in.lesson_id)
    assert sitting is not None
    assert sitting.kind == "messages"
    room = await server.storage.sittings.of_room(way_in.room_name)
    assert room is not None
    assert room.ended_at is not None


async def test_a_message_may_be_sent_again_by_the_id_of_its_turn(server: Served) -> None:
    way_in = await start(server.http, mode="free")
    given: dict[str, Any] = {
        "json": {"text": "Hello."},
        "params": {"audio": "none", "turn_id": str(turn_id := uuid4())},
    }
    assert events(await send(server, way_in, **given))[0]["turn"]["turn_id"] == str(turn_id)
    again = await send(server, way_in, **given)
    assert (again.status_code, again.json()["code"]) == (409, "already_sent")
    assert len(await server.storage.turns.of_lesson(way_in.lesson_id)) == 2


async def test_the_way_back_into_a_room_is_open(server: Served) -> None:
    way_in = await start(server.http, mode="free")
    events(await send(server, way_in, json={"text": "Hello."}))
    again = await server.http.post(f"/api/lessons/{way_in.lesson_id}/join")
    assert again.status_code == 200
    assert again.json()["room_name"] != way_in.room_name
    sitting = await server.storage.sittings.current(way_in.lesson_id)
    assert sitting is not None
    assert (sitting.kind, sitting.room_name) == ("room", again.json()["room_name"])


async def test_the_time_between_two_messages_counts_for_nothing(server: Served) -> None:
    way_in = await start(server.http, mode="free")
    events(await send(server, way_in, json={"text": "Hello."}))
    events(await send(server, way_in, json={"text": "Hello again."}))
    turns = await server.storage.turns.of_lesson(way_in.lesson_id)
    assert len({turn.sitting_id for turn in turns}) == 2


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        pytest.param({"content": b"x" * 100}, 415, "clip_not_audio", id="no recording"),
        pytest.param({"json": {"text": ""}}, 422, "missing", id="no text"),
        pytest.param(
            {"json": {"text": "Hi."}, "params": {"audio": "ogg"}}, 422, "invalid", id="another sound"
        ),
        pytest.param(
            {"json": {"text": "Hi."}, "params": {"turn_id": "1"}}, 422, "invalid", id="no id of a turn"
        ),
        pytest.param(
            {"content": bytes(MAX_CLIP_BYTES + 1), "headers": {"Content-Type": "audio/pcm"}},
            413,
            "clip_too_large",
            id="V1 a byte too many",
        ),
        pytest.param({"content": bytes(MAX_CLIP_BYTES + 100_000)}, 413, "clip_too_large", id="far too large"),
    ],
)
async def test_what_the_tutor_refuses_is_refused_in_its_words(
    server: Served, given: dict[str, Any], status: int, code: str
) -> None:
    way_in = await start(server.http, mode="free")
    answer = await send(server, way_in, **given)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert await server.storage.turns.of_lesson(way_in.lesson_id) == []
    sitting = await server.storage.sittings.current(way_in.lesson_id)
    assert sitting is not None
    assert sitting.room_name == way_in.room_name, "the room is as it was"
    events(await send(server, way_in, json={"text": "Hello."}))


async def test_an_endless_body_is_cut_off(server: Served) -> None:
    way_in = await start(server.http, mode="free")
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 10 * MAX_CLIP_BYTES:
            sent += 1_000_000
            yield bytes(1_000_000)

    try:
        answer = await send(server, way_in, content=endless(), headers={"Content-Type": "audio/pcm"})
    except httpx2.HTTPError:
        pass  # the connection was closed on a client that does not listen while it sends
    else:
        assert (answer.status_code, answer.json()["code"]) == (413, "clip_too_large")
    assert sent < 5 * MAX_CLIP_BYTES
    events(await send(server, way_in, json={"text": "Hello."}))


async def test_only_its_learner_writes_to_a_lesson_that_has_not_ended(server: Served) -> None:
    way_in = await start(server.http, mode="free")
    async with server.stranger() as stranger:
        assert (await send(server, way_in, http=stranger, json={"text": "Hi."})).status_code == 401
        await start(stranger, mode="free")
        other = await send(server, way_in, http=stranger, json={"text": "Hi."})
        assert (other.status_code, other.json()["code"]) == (404, "unknown_lesson")
    origin = await send(server, way_in, json={"text": "Hi."}, headers={"Origin": "https://elsewhere.example"})
    assert (origin.status_code, origin.json()["code"]) == (403, "origin_not_allowed")
    await server.storage.lessons.end(way_in.lesson_id, reason="button", at=datetime.now(UTC))
    ended = await send(server, way_in, json={"text": "Hi."})
    assert (ended.status_code, ended.json()["code"]) == (409, "lesson_ended")


async def test_too_many_messages_wait(engine: EngineProcess, tmp_path: Path) -> None:
    storage = MemoryStorage()
    async with messenger(tmp_path, engine_url=engine.url, storage=storage) as behind:
        settings = make_settings(tmp_path, messages_url=behind.url, messages_per_learner=1)
        async with served(settings, storage) as server:
            way_in = await start(server.http, mode="free")
            events(await send(server, way_in, json={"text": "Hello."}))
            answer = await send(server, way_in, json={"text": "Hello."})
            assert (answer.status_code, answer.json()["code"]) == (429, "too_many_messages")
            assert int(answer.headers["retry-after"]) > 3500


@pytest.mark.parametrize(
    "url", [pytest.param(None, id="not set"), pytest.param("http://127.0.0.1:9", id="nobody there")]
)
async def test_without_the_messages_process_it_is_said(tmp_path: Path, url: str | None) -> None:
    async with served(make_settings(tmp_path, messages_url=url), MemoryStorage()) as server:
        way_in = await start(server.http, mode="free")
        answer = await send(server, way_in, json={"text": "Hello."})
        assert (answer.status_code, answer.json()["code"]) == (503, "messages_unavailable")


async def test_a_second_message_does_not_take_the_tutor_from_the_first(server: Served) -> None:
    way_in = await start(server.http, mode="free")
    events(await send(server, way_in, json={"text": "Hello."}))
    await server.storage.leases.claim(way_in.lesson_id, job_id="messages-another")
    answer = await send(server, way_in, json={"text": "Are you there?"})
    assert (answer.status_code, answer.json()["code"]) == (409, "message_in_progress")


async def test_a_learner_sends_few_messages_at_once(server: Served) -> None:
    way_in = await start(server.http, mode="free")
    finish = asyncio.Event()

    async def crawling() -> AsyncIterator[bytes]:
        yield b"{"
        await finish.wait()
        yield b"}"

    crawls = [
        asyncio.create_task(
            send(server, way_in, content=crawling(), headers={"Content-Type": "application/json"})
        )
        for _ in range(UPLOADS_PER_LEARNER)
    ]
    desk = server.parts.message_desk
    assert desk is not None
    try:
        await until(lambda: desk.uploads.total() == UPLOADS_PER_LEARNER, what="all are on their way")
        answer = await send(server, way_in, json={"text": "Hello."})
        assert (answer.status_code, answer.json()["code"]) == (409, "message_in_progress")
        assert "being sent" in answer.json()["detail"]
    finally:
        finish.set()
        await asyncio.gather(*crawls, return_exceptions=True)
    await until(lambda: not desk.uploads, what="none is on its way")


@pytest.mark.parametrize(
    ("reason", "status"), [("left", 200), ("idle", 200), ("button", 409), ("replaced", 409)]
)
async def test_who_is_still_sending_is_not_gone(
    server: Served, tmp_path: Path, reason: EndReason, status: int
) -> None:
    way_in = await start(server.http, mode="free")
    events(await send(server, way_in, json={"text": "Hello."}))

    async def slow() -> AsyncIterator[bytes]:
        yield b'{"text": '
        await until(lambda: [*tmp_path.glob("**/messages/*")], what="the messages process takes it")
        await server.storage.lessons.end(way_in.lesson_id, reason=reason, at=datetime.now(UTC))
        yield b'"Are you there?"}'

    answer = await send(server, way_in, content=slow(), headers={"Content-Type": "application/json"})
    lesson = (await server.http.get(f"/api/lessons/{way_in.lesson_id}")).json()
    assert answer.status_code == status
    if status == 200:
        assert events(answer)[-1]["type"] == "message.done"
        assert lesson["status"] == "running"
    else:
        assert answer.json()["code"] == "lesson_ended"
        assert (lesson["status"], lesson["end_reason"]) == ("ended", reason)


async def test_a_late_message_does_not_open_a_lesson_beside_another(server: Served, tmp_path: Path) -> None:
    way_in = await start(server.http, mode="free")

    async def slow() -> AsyncIterator[bytes]:
        yield b'{"text": '
        await until(lambda: [*tmp_path.glob("**/messages/*")], what="the messages process takes it")
        await server.storage.lessons.end(way_in.lesson_id, reason="left", at=datetime.now(UTC))
        other = await start(server.http, mode="free")
        assert other.lesson_id != way_in.lesson_id
        yield b'"Are you there?"}'

    answer = await send(
        server,
        way_in,
        content=slow(),
        headers={"Content-Type": "application/json"},
        params={"audio": "none", "leave_room": "true"},
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "lesson_ended")


async def test_a_lesson_by_messages_ends_when_nobody_writes(engine: EngineProcess, tmp_path: Path) -> None:
    storage = MemoryStorage()
    async with messenger(tmp_path, engine_url=engine.url, storage=storage) as behind:
        settings = make_settings(tmp_path, messages_url=behind.url, idle_minutes=1 / 600)
        async with served(settings, storage, with_background=False) as server:
            way_in = await start(server.http, mode="free")
            events(await send(server, way_in, json={"text": "Hello."}))

            async def ended() -> bool:
                server.clock.ahead += 7.0  # leases are trusted after some seconds of good reads
                await server.parts.watcher.round()
                lesson = await storage.lessons.get(way_in.lesson_id)
                return lesson is not None and lesson.end_reason == "idle"

            await until_true(ended, what="the idle lesson has ended")
            report = await server.http.get(f"/api/lessons/{way_in.lesson_id}/report")
            assert report.json()["learner_turns"] == 1


async def test_the_learner_ends_it_by_a_button(server: Served) -> None:
    way_in = await start(server.http, mode="free")
    events(await send(server, way_in, json={"text": "Hello."}))
    for _ in range(2):
        assert (await server.http.post(f"/api/lessons/{way_in.lesson_id}/end")).status_code == 204
    lesson = (await server.http.get(f"/api/lessons/{way_in.lesson_id}")).json()
    assert (lesson["status"], lesson["end_reason"]) == ("ended", "button")
    report = await server.http.get(f"/api/lessons/{way_in.lesson_id}/report")
    assert report.json()["learner_turns"] == 1


async def test_deleting_removes_the_messages(server: Served) -> None:
    way_in = await start(server.http, mode="free")
    events(await send(server, way_in, json={"text": "Hello."}))
    assert (await server.http.delete(f"/api/lessons/{way_in.lesson_id}")).status_code == 204
    assert (await send(server, way_in, json={"text": "Hello."})).status_code == 404


async def test_a_lesson_in_its_room_is_left_there_unless_its_learner_leaves(
    engine: EngineProcess, tmp_path: Path, livekit_server: LiveKitServer
) -> None:
    storage = MemoryStorage()
    async with messenger(tmp_path, engine_url=engine.url, storage=storage) as behind:
        settings = make_settings(tmp_path, livekit=livekit_server, messages_url=behind.url)
        worker = TutorWorker(livekit_server, storage)
        async with served(settings, storage, with_background=True) as server, working(worker):
            way_in = await start(server.http, mode="free")
            async with learner_in(way_in) as learner:
                await until(
                    lambda: learner.tutors() and worker.tutors[0].room.isconnected(),
                    seconds=30,
                    what="a tutor is in the room",
                )
                answer = await send(server, way_in, json={"text": "Hello."})
                assert (answer.status_code, answer.json()["code"]) == (409, "lesson_in_room")
                lease = await storage.leases.get(way_in.lesson_id)
                assert lease is not None
                assert lease.job_id == worker.tutors[0].job_id
                (tutor,) = worker.tutors
                leaving = {"leave_room": "true", "audio": "none"}
                refused = await send(server, way_in, content=b"x" * 100, params=leaving)
                assert (refused.status_code, refused.json()["code"]) == (415, "clip_not_audio")
                sitting = await storage.sittings.current(way_in.lesson_id)
                assert sitting is not None
                assert sitting.room_name == way_in.room_name
                assert not tutor.out.is_set()
                assert not learner.gone.is_set()
                answering = await send(server, way_in, json={"text": "Hello."}, params=leaving)
                assert events(answering)[-1]["type"] == "message.done"
                assert tutor.out.is_set()
                assert learner.gone.is_set()
            turns = await storage.turns.of_lesson(way_in.lesson_id)
            assert [turn.role for turn in turns] == ["learner", "tutor"]
            lesson = await storage.lessons.get(way_in.lesson_id)
            assert lesson is not None
            assert lesson.status == "running"
