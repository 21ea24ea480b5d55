"""Starting, joining, listing, reading and deleting lessons over HTTP; LiveKit is away, which stops none of it."""

import asyncio
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest

from contract.http import LEARNER_COOKIE, JoinResponse
from contract.lesson import Lesson
from contract.report import Report
from contract.words import AGENT_NAME
from storage.memory import MemoryStorage
from storage.postgres import PostgresStorage
from storage.records import NewLesson
from tests.token_server.serving import NOWHERE, Served, make_settings, served
from tests.token_server.steps import SCENE, say, start

EXPECTED_TO_BE_FOUND = {
    "체크인하기": True,  # the title in the language the lesson was started in
    "Checking in": True,  # the same scene's other title
    "receptionist": True,
    "예약했": True,
    unicodedata.normalize("NFD", "예약했"): True,  # Korean in pieces
    "RESERVATION": True,
    "100%_\\": True,
    "100_": False,  # LIKE would read a pattern
    "r%n": False,
    "수하물": False,
}


async def test_a_stranger_starts_a_lesson_and_is_a_guest_from_then_on(server: Served) -> None:
    answer = await server.http.post("/api/lessons", json={"scenario": SCENE, "level": "B1"})
    assert answer.status_code == 201
    way_in = JoinResponse.model_validate(answer.json())
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{LEARNER_COOKIE}={way_in.learner_token};")
    for part in ("HttpOnly", "SameSite=lax", "Max-Age=31536000", "Path=/"):
        assert part in cookie
    assert "Secure" not in cookie
    assert way_in.server_url == NOWHERE
    assert way_in.room_name.startswith("lesson-")
    claims = jwt.decode(way_in.participant_token, options={"verify_signature": False})
    assert claims["video"]["room"] == way_in.room_name
    assert claims["sub"] == way_in.participant_identity
    assert claims["roomConfig"]["agents"][0]["agentName"] == AGENT_NAME

    listed = (await server.http.get("/api/lessons")).json()
    assert [row["lesson_id"] for row in listed["lessons"]] == [str(way_in.lesson_id)]
    assert listed["lessons"][0]["scenario"] == SCENE
    assert listed["lessons"][0]["status"] == "waiting"


async def test_the_cookie_is_secure_where_the_page_is_served_over_https(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, public_url="https://tutor.example")
    async with served(settings, MemoryStorage()) as server:
        answer = await server.http.post("/api/lessons", json={})
    assert "Secure" in answer.headers["set-cookie"]


async def test_the_browser_is_sent_to_its_own_livekit_url(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, livekit_public_url="wss://rtc.example")
    async with served(settings, MemoryStorage()) as server:
        assert (await start(server.http)).server_url == "wss://rtc.example"


async def test_the_learner_token_works_as_a_bearer_token_too(server: Served) -> None:
    way_in = await start(server.http)
    async with server.stranger() as api:
        headers = {"Authorization": f"Bearer {way_in.learner_token}"}
        answer = await api.get(f"/api/lessons/{way_in.lesson_id}", headers=headers)
    assert answer.status_code == 200
    assert Lesson.model_validate(answer.json()).lesson_id == way_in.lesson_id


async def test_a_bearer_token_counts_before_the_cookie(server: Served) -> None:
    way_in = await start(server.http)
    answer = await server.http.get(
        f"/api/lessons/{way_in.lesson_id}", headers={"Authorization": "Bearer not.ours"}
    )
    assert answer.status_code == 401


