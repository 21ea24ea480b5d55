"""Samples of voices, the tutor's lines again, hints: spoken by the local engine."""

import asyncio
import io
import wave
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from contract.http import LEARNER_COOKIE
from contract.words import VOICES
from lesson.catalogue import catalogue
from storage.memory import MemoryStorage
from storage.records import Recording
from tests.fixtures.waiting import until
from tests.token_server.played_engine import PlayedEngine, playing
from tests.token_server.serving import Served, make_settings, served
from tests.token_server.steps import say, start

LINE = "Good evening, and welcome to the hotel."


@pytest.fixture
async def played() -> AsyncIterator[PlayedEngine]:
    async with playing(PlayedEngine()) as it:
        yield it


@pytest.fixture
async def server(tmp_path: Path, played: PlayedEngine) -> AsyncIterator[Served]:
    async with served(make_settings(tmp_path, openai_base_url=played.url), MemoryStorage()) as it:
        yield it


def seconds_of(answer: httpx2.Response) -> float:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "audio/wav"
    assert int(answer.headers["content-length"]) == len(answer.content)
    with wave.open(io.BytesIO(answer.content)) as reader:
        assert (reader.getnchannels(), reader.getsampwidth(), reader.getframerate()) == (1, 2, 24_000)
        assert any(reader.readframes(reader.getnframes())), "silence"
        return int(reader.getnframes()) / 24_000


@pytest.mark.engine
async def test_a_voice_is_heard_before_it_is_chosen_by_nobody_yet(with_engine: Served) -> None:
    alloy, echo = [await with_engine.http.get(f"/api/voices/{voice}/sample") for voice in ("alloy", "echo")]
    assert 1 < seconds_of(alloy) < 10
    assert 1 < seconds_of(echo) < 10
    assert alloy.content != echo.content
    assert alloy.headers["cache-control"] == "public, max-age=86400"


@pytest.mark.engine
async def test_the_tutors_line_is_heard_again_in_the_lessons_voice_and_slower(with_engine: Served) -> None:
    way_in = await start(with_engine.http, mode="free", voice="echo")
    turn = await say(with_engine, way_in, LINE, role="tutor")
    path = f"/api/turns/{turn.turn_id}/audio"
    usual, slower = await with_engine.http.get(path), await with_engine.http.get(path, params={"speed": 0.75})
    assert seconds_of(slower) == pytest.approx(seconds_of(usual) / 0.75, rel=0.2)
    assert usual.headers["cache-control"] == "no-store"
    spoken = await with_engine.http.post(
        "/api/speech", json={"text": LINE, "lesson_id": str(way_in.lesson_id)}
    )
    other_voice = await with_engine.http.post("/api/speech", json={"text": LINE})
    assert spoken.content == usual.content
    assert seconds_of(other_voice)
    assert other_voice.content != usual.content


async def test_every_voice_has_a_sample_made_once_for_everybody(server: Served, played: PlayedEngine) -> None:
    for _ in range(2):
        for voice in VOICES:
            assert (await server.http.get(f"/api/voices/{voice}/sample")).status_code == 200
    assert [body["voice"] for body in played.asked] == list(VOICES)


async def test_a_key_phrase_is_heard_before_a_first_lesson_and_made_once_for_everybody(
    server: Served, played: PlayedEngine
) -> None:
    phrase = next(iter(catalogue())).key_phrases[0]
    for wish in ({"text": phrase}, {"text": phrase}, {"text": phrase, "speed": 1.0}):
        assert (await server.http.post("/api/speech", json=wish)).status_code == 200
    assert LEARNER_COOKIE not in server.http.cookies, "a phrase makes nobody a guest"
    for wish in ({"text": phrase.upper()}, {"text": phrase, "speed": 0.75}, {"text": "Hi."}):
        assert (await server.http.post("/api/speech", json=wish)).json()["code"] == "not_signed_in"
    await start(server.http)
    assert (await server.http.post("/api/speech", json={"text": phrase})).status_code == 200
    assert [body["input"] for body in played.asked] == [phrase]


async def test_an_unknown_voice_is_told_the_known_ones(server: Served, played: PlayedEngine) -> None:
    answer = await server.http.get("/api/voices/siri/sample")
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
        404,
        "unknown_voice",
        "voice",
    )
    assert all(voice in answer.json()["detail"] for voice in VOICES)
    assert played.asked == []


async def test_a_line_is_made_once_a_speed_and_anew_after_a_while(
    server: Served, played: PlayedEngine
) -> None:
    turn = await say(server, await start(server.http), LINE, role="tutor")
    path = f"/api/turns/{turn.turn_id}/audio"
    played.open.clear()
    asking = [asyncio.create_task(server.http.get(path)) for _ in range(4)]
    await until(lambda: played.asked, what="a call")
    played.open.set()
    assert {answer.status_code for answer in await asyncio.gather(*asking)} == {200}
    for speed in (1, 1.0, 0.75, 0.7501, 1.0):
        assert (await server.http.get(path, params={"speed": speed})).status_code == 200
    assert [body["speed"] for body in played.asked] == [1.0, 0.75]

    server.clock.ahead += 601
    assert (await server.http.get(path)).status_code == 200
    assert len(played.asked) == 3


