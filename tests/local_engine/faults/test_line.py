"""What each kind of fault does to a realtime connection, on a real socket."""

import asyncio
import json
import time
from typing import Any

import aiohttp
import pytest

from tests.fixtures.engine_process import EngineProcess
from tests.fixtures.faults import Faults
from tests.local_engine.wire import Wire, wire

pytestmark = pytest.mark.engine

UPDATE = {"type": "realtime", "instructions": "Be kind."}
QUIET_SECONDS = 0.4  # nothing came for so long: nothing will


async def next_text(client: Wire, *, seconds: float = QUIET_SECONDS) -> str | None:
    """The next frame as it came; None when none did."""
    try:
        async with asyncio.timeout(seconds):  # receive's own begins anew with every pong
            frame = await client.socket.receive()
    except TimeoutError:
        return None
    assert frame.type is aiohttp.WSMsgType.TEXT, frame
    return str(frame.data)


async def is_cut(client: Wire) -> bool:
    """The connection has ended, without a goodbye from the engine."""
    while (frame := await client.socket.receive(timeout=5)).type is aiohttp.WSMsgType.TEXT:
        pass
    return (
        frame.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR) and client.socket.close_code == 1006
    )


# --- at what the client sends


async def test_a_delayed_event_is_answered_later_and_those_after_it_follow(
    faulty: EngineProcess, faults: Faults
) -> None:
    await faults.set("realtime", "session.update", "delay", seconds=0.5)
    async with wire(faulty.url) as client:
        began = time.monotonic()
        await client.send("session.update", session=UPDATE)
        await client.send("input_audio_buffer.clear")
        kinds = [(await client.next("session.updated", "input_audio_buffer.cleared"))["type"] for _ in "ab"]
        assert time.monotonic() - began >= 0.5
    assert kinds == ["session.updated", "input_audio_buffer.cleared"]


@pytest.mark.parametrize(
    "event", ["session.update", "session.updated"], ids=["from the client", "to the client"]
)
async def test_a_stalled_engine_says_nothing_more_but_answers_pings(
    faulty: EngineProcess, faults: Faults, event: str
) -> None:
    fault = await faults.set("realtime", event, "stall")
    async with wire(faulty.url, heartbeat=0.6) as client:
        await client.send("session.update", session=UPDATE)
        await client.send("input_audio_buffer.clear")
        assert await next_text(client, seconds=1.5) is None
        assert client.socket.exception() is None
        await fault.lift()
        kinds = [(await client.next("session.updated", "input_audio_buffer.cleared"))["type"] for _ in "ab"]
    assert kinds == ["session.updated", "input_audio_buffer.cleared"]


@pytest.mark.parametrize(
    "event", ["session.update", "session.updated"], ids=["from the client", "to the client"]
)
async def test_a_half_open_connection_answers_no_ping(
    faulty: EngineProcess, faults: Faults, event: str
) -> None:
    await faults.set("realtime", event, "half_open")
    async with wire(faulty.url, heartbeat=0.6) as client:
        await client.send("session.update", session=UPDATE)
        frame = await client.socket.receive(timeout=5)
        assert frame.type in (aiohttp.WSMsgType.ERROR, aiohttp.WSMsgType.CLOSED)
        assert isinstance(client.socket.exception(), aiohttp.ServerTimeoutError)
        await faults.clear()  # before the goodbye, which the engine would not read


@pytest.mark.parametrize(
    "event", ["session.update", "session.updated"], ids=["from the client", "to the client"]
)
async def test_a_dropped_connection_is_cut(faulty: EngineProcess, faults: Faults, event: str) -> None:
    await faults.set("realtime", event, "drop")
    async with wire(faulty.url) as client:
        await client.send("session.update", session=UPDATE)
        assert await is_cut(client)
    async with wire(faulty.url) as client:  # the engine itself is well
        await client.send("session.update", session=UPDATE)
        await client.next("session.updated")


async def test_an_event_is_refused_by_its_id(faulty: EngineProcess, faults: Faults) -> None:
    await faults.set("realtime", "response.create", "error", code="rate_limit_exceeded", message="Too much.")
    async with wire(faulty.url) as client:
        await client.send("response.create", event_id="mine", response={"output_modalities": ["text"]})
        error = (await client.next("error"))["error"]
        assert (error["event_id"], error["code"], error["message"]) == (
            "mine",
            "rate_limit_exceeded",
            "Too much.",
        )
        assert await next_text(client) is None


async def test_a_broken_event_is_none(faulty: EngineProcess, faults: Faults) -> None:
    await faults.set("realtime", "session.update", "broken_json")
    async with wire(faulty.url) as client:
        await client.send("session.update", session=UPDATE)
        assert (await client.next("error"))["error"]["code"] == "invalid_event"


