from pathlib import Path

import pytest

from contract.http import Readiness
from storage.errors import StorageUnavailableError
from storage.memory import MemoryStorage
from tests.fixtures.livekit import LiveKitServer
from tests.token_server.serving import Served, make_settings, served


async def readiness_of(server: Served) -> tuple[int, Readiness]:
    answer = await server.http.get("/readyz")
    return answer.status_code, Readiness.model_validate(answer.json())


async def test_the_process_is_up_whatever_else_is_not(server: Served) -> None:
    answer = await server.http.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})


async def test_not_ready_says_why_part_by_part(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(_: object) -> None:
        raise StorageUnavailableError("Postgres cannot be reached: ConnectionRefusedError")

    monkeypatch.setattr(MemoryStorage, "ping", away)
    status, found = await readiness_of(server)
    assert (status, found.ok) == (503, False)
    assert found.parts["postgres"].reason == "Postgres cannot be reached: ConnectionRefusedError"
    assert found.parts["livekit"].reason == "LiveKit did not answer: ClientConnectorError"
    assert "no worker" in str(found.parts["worker"].reason)


async def test_ready_when_storage_livekit_and_a_worker_with_room_are_there(
    tmp_path: Path, livekit_server: LiveKitServer
) -> None:
    async with served(make_settings(tmp_path, livekit=livekit_server), MemoryStorage()) as server:
        await server.storage.workers.beat("w1", has_room=False, running_lessons=20)
        status, found = await readiness_of(server)
        assert (status, found.parts["livekit"].ok, found.parts["worker"].ok) == (503, True, False)
        await server.storage.workers.beat("w1", has_room=True, running_lessons=19)
        status, found = await readiness_of(server)
    assert (status, found.ok) == (200, True)
    assert all(check.reason is None for check in found.parts.values())


async def test_a_key_that_livekit_does_not_take_is_named(
    tmp_path: Path, livekit_server: LiveKitServer
) -> None:
    settings = make_settings(
        tmp_path, livekit=livekit_server, livekit_api_secret="another-secret-of-32-characters-or-more"
    )
    async with served(settings, MemoryStorage()) as server:
        _, found = await readiness_of(server)
    assert found.parts["livekit"].reason == "LiveKit does not take LIVEKIT_API_KEY and its secret"


async def test_metrics_name_routes_and_modes_and_no_id(server: Served) -> None:
    lesson_id = (await server.http.post("/api/lessons", json={"mode": "free"})).json()["lesson_id"]
    await server.http.get(f"/api/lessons/{lesson_id}")
    await server.http.get("/some/page")
    await server.http.request("PROPFIND", "/some/page")
    answer = await server.http.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert 'tutor_lesson_starts_total{mode="free"} 1.0' in answer.text
    line = 'tutor_http_requests_total{method="GET",route="/api/lessons/{lesson_id}",status="200"} 1.0'
    assert line in answer.text
    assert 'route="page"' in answer.text
    assert 'method="other"' in answer.text
    assert lesson_id not in answer.text
