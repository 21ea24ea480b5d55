"""`POST /api/turns/{turn_id}/translation`."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from storage.memory import MemoryStorage
from storage.postgres import PostgresStorage
from tests.fixtures.waiting import until
from tests.token_server.played_engine import Manner, PlayedEngine, playing
from tests.token_server.serving import Served, make_settings, served
from tests.token_server.steps import SCENE, say, start

GREETING, GRUSS = "Hello. How are you?", "안녕하세요. 어떻게 지내세요?"


@pytest.fixture
async def engine() -> AsyncIterator[PlayedEngine]:
    known = {GREETING: GRUSS, "방이 있어요?": "Do you have a room?", "I want 체크인.": "체크인하고 싶어요."}
    async with playing(PlayedEngine(translations=known)) as it:
        yield it


@pytest.fixture
async def server(tmp_path: Path, engine: PlayedEngine) -> AsyncIterator[Served]:
    async with served(make_settings(tmp_path, openai_base_url=engine.url), MemoryStorage()) as it:
        yield it


async def ask(http: httpx2.AsyncClient, turn_id: object) -> tuple[int, str]:
    """The status, and the text or the code."""
    answer = await http.post(f"/api/turns/{turn_id}/translation", json={})
    return answer.status_code, answer.json().get("text") or answer.json()["code"]


async def test_lines_of_both_sides_and_languages_come_back_whole(
    server: Served, engine: PlayedEngine
) -> None:
    """L5: both sentences."""
    way_in = await start(server.http, scenario=SCENE)
    tutors = await say(server, way_in, GREETING, role="tutor")
    korean = await say(server, way_in, "방이 있어요?", seq=1, language="ko")
    mixed = await say(server, way_in, "I want 체크인.", seq=2, language="mixed")

    assert await ask(server.http, tutors.turn_id) == (200, GRUSS)
    assert await ask(server.http, korean.turn_id) == (200, "Do you have a room?")
    assert await ask(server.http, mixed.turn_id) == (200, "체크인하고 싶어요.")
    assert engine.asked[0]["model"] == server.parts.settings.openai_llm_model
    assert engine.asked[0]["response_format"]["json_schema"]["strict"] is True


async def test_text_and_voice_are_asked_where_the_settings_say_they_are(
    tmp_path: Path, engine: PlayedEngine
) -> None:
    async with playing(PlayedEngine()) as voice:
        settings = make_settings(
            tmp_path,
            openai_llm_base_url=engine.url,
            openai_tts_base_url=voice.url,
            openai_tts_api_key="the voice's",
        )
        async with served(settings, MemoryStorage()) as server:
            turn = await say(server, await start(server.http), GREETING, role="tutor")
            assert await ask(server.http, turn.turn_id) == (200, GRUSS)
            assert (await server.http.get(f"/api/turns/{turn.turn_id}/audio")).status_code == 200
    assert [asked["model"] for asked in engine.asked] == [settings.openai_llm_model]
    assert [asked["model"] for asked in voice.asked] == [settings.openai_tts_model]


async def test_a_line_is_asked_of_the_model_once(server: Served, engine: PlayedEngine) -> None:
    turn = await say(server, await start(server.http), GREETING)
    assert await ask(server.http, turn.turn_id) == (200, GRUSS)
    assert await ask(server.http, turn.turn_id) == (200, GRUSS)
    assert len(engine.asked) == 1


async def test_who_asks_while_it_is_made_waits_for_the_same(server: Served, engine: PlayedEngine) -> None:
    turn = await say(server, await start(server.http), GREETING)
    engine.open.clear()
    asking = [asyncio.create_task(ask(server.http, turn.turn_id)) for _ in range(5)]
    await until(lambda: engine.asked, what="a call")
    asking[0].cancel()  # its page is closed; the others wait for the same call
    engine.open.set()
    assert await asyncio.gather(*asking[1:]) == [(200, GRUSS)] * 4
    assert len(engine.asked) == 1


@pytest.mark.postgres
async def test_it_is_kept_in_postgres_where_the_tutor_finds_it_too(
    tmp_path: Path, engine: PlayedEngine, storage: PostgresStorage
) -> None:
    async with served(make_settings(tmp_path, openai_base_url=engine.url), storage) as server:
        way_in = await start(server.http)
        mine, tutors = await say(server, way_in, GREETING), await say(server, way_in, GREETING, seq=1)
        assert await ask(server.http, mine.turn_id) == (200, GRUSS)
        await storage.translations.put(tutors.turn_id, "ko", "안녕하세요!")
        assert await ask(server.http, tutors.turn_id) == (200, "안녕하세요!")
    assert await storage.translations.get(mine.turn_id, "ko") == GRUSS
    assert len(engine.asked) == 1


@pytest.mark.parametrize(
    "manner",
    ["refuses", "page", "bad json", "cut", "empty", "no choices", "no object", "null", "same again"],
)
async def test_what_is_no_translation_is_a_problem_and_is_not_kept(
    server: Served, engine: PlayedEngine, manner: Manner, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="token_server")
    turn = await say(server, await start(server.http), GREETING)
    engine.manner = manner
    answer = await server.http.post(f"/api/turns/{turn.turn_id}/translation", json={})
    assert (answer.status_code, answer.json()["code"]) == (503, "translation_unavailable")
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0
    assert await server.storage.translations.get(turn.turn_id, "ko") is None
    assert not [record for record in caplog.records if GREETING in str(vars(record))]

    engine.manner = "well"
    assert await ask(server.http, turn.turn_id) == (200, GRUSS)


async def test_an_engine_that_is_away_is_a_problem(tmp_path: Path) -> None:
    async with served(make_settings(tmp_path), MemoryStorage()) as server:
        turn = await say(server, await start(server.http), GREETING)
        assert await ask(server.http, turn.turn_id) == (503, "translation_unavailable")


async def test_a_line_without_words_costs_no_call(server: Served, engine: PlayedEngine) -> None:
    turn = await say(server, await start(server.http), " ")
    assert await ask(server.http, turn.turn_id) == (503, "translation_unavailable")
    assert engine.asked == []


async def test_only_ones_own_lines_are_there(server: Served, engine: PlayedEngine) -> None:
    turn = await say(server, await start(server.http), GREETING)
    async with server.stranger() as other:
        assert await ask(other, turn.turn_id) == (401, "not_signed_in")
        await start(other)
        assert await ask(other, turn.turn_id) == (404, "unknown_turn")
    assert await ask(server.http, uuid4()) == (404, "unknown_turn")
    assert await ask(server.http, "not-an-id") == (422, "invalid")
    assert engine.asked == []


async def test_an_hour_has_so_many_of_them_and_kept_ones_are_free(
    tmp_path: Path, engine: PlayedEngine
) -> None:
    settings = make_settings(tmp_path, openai_base_url=engine.url, translations_per_learner=2)
    async with served(settings, MemoryStorage()) as server:
        way_in = await start(server.http)
        turns = [await say(server, way_in, GREETING, seq=seq) for seq in range(3)]
        for turn in (turns[0], turns[1], turns[0], turns[1]):
            assert await ask(server.http, turn.turn_id) == (200, GRUSS)
        refused = await server.http.post(f"/api/turns/{turns[2].turn_id}/translation")
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
        assert 3500 < refused.json()["retry_after_seconds"] <= 3600
        async with server.stranger() as other:
            theirs = await say(server, await start(other), GREETING)
            assert await ask(other, theirs.turn_id) == (200, GRUSS)
        server.clock.ahead += 3600
        assert await ask(server.http, turns[2].turn_id) == (200, GRUSS)


@pytest.mark.engine
async def test_a_line_that_the_local_engine_does_not_know_stays_without(with_engine: Served) -> None:
    turn = await say(with_engine, await start(with_engine.http), "The quokka ate my umbrella on Tuesday.")
    assert await ask(with_engine.http, turn.turn_id) == (503, "translation_unavailable")