async def test_two_of_the_clients_events_change_places(faulty: EngineProcess, faults: Faults) -> None:
    await faults.set("realtime", "session.update", "out_of_order")
    async with wire(faulty.url) as client:
        await client.send("session.update", session=UPDATE)
        assert await next_text(client) is None
        await client.send("input_audio_buffer.clear")
        kinds = [(await client.next("session.updated", "input_audio_buffer.cleared"))["type"] for _ in "ab"]
    assert kinds == ["input_audio_buffer.cleared", "session.updated"]


# --- at what the engine sends


async def respond(client: Wire) -> list[str]:
    """The frames of one spoken answer, to its end or to a second of silence."""
    await client.send("response.create")
    texts: list[str] = []
    while (text := await next_text(client, seconds=1.0)) is not None:
        texts.append(text)
        if '"type": "response.done"' in text:
            break
    return texts


def kinds(texts: list[str]) -> list[str]:
    return [json.loads(text)["type"] for text in texts]


async def test_a_server_event_is_delayed_in_its_order(faulty: EngineProcess, faults: Faults) -> None:
    async with wire(faulty.url) as client:
        right = kinds(await respond(client))
        await faults.set("realtime", "response.output_audio.delta", "delay", seconds=0.6)
        began = time.monotonic()
        assert kinds(await respond(client)) == right
        assert time.monotonic() - began >= 0.6


async def test_sound_stalls_after_its_third_piece(faulty: EngineProcess, faults: Faults) -> None:
    fault = await faults.set("realtime", "response.output_audio.delta", "stall", nth=4)
    async with wire(faulty.url) as client:
        begun = kinds(await respond(client))
        assert begun.count("response.output_audio.delta") == 3
        assert "response.done" not in begun
        await fault.lift()
        assert (await client.next("response.done"))["response"]["status"] == "completed"


async def test_two_server_events_change_places(faulty: EngineProcess, faults: Faults) -> None:
    await faults.set("realtime", "response.created", "out_of_order")
    async with wire(faulty.url) as client:
        assert kinds(await respond(client))[:2] == ["response.output_item.added", "response.created"]


async def test_a_server_event_of_broken_json(faulty: EngineProcess, faults: Faults) -> None:
    await faults.set("realtime", "response.output_item.added", "broken_json")
    async with wire(faulty.url) as client:
        texts = await respond(client)
    assert json.loads(texts[0])["type"] == "response.created"
    with pytest.raises(json.JSONDecodeError):
        json.loads(texts[1])
    assert json.loads(texts[2])["type"] == "conversation.item.added"


async def test_an_error_in_place_of_an_event(faulty: EngineProcess, faults: Faults) -> None:
    await faults.set("realtime", "session.updated", "error", code="server_error")
    async with wire(faulty.url) as client:
        await client.send("session.update", session=UPDATE)
        assert (await client.next("session.updated", "error"))["error"]["code"] == "server_error"


@pytest.mark.parametrize(
    ("event", "nth", "least"),
    [("response.created", 1, 0), ("response.output_audio.delta", 3, 2), ("response.done", 1, 10)],
    ids=["at once", "in the middle", "at the end"],
)
async def test_a_response_fails_as_openais_do(
    faulty: EngineProcess, faults: Faults, event: str, nth: int, least: int
) -> None:
    await faults.set("realtime", event, "error", nth=nth, code="rate_limit_exceeded", message="Too much.")
    async with wire(faulty.url) as client:
        texts = await respond(client)
        done: dict[str, Any] = json.loads(texts[-1])
        assert done["response"]["status"] == "failed"
        assert done["response"]["status_details"]["error"]["code"] == "rate_limit_exceeded"
        assert kinds(texts)[0] == "response.created"
        assert kinds(texts).count("response.output_audio.delta") >= least
        assert kinds(await respond(client))[-1] == "response.done"  # and the next one is whole


# --- at the handshake


@pytest.mark.parametrize(
    ("options", "status"),
    [({"status": 401, "code": "invalid_api_key"}, 401), ({"status": 429}, 429), ({"status": 503}, 503)],
)
async def test_a_connection_is_refused(
    faulty: EngineProcess, faults: Faults, options: dict[str, Any], status: int
) -> None:
    await faults.set("realtime", "connect", "error", **options)
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with wire(faulty.url):
            pass
    assert refused.value.status == status
    async with wire(faulty.url):
        pass


@pytest.mark.parametrize("kind", ["stall", "half_open"])
async def test_a_connection_is_never_made(faulty: EngineProcess, faults: Faults, kind: str) -> None:
    await faults.set("realtime", "connect", kind)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.6), wire(faulty.url):
            pass


async def test_a_connection_is_dropped_at_its_beginning(faulty: EngineProcess, faults: Faults) -> None:
    await faults.set("realtime", "connect", "drop", times=None)  # aiohttp asks once more by itself
    with pytest.raises(aiohttp.ClientConnectionError):
        async with wire(faulty.url):
            pass