@pytest.mark.parametrize("value", [None, "", "not.ours", f"{uuid4()}.AAAA"], ids=repr)
async def test_who_is_nobody_may_read_nothing(server: Served, value: str | None) -> None:
    way_in = await start(server.http)
    headers = {} if value is None else {"Cookie": f"{LEARNER_COOKIE}={value}"}
    async with server.stranger() as nobody:
        for method, path in calls_of(way_in.lesson_id):
            answer = await nobody.request(method, path, headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in"), path
            assert answer.headers["www-authenticate"] == "Bearer"


async def test_who_comes_with_a_forged_cookie_starts_as_a_new_guest(server: Served) -> None:
    forged = f"{uuid4()}.AAAA"
    async with server.stranger() as nobody:
        answer = await nobody.post("/api/lessons", json={}, headers={"Cookie": f"{LEARNER_COOKIE}={forged}"})
    assert answer.status_code == 201
    assert not answer.json()["learner_token"].startswith(forged[:36])


async def test_someone_elses_lesson_is_not_there(server: Served) -> None:
    way_in = await start(server.http)
    async with server.stranger() as other:
        await start(other)
        for method, path in calls_of(way_in.lesson_id):
            if path == "/api/lessons":
                continue
            answer = await other.request(method, path)
            assert (answer.status_code, answer.json()["code"]) == (404, "unknown_lesson"), (method, path)
        continued = await other.post("/api/lessons", json={"continue_lesson_id": str(way_in.lesson_id)})
        assert (continued.status_code, continued.json()["code"]) == (404, "unknown_lesson")
        listed = (await other.get("/api/lessons")).json()
        assert str(way_in.lesson_id) not in str(listed)
    assert (await server.http.get(f"/api/lessons/{way_in.lesson_id}")).json()["status"] == "waiting"


def calls_of(lesson_id: UUID) -> list[tuple[str, str]]:
    return [
        ("GET", "/api/lessons"),
        ("GET", f"/api/lessons/{lesson_id}"),
        ("GET", f"/api/lessons/{lesson_id}/report"),
        ("POST", f"/api/lessons/{lesson_id}/join"),
        ("DELETE", f"/api/lessons/{lesson_id}"),
    ]


async def test_joining_again_gives_a_fresh_token_for_the_same_room_and_identity(server: Served) -> None:
    way_in = await start(server.http)
    answer = await server.http.post(f"/api/lessons/{way_in.lesson_id}/join")
    assert answer.status_code == 200
    again = JoinResponse.model_validate(answer.json())
    assert again.room_name == way_in.room_name
    assert again.participant_identity == way_in.participant_identity
    assert again.lesson_id == way_in.lesson_id


async def test_an_ended_lesson_cannot_be_joined(server: Served) -> None:
    way_in = await start(server.http)
    await server.parts.endings.end(way_in.lesson_id, reason="button")
    answer = await server.http.post(f"/api/lessons/{way_in.lesson_id}/join")
    assert (answer.status_code, answer.json()["code"]) == (409, "lesson_ended")


async def test_a_start_that_died_half_way_is_finished_by_the_join(server: Served) -> None:
    first = await start(server.http)
    lesson_id = uuid4()
    learner_id = UUID(first.participant_identity.removeprefix("learner-"))
    await server.storage.lessons.create(
        NewLesson(lesson_id=lesson_id, learner_id=learner_id, mode="free", title="x")
    )
    joined = await server.http.post(f"/api/lessons/{lesson_id}/join")
    assert joined.status_code == 200
    again = await server.http.post(f"/api/lessons/{lesson_id}/join")
    assert again.json()["room_name"] == joined.json()["room_name"]


async def test_a_new_lesson_ends_the_running_one(server: Served) -> None:
    first = await start(server.http)
    second = await start(server.http, mode="free")
    assert second.lesson_id != first.lesson_id
    ended = (await server.http.get(f"/api/lessons/{first.lesson_id}")).json()
    assert (ended["status"], ended["end_reason"]) == ("ended", "replaced")
    assert (await server.http.get(f"/api/lessons/{second.lesson_id}")).json()["status"] == "waiting"


async def test_two_clicks_leave_one_running_lesson(server: Served) -> None:
    await start(server.http)
    await asyncio.gather(*(start(server.http) for _ in range(5)))
    listed = (await server.http.get("/api/lessons")).json()["lessons"]
    assert len(listed) == 6
    assert [row["status"] for row in listed].count("waiting") == 1


async def test_an_ended_lesson_is_continued_in_a_new_room_with_its_turns_and_its_start(
    server: Served,
) -> None:
    first = await start(server.http, scenario=SCENE, voice="ash")
    await say(server, first, "I would like to check in.")
    await server.parts.endings.end(first.lesson_id, reason="button")
    between = await start(server.http, mode="free")

    second = await start(
        server.http, continue_lesson_id=str(first.lesson_id), voice="sage", patience=3, level="C1"
    )
    assert second.lesson_id == first.lesson_id
    assert second.room_name != first.room_name
    assert second.participant_identity == first.participant_identity
    lesson = (await server.http.get(f"/api/lessons/{first.lesson_id}")).json()
    assert (lesson["status"], lesson["end_reason"], lesson["ended_at"]) == ("waiting", None, None)
    assert (lesson["voice"], lesson["patience"], lesson["scenario"]) == ("sage", "3", SCENE)
    assert [turn["text"] for turn in lesson["turns"]] == ["I would like to check in."]
    other = (await server.http.get(f"/api/lessons/{between.lesson_id}")).json()
    assert other["end_reason"] == "replaced"


async def test_continuing_a_lesson_that_still_runs_is_joining_it(server: Served) -> None:
    first = await start(server.http)
    again = await start(server.http, continue_lesson_id=str(first.lesson_id))
    assert (again.lesson_id, again.room_name) == (first.lesson_id, first.room_name)


async def test_a_lesson_shows_its_turns_without_what_only_storage_needs(server: Served) -> None:
    way_in = await start(server.http)
    turn = await say(server, way_in, "Good evening.")
    (shown,) = (await server.http.get(f"/api/lessons/{way_in.lesson_id}")).json()["turns"]
    assert shown["turn_id"] == str(turn.turn_id)
    assert shown["sitting_id"] == str(turn.sitting_id)
    assert not {"pauses", "lesson_id"} & set(shown)


async def test_the_report_is_there_from_the_end_on(server: Served) -> None:
    way_in = await start(server.http)
    early = await server.http.get(f"/api/lessons/{way_in.lesson_id}/report")
    assert (early.status_code, early.json()["code"]) == (404, "not_ready")

    await say(server, way_in, "I would like to check in, please. My name is on the list.")
    await server.parts.endings.end(way_in.lesson_id, reason="button")
    answer = await server.http.get(f"/api/lessons/{way_in.lesson_id}/report")
    assert answer.status_code == 200
    report = Report.model_validate(answer.json())
    assert (report.lesson_id, report.end_reason, report.learner_turns) == (way_in.lesson_id, "button", 1)
    assert report.learner_speech_seconds == 4.0

    await start(server.http, continue_lesson_id=str(way_in.lesson_id))
    reopened = await server.http.get(f"/api/lessons/{way_in.lesson_id}/report")
    assert reopened.json()["code"] == "not_ready", "the old report is not that of the continued lesson"


async def test_the_report_of_a_lesson_whose_tutor_died_in_the_end_is_made_when_asked_for(
    server: Served,
) -> None:
    way_in = await start(server.http)
    await server.storage.lessons.end(way_in.lesson_id, reason="said", at=datetime.now(UTC))
    answer = await server.http.get(f"/api/lessons/{way_in.lesson_id}/report")
    assert answer.status_code == 200
    assert answer.json()["end_reason"] == "said"
    assert await server.storage.reports.get(way_in.lesson_id) is not None


async def test_deleting_a_lesson_leaves_no_trace_of_it(server: Served) -> None:
    way_in = await start(server.http)
    turn = await say(server, way_in, "Please forget this.")
    journal = server.parts.settings.tutor_data_dir / "journal"
    journal.mkdir(parents=True)
    left = journal / f"{way_in.lesson_id}.job.1.jsonl"
    left.write_text("{}\n")

    answer = await server.http.delete(f"/api/lessons/{way_in.lesson_id}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await server.http.get(f"/api/lessons/{way_in.lesson_id}")).status_code == 404
    assert (await server.http.delete(f"/api/lessons/{way_in.lesson_id}")).status_code == 404
    assert await server.storage.turns.get(turn.turn_id) is None
    assert await server.storage.reports.get(way_in.lesson_id) is None
    assert not left.exists()


async def test_the_list_goes_page_by_page_from_the_newest(server: Served) -> None:
    started = [(await start(server.http)).lesson_id for _ in range(5)]
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        page = (await server.http.get("/api/lessons", params=query)).json()
        seen += [row["lesson_id"] for row in page["lessons"]]
        assert page["totals"] == {"lessons": 5, "total_seconds": 0.0, "learner_speech_seconds": 0.0}
        if not page["has_next"]:
            assert page["next_before"] is None
            break
        query["before"] = page["next_before"]
    assert seen == [str(lesson_id) for lesson_id in reversed(started)]


async def test_the_list_finds_a_scene_and_a_word_that_was_said(server: Served) -> None:
    hotel = await start(server.http, scenario=SCENE)
    talk = await start(server.http, mode="free")
    await say(server, talk, "My luggage is lost.")

    async def found(q: str) -> list[str]:
        answer = await server.http.get("/api/lessons", params={"q": q})
        assert answer.status_code == 200
        return [row["lesson_id"] for row in answer.json()["lessons"]]

    assert await found("receptionist") == [str(hotel.lesson_id)]
    assert await found("luggage") == [str(talk.lesson_id)]
    for name in ("자유롭게", "just talk"):  # as its row is called
        assert await found(name) == [str(talk.lesson_id)]
    assert await found("수하물") == []
    assert len(await found("\x00 ")) == 2


async def test_the_list_names_the_lesson_to_go_on_with_whatever_is_sought(server: Served) -> None:
    assert (await server.http.get("/api/lessons")).status_code == 401
    older = await start(server.http, scenario=SCENE)
    await say(server, older, "I would like to check in.")
    newer = await start(server.http, mode="free")
    await say(server, newer, "Hello.")

    async def last() -> str:
        listed = (await server.http.get("/api/lessons", params={"q": "nothing of the kind"})).json()
        assert listed["lessons"] == []
        return str(listed["last"]["lesson_id"])

    assert await last() == str(newer.lesson_id)
    await start(server.http, continue_lesson_id=str(older.lesson_id))
    await server.parts.endings.end(older.lesson_id, reason="button")
    assert await last() == str(older.lesson_id)


async def test_an_hour_has_so_many_starts_in_it(tmp_path: Path) -> None:
    async with served(make_settings(tmp_path, lesson_starts_per_learner=2), MemoryStorage()) as server:
        await start(server.http)  # made the guest, who has started nothing yet
        await start(server.http)
        running = await start(server.http)
        refused = await server.http.post("/api/lessons", json={})
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_lessons")
        wait = refused.json()["retry_after_seconds"]
        assert 3500 < wait <= 3600
        assert int(refused.headers["retry-after"]) == pytest.approx(wait, abs=1)
        still = (await server.http.get(f"/api/lessons/{running.lesson_id}")).json()
        assert still["status"] == "waiting", "a refused start ended the running lesson"
        assert (await server.http.post(f"/api/lessons/{running.lesson_id}/join")).status_code == 200
        server.clock.ahead += 3600
        await start(server.http)


async def test_in_production_loopback_is_counted_like_any_address(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, tutor_env="production", lesson_starts_per_address=1)
    async with served(settings, MemoryStorage()) as server:
        await start(server.http)
        async with server.stranger() as other:
            assert (await other.post("/api/lessons", json={})).status_code == 429
            assert (await other.post("/api/token", json={})).status_code == 429


@pytest.mark.postgres
async def test_the_list_finds_scenes_and_words_in_both_languages(
    tmp_path: Path, storage: PostgresStorage
) -> None:
    async with served(make_settings(tmp_path), storage) as server:
        hotel = await start(server.http, scenario_id="hotel-check-in", locale="ko")
        await say(server, hotel, "예약했어요, I have a reservation. 100%_\\", language="mixed")
        await start(server.http, mode="free")

        async def finds(q: str) -> bool:
            listed = (await server.http.get("/api/lessons", params={"q": q})).json()["lessons"]
            assert [row["lesson_id"] for row in listed] in ([], [str(hotel.lesson_id)])
            return bool(listed)

        assert {q: await finds(q) for q in EXPECTED_TO_BE_FOUND} == EXPECTED_TO_BE_FOUND
