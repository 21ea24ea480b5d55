"""Our corrections of the realtime plugin, against the real plugin over real sockets."""

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from livekit import rtc
from livekit.agents import APIConnectOptions, APIStatusError, llm, utils
from openai.types.realtime.realtime_audio_input_turn_detection import ServerVad

from agent.engine import patched
from agent.engine.patched import TutorRealtimeModel
from tests.fixtures.engine_process import engine_process, free_port
from tests.fixtures.faults import faults_of
from tests.fixtures.waiting import until


def _model(url: str, *, key: str = "right") -> TutorRealtimeModel:
    return TutorRealtimeModel(
        model="local",
        base_url=url,
        api_key=key,
        turn_detection=ServerVad(type="server_vad", create_response=True, interrupt_response=True),
        conn_options=APIConnectOptions(max_retry=3, retry_interval=2.0),
    )


@pytest.mark.engine
async def test_a_refused_key_is_final_at_once(tmp_path: Path) -> None:
    errors: list[llm.RealtimeModelError] = []
    with engine_process(tmp_path, key="right") as engine:
        async with utils.http_context.open():
            session = _model(engine.url, key="wrong").session()
            session.on("error", errors.append)
            await until(lambda: errors, seconds=3.0)
            await session.aclose()
    assert [error.recoverable for error in errors] == [False]
    assert isinstance(errors[0].error, APIStatusError)
    assert errors[0].error.status_code == 401


@pytest.mark.engine
async def test_closing_after_a_fatal_error_does_not_raise(tmp_path: Path) -> None:
    errors: list[llm.RealtimeModelError] = []
    with engine_process(tmp_path, key="right") as engine:
        async with utils.http_context.open():
            session = _model(engine.url, key="wrong").session()
            session.on("error", errors.append)
            await until(lambda: errors)
            await session.aclose()  # the plugin's own re-raises here


@pytest.mark.engine
async def test_the_right_key_is_taken(tmp_path: Path) -> None:
    with engine_process(tmp_path, key="right") as engine:
        async with utils.http_context.open():
            session = _model(engine.url).session()
            generation = await asyncio.wait_for(session.generate_reply(instructions="Say hello."), 10)
            frames = [
                frame async for message in generation.message_stream async for frame in message.audio_stream
            ]
            await session.aclose()
    assert sum(frame.samples_per_channel for frame in frames) > 0


async def test_a_silent_engine_is_found_by_the_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that accepts the socket and then answers nothing, not even a ping."""
    monkeypatch.setattr(patched, "HEARTBEAT_SECONDS", 0.2)
    connections = 0

    async def half_open(request: web.Request) -> web.WebSocketResponse:
        nonlocal connections
        connections += 1
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        async for _ in socket:
            pass
        return socket

    app = web.Application()
    app.router.add_get("/v1/realtime", half_open)
    runner = web.AppRunner(app)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    async with utils.http_context.open():
        session = _model(f"http://127.0.0.1:{port}/v1").session()
        await until(lambda: connections >= 2, seconds=5.0, what="the plugin connected again")
        await session.aclose()
    await runner.cleanup()


def test_the_waits_between_tries_grow_as_written() -> None:
    options = patched.GrowingWaits()
    waits = [options._interval_for_retry(number) for number in range(options.max_retry)]
    for wait, meant in zip(waits, (0.1, 1, 2, 4, 8, 10), strict=True):
        assert wait == pytest.approx(meant, rel=0.3)


@pytest.mark.engine
async def test_the_plugin_asks_our_options_how_long_to_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails when the private hook `_interval_for_retry` is no longer asked."""
    monkeypatch.setattr(patched, "RECONNECT_WAITS", (0.01, 0.01))
    errors: list[llm.RealtimeModelError] = []
    async with utils.http_context.open():
        model = TutorRealtimeModel(
            model="local",
            base_url=f"http://127.0.0.1:{free_port()}/v1",
            api_key="any",
            conn_options=patched.GrowingWaits(max_retry=2),
        )
        session = model.session()
        session.on("error", errors.append)
        await until(lambda: len(errors) == 3, seconds=1.5, what="two tries again, then the end")
        await session.aclose()
    assert [error.recoverable for error in errors] == [True, True, False]


async def test_an_engine_that_is_gone_for_good_is_told_where_another_can_take_over() -> None:
    """Fails when the private hook `_emit_error` is no longer used: then LiveKit would close the whole session."""
    errors: list[llm.RealtimeModelError] = []
    lost: list[Exception] = []
    async with utils.http_context.open():
        model = TutorRealtimeModel(
            model="local",
            base_url=f"http://127.0.0.1:{free_port()}/v1",
            api_key="any",
            conn_options=patched.GrowingWaits(max_retry=1),
        )
        model.on_lost = lost.append
        session = model.session()
        session.on("error", errors.append)
        await until(lambda: lost, seconds=3.0, what="the model is lost")
        await session.aclose()
    assert [error.recoverable for error in errors] == [True]
    assert len(lost) == 1


async def _answer(session: llm.RealtimeSession[Any]) -> int:
    """Samples of one answer."""
    generation = await asyncio.wait_for(session.generate_reply(instructions="Say hello."), 15)
    samples = 0
    async for message in generation.message_stream:
        async for frame in message.audio_stream:
            samples += frame.samples_per_channel
    return samples


@pytest.mark.engine
@pytest.mark.parametrize(
    ("event", "kind"),
    [
        pytest.param("response.created", "stall", id="no answer to a request"),
        pytest.param("response.output_audio.delta", "stall", id="no more of an answer"),
        pytest.param("session.updated", "stall", id="no confirmation"),
        pytest.param("response.output_item.added", "broken_json", id="no JSON"),
    ],
)
async def test_an_engine_that_falls_silent_or_talks_rubbish_is_connected_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, event: str, kind: str
) -> None:
    monkeypatch.setattr(patched, "SILENT_ENGINE_SECONDS", 0.8)
    errors: list[llm.RealtimeModelError] = []
    back: list[object] = []
    with engine_process(tmp_path, faults=True) as engine:
        async with utils.http_context.open(), faults_of(engine.url) as faults:
            session = _model(engine.url).session()
            session.on("error", errors.append)
            session.on("session_reconnected", back.append)
            await session.update_instructions("Be kind.")
            assert await _answer(session) > 0
            await faults.set("realtime", event, kind)
            if event == "session.updated":
                session.update_options(speed=0.9)
            else:
                with contextlib.suppress(llm.RealtimeError):
                    await _answer(session)
            await until(lambda: back, seconds=15, what="it is connected anew")
            assert await _answer(session) > 0
            await session.aclose()
    assert [error.recoverable for error in errors] == [True]


@pytest.mark.engine
async def test_an_engine_that_owes_nothing_may_be_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patched, "SILENT_ENGINE_SECONDS", 0.3)
    errors: list[llm.RealtimeModelError] = []
    with engine_process(tmp_path) as engine:
        async with utils.http_context.open():
            session = _model(engine.url).session()
            session.on("error", errors.append)
            await _answer(session)
            for _ in range(10):  # a quiet microphone goes on being sent
                session.push_audio(rtc.AudioFrame(bytes(4800), 24_000, 1, 2400))
                await asyncio.sleep(0.1)
            await _answer(session)
            await session.aclose()
    assert errors == []
