"""What the protocol promises beyond the plugin's use of it, over a plain websocket."""

import base64
import json
from typing import Any

import aiohttp
import pytest

from tests.fixtures.engine_process import EngineProcess, engine_process
from tests.local_engine.conftest import SENTENCES
from tests.local_engine.spoken import say, silence
from tests.local_engine.wire import wire

pytestmark = pytest.mark.engine


async def test_a_session_says_what_holds(engine: EngineProcess) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{engine.url}/realtime?model=any") as socket:
        created = await socket.receive_json(timeout=10)
    session = created["session"]
    assert (created["type"], session["model"], session["type"]) == ("session.created", "any", "realtime")
    assert session["audio"]["input"]["turn_detection"]["silence_duration_ms"] == 500


async def test_a_part_of_a_session_is_changed_and_the_rest_stays(engine: EngineProcess) -> None:
    async with wire(engine.url) as client:
        await client.send("session.update", session={"type": "realtime", "instructions": "Place: bank"})
        await client.next("session.updated")
        update = {"audio": {"input": {"turn_detection": None}, "output": {"voice": "verse"}}}
        await client.send("session.update", session=update)
        session = (await client.next("session.updated"))["session"]
    assert session["instructions"] == "Place: bank"
    assert session["audio"]["input"]["turn_detection"] is None
    assert session["audio"]["output"] == {
        "format": {"type": "audio/pcm", "rate": 24000},
        "voice": "verse",
        "speed": 1.0,
    }


MISTAKES: list[Any] = [
    pytest.param({"type": "nonsense"}, "type", id="unknown event"),
    pytest.param({"event": "no type"}, "type", id="no type"),
    pytest.param({"type": "session.update"}, "session", id="no session"),
    pytest.param(
        {"type": "session.update", "session": {"audio": {"output": {"voice": "bob"}}}},
        "session.audio.output.voice",
        id="voice",
    ),
    pytest.param(
        {"type": "session.update", "session": {"audio": {"output": {"speed": 2}}}},
        "session.audio.output.speed",
        id="speed",
    ),
    pytest.param(
        {"type": "session.update", "session": {"audio": {"input": {"format": {"type": "audio/pcmu"}}}}},
        "session.audio.input.format",
        id="format",
    ),
    pytest.param({"type": "input_audio_buffer.append", "audio": "?"}, "audio", id="not base64"),
    pytest.param({"type": "input_audio_buffer.append", "audio": "YWJj"}, "audio", id="half a sample"),
    pytest.param({"type": "conversation.item.create"}, "item", id="no item"),
    pytest.param(
        {"type": "conversation.item.create", "item": {"type": "message", "role": "ghost", "content": []}},
        "item.role",
        id="role",
    ),
    pytest.param({"type": "conversation.item.delete", "item_id": "none"}, "item_id", id="unknown item"),
    pytest.param(
        {"type": "response.create", "response": {"tool_choice": {"type": "function", "name": "absent"}}},
        "response.tool_choice.name",
        id="tool that is not there",
    ),
]


@pytest.mark.parametrize(("event", "param"), MISTAKES)
async def test_a_mistake_is_answered_with_its_event_and_field(
    engine: EngineProcess, event: dict[str, Any], param: str
) -> None:
    async with wire(engine.url) as client:
        await client.socket.send_json({**event, "event_id": "mine"})
        error = (await client.next("error"))["error"]
        await client.send("response.create")
        await client.next("response.created")  # the connection goes on
    assert (error["type"], error["param"], error["event_id"]) == ("invalid_request_error", param, "mine")


async def test_what_is_no_json_is_answered_too(engine: EngineProcess) -> None:
    async with wire(engine.url) as client:
        await client.socket.send_str("{")
        assert (await client.next("error"))["error"]["code"] == "invalid_event"


async def test_a_cancellation_of_nothing_says_so(engine: EngineProcess) -> None:
    async with wire(engine.url) as client:
        await client.send("response.cancel", event_id="mine")
        error = (await client.next("error"))["error"]
    assert error["message"].startswith("Cancellation failed")
    assert error["event_id"] == "mine"


async def test_a_cancelled_response_ends_once(engine: EngineProcess) -> None:
    async with wire(engine.url) as client:
        await client.send("response.create")
        await client.next("response.output_audio.delta")
        await client.send("response.cancel")
        await client.send("response.cancel", event_id="second")
        done = await client.next("response.done")
        error = await client.next("error", "response.done")
    assert done["response"]["status_details"] == {"type": "cancelled", "reason": "client_cancelled"}
    assert error["error"]["event_id"] == "second"


async def test_a_second_response_is_refused_while_one_runs(engine: EngineProcess) -> None:
    async with wire(engine.url) as client:
        await client.send("response.create")
        await client.send("response.create", event_id="second")
        error = (await client.next("error"))["error"]
    assert (error["code"], error["event_id"]) == ("conversation_already_has_active_response", "second")


async def test_a_response_outside_the_conversation_leaves_no_item(engine: EngineProcess) -> None:
    item = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hello"}]}
    async with wire(engine.url) as client:
        await client.send("response.create")  # one inside may run beside it
        wanted = {
            "conversation": "none",
            "metadata": {"topic": "aside"},
            "input": [item],
            "output_modalities": ["text"],
        }
        await client.send("response.create", response=wanted)
        done = await client.next("response.done")
        await client.send("conversation.item.retrieve", item_id=done["response"]["output"][0]["id"])
        error = await client.next("error", "conversation.item.retrieved")
    assert done["response"]["metadata"] == {"topic": "aside"}
    assert done["response"]["output"][0]["content"][0]["type"] == "output_text"
    assert error["error"]["code"] == "item_not_found"


