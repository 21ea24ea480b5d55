"""What a client can get wrong: each has its code and its field, and tells nothing else."""

import asyncio
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from storage.errors import StorageUnavailableError
from storage.memory import MemoryStorage
from storage.memory.learners import MemoryLearners
from storage.memory.lessons import MemoryLessons
from tests.token_server.serving import Served, make_settings, served

JSON = {"Content-Type": "application/json"}
LONG = "가" * 81


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        pytest.param({"mood": "free"}, 422, "unknown_field", "mood", id="an unknown field"),
        pytest.param(
            {"scenario": {"where": "x"}}, 422, "unknown_field", "scenario.where", id="inside another"
        ),
        pytest.param({"mode": "chat"}, 422, "invalid", "mode", id="an unknown mode"),
        pytest.param({"mode": 5}, 422, "invalid", "mode", id="a wrong type"),
        pytest.param({"scenario": "hotel"}, 422, "invalid", "scenario", id="a text for an object"),
        pytest.param({"scenario": {"place": 7}}, 422, "invalid", "scenario.place", id="a number for a text"),
        pytest.param({"scenario": {"place": LONG}}, 422, "too_long", "scenario.place", id="81 characters"),
        pytest.param({"scenario": {"goal": " "}}, 422, "invalid", "scenario.goal", id="blanks"),
        pytest.param({"voice": "batman"}, 422, "invalid", "voice", id="an unknown voice"),
        pytest.param({"level": "D1"}, 422, "invalid", "level", id="an unknown level"),
        pytest.param({"patience": 4}, 422, "invalid", "patience", id="more patience than there is"),
        pytest.param({"patience": True}, 422, "invalid", "patience", id="true is not 1"),
        pytest.param({"locale": "fr"}, 422, "invalid", "locale", id="an unknown language"),
        pytest.param({"continue_lesson_id": "7"}, 422, "invalid", "continue_lesson_id", id="not a uuid"),
        pytest.param({"scenario_id": "x" * 81}, 422, "too_long", "scenario_id", id="a long id"),
        pytest.param({"scenario_id": "none"}, 422, "unknown_scenario", "scenario_id", id="an unknown scene"),
        pytest.param([], 422, "invalid", None, id="a list"),
        pytest.param("free", 422, "invalid", None, id="a text"),
        pytest.param(None, 422, "invalid", None, id="null"),
    ],
)
async def test_start(server: Served, body: Any, status: int, code: str, field: str | None) -> None:
    answer = await server.http.post("/api/lessons", content=json.dumps(body), headers=JSON)
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert problem.get("field") == field
    assert "set-cookie" not in answer.headers
    assert LONG not in answer.text