@pytest.mark.parametrize("speed", ["0.49", "1.51", "nan", "fast", "inf"])
async def test_a_speed_out_of_bounds_is_refused(server: Served, played: PlayedEngine, speed: str) -> None:
    turn = await say(server, await start(server.http), LINE, role="tutor")
    answer = await server.http.get(f"/api/turns/{turn.turn_id}/audio", params={"speed": speed})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "invalid", "speed")
    assert played.asked == []


async def test_ones_own_voice_message_is_heard_as_it_was_recorded_and_by_nobody_else(
    server: Served, played: PlayedEngine
) -> None:
    way_in = await start(server.http)
    kept, other = await say(server, way_in, LINE), await say(server, way_in, LINE, seq=1)
    sound = Recording(mime_type="audio/mpeg", seconds=1.0, sound=b"\xff\xf3 a voice")
    await server.storage.recordings.put(kept.turn_id, sound)
    path = f"/api/turns/{kept.turn_id}/audio"
    heard = await server.http.get(path)
    assert (heard.status_code, heard.content) == (200, sound.sound)
    assert (heard.headers["content-type"], heard.headers["cache-control"]) == ("audio/mpeg", "no-store")
    lesson = (await server.http.get(f"/api/lessons/{way_in.lesson_id}")).json()
    assert lesson["recordings"] == [str(kept.turn_id)]
    slower = await server.http.get(path, params={"speed": 0.75})
    assert (slower.status_code, slower.json()["field"]) == (422, "speed")
    none = await server.http.get(f"/api/turns/{other.turn_id}/audio")
    assert (none.status_code, none.json()["code"]) == (404, "no_recording")
    async with server.stranger() as stranger:
        assert (await stranger.get(path)).json()["code"] == "not_signed_in"
        await start(stranger)
        assert (await stranger.get(path)).json()["code"] == "unknown_turn"
    assert played.asked == []


async def test_only_ones_own_lines_and_of_those_the_tutors_are_heard(
    server: Served, played: PlayedEngine
) -> None:
    way_in = await start(server.http)
    tutors, mine = await say(server, way_in, LINE, role="tutor"), await say(server, way_in, LINE, seq=1)
    refused = await server.http.get(f"/api/turns/{mine.turn_id}/audio")
    assert (refused.status_code, refused.json()["code"]) == (404, "no_recording")
    async with server.stranger() as other:
        path = f"/api/turns/{tutors.turn_id}/audio"
        assert (await other.get(path)).json()["code"] == "not_signed_in"
        assert (await other.post("/api/speech", json={"text": "Hi."})).json()["code"] == "not_signed_in"
        await start(other)
        assert (await other.get(path)).json()["code"] == "unknown_turn"
        theirs = await other.post("/api/speech", json={"text": "Hi.", "lesson_id": str(way_in.lesson_id)})
        assert (theirs.status_code, theirs.json()["code"]) == (404, "unknown_lesson")
    assert (await server.http.get(f"/api/turns/{uuid4()}/audio")).json()["code"] == "unknown_turn"
    assert played.asked == []


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        pytest.param({}, "missing", "text", id="no text"),
        pytest.param({"text": " "}, "invalid", "text", id="blank"),
        pytest.param({"text": "x" * 201}, "too_long", "text", id="too long"),
        pytest.param({"text": "Hi.", "speed": 2}, "invalid", "speed", id="too fast"),
        pytest.param({"text": "Hi.", "voice": "ash"}, "unknown_field", "voice", id="a voice"),
    ],
)
async def test_what_cannot_be_spoken_is_named(
    server: Served, played: PlayedEngine, body: dict[str, object], code: str, field: str
) -> None:
    await start(server.http)
    answer = await server.http.post("/api/speech", json=body)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, field)
    assert played.asked == []


async def test_an_engine_that_fails_is_a_problem_and_what_was_made_before_is_still_heard(
    server: Served, played: PlayedEngine
) -> None:
    way_in = await start(server.http)
    turn = await say(server, way_in, LINE, role="tutor")
    path = f"/api/turns/{turn.turn_id}/audio"
    assert (await server.http.get(path)).status_code == 200
    played.manner = "refuses"
    assert (await server.http.get(path)).status_code == 200
    for answer in (
        await server.http.get(path, params={"speed": 0.5}),
        await server.http.post("/api/speech", json={"text": "Hi."}),
        await server.http.get("/api/voices/ash/sample"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (503, "audio_unavailable")
        assert int(answer.headers["retry-after"]) > 0
    played.manner = "well"
    assert (await server.http.get("/api/voices/ash/sample")).status_code == 200


async def test_an_hour_has_so_many_of_them_together(tmp_path: Path, played: PlayedEngine) -> None:
    settings = make_settings(tmp_path, openai_base_url=played.url, sounds_per_learner=2)
    async with served(settings, MemoryStorage()) as server:
        turn = await say(server, await start(server.http), LINE, role="tutor")
        path = f"/api/turns/{turn.turn_id}/audio"
        assert (await server.http.get(path)).status_code == 200
        assert (await server.http.post("/api/speech", json={"text": "Hi."})).status_code == 200
        refused = await server.http.post("/api/speech", json={"text": "Hello."})
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
        assert 3500 < refused.json()["retry_after_seconds"] <= 3600
        assert (await server.http.get(path)).status_code == 200, "what is kept costs nothing"
        assert (await server.http.get("/api/voices/ash/sample")).status_code == 200
