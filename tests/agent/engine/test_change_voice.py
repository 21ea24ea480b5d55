"""The plugin's own way of coming back, taken on purpose: what the engine is told of the conversation, on real sockets."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from livekit.agents import llm, utils

from agent.engine.patched import TutorRealtimeModel, TutorRealtimeSession, VoiceRefusedError
from tests.fixtures.engine_process import EngineProcess, engine_process

pytestmark = pytest.mark.engine


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[EngineProcess]:
    with engine_process(tmp_path) as process:
        async with utils.http_context.open():
            yield process


@pytest.fixture
async def model(engine: EngineProcess) -> TutorRealtimeModel:
    return TutorRealtimeModel(model="local", voice="alloy", base_url=engine.url, api_key="any")


@pytest.fixture
async def session(model: TutorRealtimeModel) -> AsyncIterator[TutorRealtimeSession]:
    one = model.session()
    await one.update_instructions("Place: hotel")
    earlier = llm.ChatContext.empty()
    earlier.add_message(role="assistant", content="Good evening. May I see your passport?", id="greeting")
    earlier.add_message(role="user", content="Here it is.", id="answer")
    await one.update_chat_ctx(earlier)
    yield one
    await one.aclose()


async def _reply(session: TutorRealtimeSession) -> bytes:
    generation = await asyncio.wait_for(session.generate_reply(instructions="Say hello."), 10)
    return b"".join(
        [
            bytes(frame.data)
            async for message in generation.message_stream
            async for frame in message.audio_stream
        ]
    )


def _connections(engine: EngineProcess) -> list[list[dict[str, Any]]]:
    """What the client sent, connection by connection."""
    rows = [json.loads(row) for row in engine.wire_log.read_text().splitlines()]
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["from"] == "client":
            found.setdefault(row["connection"], []).append(row["event"])
    return list(found.values())


async def test_the_new_connection_has_the_voice_the_instructions_and_what_was_heard(
    engine: EngineProcess, model: TutorRealtimeModel, session: TutorRealtimeSession
) -> None:
    await model.change_voice("echo", heard={"greeting": "Good evening. May I"})
    assert await _reply(session)
    _, after = _connections(engine)
    settings = [event["session"] for event in after if event["type"] == "session.update"]
    assert settings[1]["audio"]["output"]["voice"] == "echo"
    assert settings[1]["instructions"] == "Place: hotel"
    created = [event["item"] for event in after if event["type"] == "conversation.item.create"]
    assert [(item["id"], item["content"][0]["text"]) for item in created] == [
        ("greeting", "Good evening. May I"),
        ("answer", "Here it is."),
    ]
    assert "response.create" in [event["type"] for event in after]


async def test_what_is_asked_on_the_way_is_answered_there_and_nothing_is_forgotten(
    engine: EngineProcess, model: TutorRealtimeModel, session: TutorRealtimeSession
) -> None:
    changing = asyncio.create_task(model.change_voice("echo", heard={}))
    while session._moved.is_set():  # noqa: ASYNC110 - the moment that is hard to meet
        await asyncio.sleep(0)
    typed = session.chat_ctx.copy()
    typed.add_message(role="user", content="Is there wifi?", id="typed")
    telling = asyncio.create_task(session.update_chat_ctx(typed))
    sound = await _reply(session)
    await asyncio.gather(changing, telling)
    assert sound
    assert [item.id for item in session.chat_ctx.items][:2] == ["greeting", "answer"]
    assert "typed" in [item.id for item in session.chat_ctx.items]
    before, after = _connections(engine)
    assert "response.create" not in [event["type"] for event in before]
    assert "conversation.item.delete" not in [event["type"] for event in after]


async def test_a_refused_voice_leaves_the_conversation_as_it_was(
    engine: EngineProcess, model: TutorRealtimeModel, session: TutorRealtimeSession
) -> None:
    with pytest.raises(VoiceRefusedError):
        await model.change_voice("nobody", heard={})
    assert await _reply(session)
    before, refused = _connections(engine)
    assert "response.create" in [event["type"] for event in before]
    assert [event["type"] for event in refused] == ["session.update"]


async def test_a_second_change_and_a_break_after_it(
    engine: EngineProcess, model: TutorRealtimeModel, session: TutorRealtimeSession
) -> None:
    """The hooks stand for more than one time: again on purpose, and then by the plugin itself."""
    await model.change_voice("echo", heard={})
    await model.change_voice("coral", heard={})
    assert await _reply(session)
    assert len(_connections(engine)) == 3
    voices = [
        event["session"]["audio"]["output"]["voice"]
        for connection in _connections(engine)
        for event in connection
        if event["type"] == "session.update"
        and "voice" in event["session"].get("audio", {}).get("output", {})
    ]
    assert voices == ["alloy", "echo", "echo", "coral", "coral"]