@pytest.mark.parametrize(
    ("content", "headers", "status", "code"),
    [
        pytest.param(b"{", JSON, 400, "bad_json", id="half an object"),
        pytest.param(b"{'mode': 'free'}", JSON, 400, "bad_json", id="Python, not JSON"),
        pytest.param(b"\xff\xfe", JSON, 400, "bad_json", id="no UTF-8"),
        pytest.param(b"[" * 60_000, JSON, 400, "bad_json", id="deeply nested"),
        pytest.param(b'{"scenario_id": "\\ud800"}', JSON, 400, "bad_json", id="half a character"),
        pytest.param(
            b"{}", {"Content-Type": "text/plain"}, 415, "wrong_content_type", id="a simple form post"
        ),
        pytest.param(b"{}", {}, 415, "wrong_content_type", id="no content type"),
        pytest.param(b" " * 65_537, JSON, 413, "body_too_large", id="one byte too many"),
    ],
)
@pytest.mark.parametrize("path", ["/api/lessons", "/api/token"])
async def test_bodies(
    server: Served, path: str, content: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    answer = await server.http.post(path, content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_64_kib_are_not_too_many_and_json_may_name_its_charset(server: Served) -> None:
    body = b"{}" + b" " * (65_536 - 2)
    headers = {"Content-Type": "application/json; charset=utf-8"}
    assert (await server.http.post("/api/lessons", content=body, headers=headers)).status_code == 201


async def test_no_body_is_an_empty_wish(server: Served) -> None:
    assert (await server.http.post("/api/lessons")).status_code == 201


async def test_a_body_in_chunks_without_a_length_is_measured_too(server: Served) -> None:
    async def chunks() -> Any:
        for _ in range(70):
            yield b" " * 1024

    answer = await server.http.post("/api/lessons", content=chunks(), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_a_body_that_trickles_in_is_not_waited_for(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("token_server.bodies.BODY_SECONDS", 0.2)
    host, port = server.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /api/lessons HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    answer = await asyncio.wait_for(reader.readuntil(b"}"), 5)
    writer.close()
    await writer.wait_closed()
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"body_too_slow" in answer


@pytest.mark.parametrize(
    ("method", "path", "status", "code", "field"),
    [
        pytest.param("GET", "/api/lessons/7", 422, "invalid", "lesson_id", id="not a uuid"),
        pytest.param("DELETE", "/api/lessons/7", 422, "invalid", "lesson_id", id="not a uuid, deleting"),
        pytest.param(
            "GET",
            "/api/lessons/0e22d9b6-056d-4df1-bbba-490598660ea5",
            404,
            "unknown_lesson",
            "lesson_id",
            id="unknown",
        ),
        pytest.param("GET", "/api/lessons?limit=0", 422, "invalid", "limit", id="no page"),
        pytest.param("GET", "/api/lessons?limit=101", 422, "invalid", "limit", id="a large page"),
        pytest.param("GET", "/api/lessons?limit=x", 422, "invalid", "limit", id="no number"),
        pytest.param("GET", "/api/lessons?before=yesterday", 422, "invalid", "before", id="no time"),
        pytest.param(
            "GET", "/api/lessons?before=2026-01-01T00:00:00", 422, "invalid", "before", id="no zone"
        ),
        pytest.param("GET", f"/api/lessons?q={'x' * 201}", 422, "too_long", "q", id="a long search"),
        pytest.param("GET", "/api/nothing", 404, "not_found", None, id="no such call"),
        pytest.param("POST", "/api/nothing", 404, "not_found", None, id="no such call, posting"),
        pytest.param("PUT", "/api/lessons", 405, "method_not_allowed", None, id="no such method"),
        pytest.param("GET", "/api/token", 405, "method_not_allowed", None, id="a token by GET"),
        pytest.param("GET", "/livekit/webhook", 405, "method_not_allowed", None, id="a webhook by GET"),
    ],
)
async def test_paths_and_queries(
    server: Served, method: str, path: str, status: int, code: str, field: str | None
) -> None:
    await server.http.post("/api/lessons", json={})
    answer = await server.http.request(method, path)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["code"], answer.json().get("field")) == (status, code, field)


@pytest.mark.parametrize("path", ["/api/lessons", "/api/token"])
async def test_a_strangers_page_cannot_act_for_a_learner(server: Served, path: str) -> None:
    answer = await server.http.post(path, json={}, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, answer.json()["code"]) == (403, "origin_not_allowed")
    own = await server.http.post(path, json={}, headers={"Origin": server.url})
    assert own.status_code == 201


async def test_only_listed_origins_are_told_that_they_may_read(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, allowed_origins=("https://school.example",))
    async with served(settings, MemoryStorage()) as server:
        for origin, allowed in (("https://school.example", True), ("https://evil.example", False)):
            asked = {
                "Origin": origin,
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "authorization,content-type",
            }
            preflight = await server.http.options("/api/token", headers=asked)
            assert ("access-control-allow-origin" in preflight.headers) is allowed
            answer = await server.http.post("/api/token", json={}, headers={"Origin": origin})
            assert answer.status_code == (201 if allowed else 403)
            assert answer.headers.get("access-control-allow-origin") == (origin if allowed else None)


async def test_without_listed_origins_no_other_page_may_read(server: Served) -> None:
    answer = await server.http.get("/api/voices", headers={"Origin": "https://school.example"})
    assert "access-control-allow-origin" not in answer.headers


async def test_an_unexpected_error_says_nothing_and_is_logged_without_values(
    server: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a learner said MARKED-SENTENCE")

    monkeypatch.setattr(MemoryLearners, "ensure", broken)
    answer = await server.http.post("/api/lessons", json={"scenario": {"place": "MARKED-PLACE"}})
    assert answer.status_code == 500
    assert answer.json() == {
        "type": "about:blank",
        "title": "Something went wrong here",
        "status": 500,
        "code": "internal",
    }
    assert any(record.exc_info for record in caplog.records)
    assert "MARKED" not in lines_of(caplog)
    assert "RuntimeError" in lines_of(caplog)


async def test_storage_away_is_a_503_with_a_time_to_come_back(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    await server.http.post("/api/lessons", json={})

    async def away(*_: object, **__: object) -> None:
        raise StorageUnavailableError("Postgres cannot be reached: ConnectionRefusedError")

    monkeypatch.setattr(MemoryLearners, "ensure", away)
    monkeypatch.setattr(MemoryLessons, "get", away)
    for answer in (
        await server.http.post("/api/lessons", json={}),
        await server.http.post("/api/token", json={}),
        await server.http.get("/api/lessons/0e22d9b6-056d-4df1-bbba-490598660ea5"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (503, "storage_unavailable")
        assert answer.headers["retry-after"] == "2"


async def test_no_word_of_a_learner_and_no_token_stands_in_a_log_line(
    server: Served, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    marked = {"place": "MARKED-PLACE", "partner": "MARKED-PARTNER", "goal": "MARKED-GOAL"}
    token = (await server.http.post("/api/lessons", json={"scenario": marked})).json()["learner_token"]
    await server.http.post("/api/lessons", json={"mode": "MARKED-MODE", "MARKED-FIELD": 1})
    await server.http.post("/api/lessons", content=b'{"MARKED', headers=JSON)
    await server.http.get("/api/lessons", params={"q": "MARKED-QUERY"})
    await server.http.get("/MARKED-PATH")
    metrics = (await server.http.get("/metrics")).text
    ours = [record for record in caplog.records if record.name.startswith(("token_server", "uvicorn"))]
    assert len(ours) >= 6
    text = "\n".join(format_line(record) for record in ours) + metrics
    assert "MARKED" not in text
    assert token not in text


def format_line(record: logging.LogRecord) -> str:
    from token_server.log import JsonLines

    return JsonLines().format(record)


def lines_of(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(format_line(record) for record in caplog.records)