async def test_usage_counts_text_and_sound(engine: EngineProcess) -> None:
    async with wire(engine.url) as client:
        await client.say_text("Hello, I have a question.")
        await client.send("response.create")
        usage = (await client.next("response.done"))["response"]["usage"]
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]
    assert usage["input_tokens"] > 0
    assert usage["output_token_details"]["audio_tokens"] > 10


async def test_a_token_limit_ends_a_response_as_incomplete(engine: EngineProcess) -> None:
    async with wire(engine.url) as client:
        await client.send("response.create", response={"max_output_tokens": 1})
        response = (await client.next("response.done"))["response"]
    assert response["status"] == "incomplete"
    assert response["status_details"]["reason"] == "max_output_tokens"


async def test_items_stand_where_they_were_put(engine: EngineProcess) -> None:
    async with wire(engine.url) as client:
        first = await client.say_text("one")
        last = await client.say_text("two")
        head = await client.say_text("zero", previous_item_id="root")
        middle = await client.say_text("one and a half", previous_item_id=first["item"]["id"])
    assert first["previous_item_id"] is None
    assert last["previous_item_id"] == first["item"]["id"]
    assert head["previous_item_id"] is None
    assert middle["previous_item_id"] == first["item"]["id"]


async def test_an_item_that_is_there_already_is_refused(engine: EngineProcess) -> None:
    item = {"id": "same", "type": "message", "role": "user", "content": []}
    async with wire(engine.url) as client:
        await client.send("conversation.item.create", item=item)
        await client.send("conversation.item.create", item=item)
        error = (await client.next("error"))["error"]
    assert error["code"] == "item_create_duplicate_item_id"


async def test_sound_in_an_item_is_recognised(engine: EngineProcess) -> None:
    audio = base64.b64encode(silence(0.3) + say(SENTENCES[1]) + silence(0.3)).decode()
    item = {"type": "message", "role": "user", "content": [{"type": "input_audio", "audio": audio}]}
    transcription = {"audio": {"input": {"transcription": {"model": "any"}}}}
    async with wire(engine.url) as client:
        await client.send("session.update", session=transcription)
        await client.send("conversation.item.create", item=item)
        heard = await client.next("conversation.item.input_audio_transcription.completed")
    assert heard["transcript"] == SENTENCES[1]


async def test_an_empty_buffer_is_not_committed(engine: EngineProcess) -> None:
    async with wire(engine.url) as client:
        await client.append(silence(0.05))
        await client.send("input_audio_buffer.commit")
        assert (await client.next("error"))["error"]["code"] == "input_audio_buffer_commit_empty"


async def test_a_ping_is_answered_and_a_close_too(engine: EngineProcess) -> None:
    async with aiohttp.ClientSession() as http:
        socket = await http.ws_connect(f"{engine.url}/realtime?model=any", autoping=False)
        await socket.receive_json(timeout=10)
        await socket.ping(b"there?")
        pong = await socket.receive(timeout=5)
        await socket.close()
    assert (pong.type, pong.data) == (aiohttp.WSMsgType.PONG, b"there?")
    assert socket.close_code == aiohttp.WSCloseCode.OK


async def test_a_stopping_server_says_goodbye(tmp_path: Any) -> None:
    with engine_process(tmp_path) as running:
        async with wire(running.url) as client:
            running.process.terminate()
            closing = await client.socket.receive(timeout=5)
        assert closing.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
        assert client.socket.close_code == aiohttp.WSCloseCode.GOING_AWAY
        assert running.process.wait(5) == 0


async def test_the_wire_log_holds_both_sides_without_sound(tmp_path: Any) -> None:
    with engine_process(tmp_path) as running:
        async with wire(running.url) as client:
            await client.append(silence(0.1))
            await client.send("response.create")
            await client.next("response.output_audio.delta")
        lines = [json.loads(line) for line in running.wire_log.read_text().splitlines()]
    sides = {(line["from"], line["event"]["type"]) for line in lines}
    assert {("client", "response.create"), ("server", "response.created")} <= sides
    appended = next(line["event"] for line in lines if line["event"]["type"] == "input_audio_buffer.append")
    assert appended["audio"] == {"bytes": 4800}
    assert len({line["connection"] for line in lines}) == 1


async def test_a_transcription_session_only_listens(engine: EngineProcess) -> None:
    async with wire(engine.url, query="intent=transcription") as client:
        update = {"type": "transcription", "audio": {"input": {"transcription": {"model": "any"}}}}
        await client.send("session.update", session=update)
        assert (await client.next("session.updated"))["session"]["type"] == "transcription"
        await client.append(silence(0.5) + say(SENTENCES[1]) + silence(1.0))
        heard = await client.next(
            "conversation.item.input_audio_transcription.completed", "response.created", "error"
        )
        assert heard.get("transcript") == SENTENCES[1]
        await client.send("response.create")
        assert (await client.next("response.created", "error"))["type"] == "error"
