import asyncio
from typing import Any

import pytest

from local_engine.errors import ApiError
from local_engine.protocols import Message, ToolCall, ToolResult
from local_engine.realtime.conversation import (
    Conversation,
    Item,
    Spoken,
    as_history,
    checked_item,
    heard_until,
)

PARTS = [Spoken("Good evening.", 1000), Spoken(" May I have your name, please?", 2000)]


@pytest.mark.parametrize(
    ("end_ms", "text"),
    [
        pytest.param(0, "", id="nothing"),
        pytest.param(500, "Good ", id="half of the first"),
        pytest.param(1000, "Good evening.", id="the first"),
        pytest.param(1100, "Good evening. ", id="not yet a word more"),
        pytest.param(2000, "Good evening. May I have ", id="half of the second, at a word"),
        pytest.param(3000, "Good evening. May I have your name, please?", id="all"),
        pytest.param(9000, "Good evening. May I have your name, please?", id="past the end"),
    ],
)
def test_heard_until(end_ms: float, text: str) -> None:
    assert "".join(part.text for part in heard_until(PARTS, end_ms)) == text


def message(item_id: str, role: str = "user", text: str = "hello") -> Item:
    kind = "output_audio" if role == "assistant" else "input_text"
    return Item({"id": item_id, "type": "message", "role": role, "content": [{"type": kind, "text": text}]})


def spoken(item_id: str) -> Item:
    body = {"type": "message", "role": "assistant", "content": [{"type": "output_audio", "transcript": "…"}]}
    return Item({"id": item_id, **body}, spoken=list(PARTS))


def test_truncation_shortens_the_text_that_history_shows() -> None:
    talk = Conversation()
    talk.insert(spoken("a"))
    talk.truncate("a", 0, 2000)
    assert asyncio.run(talk.history()) == [Message("assistant", "Good evening. May I have")]


@pytest.mark.parametrize(
    ("item", "arguments", "param"),
    [
        pytest.param(spoken("a"), ("a", 0, 4000), "audio_end_ms", id="longer than it sounded"),
        pytest.param(spoken("a"), ("a", 1, 10), "content_index", id="no such part"),
        pytest.param(spoken("a"), ("a", 0, -1), "audio_end_ms", id="before it began"),
        pytest.param(message("a"), ("a", 0, 10), "item_id", id="the learner's own words"),
        pytest.param(message("a", "assistant"), ("a", 0, 10), "item_id", id="never sounded"),
        pytest.param(spoken("a"), ("b", 0, 10), "item_id", id="no such item"),
    ],
)
def test_a_truncation_that_cannot_be(item: Item, arguments: tuple[Any, Any, Any], param: str) -> None:
    talk = Conversation()
    talk.insert(item)
    with pytest.raises(ApiError) as error:
        talk.truncate(*arguments)
    assert error.value.param == param


def test_a_players_rounding_is_no_mistake() -> None:
    talk = Conversation()
    talk.insert(spoken("a"))
    talk.truncate("a", 0, 3100)
    assert talk.get("a").body["content"][0]["transcript"] == "Good evening. May I have your name, please?"


def test_history_waits_for_words_still_being_recognised() -> None:
    async def scene() -> list[Any]:
        async def recognise() -> str:
            await asyncio.sleep(0)
            item.body["content"][0]["text"] = "a window seat"
            return ""

        item = message("a", text="")
        item.transcript = asyncio.create_task(recognise())
        talk = Conversation()
        talk.insert(item)
        return await talk.history()

    assert asyncio.run(scene()) == [Message("user", "a window seat")]


async def test_a_reply_that_stops_waiting_leaves_the_words_to_come() -> None:
    recognised = asyncio.Event()

    async def recognise() -> str:
        await recognised.wait()
        return "a window seat"

    item = message("a")
    item.transcript = asyncio.create_task(recognise())
    talk = Conversation()
    talk.insert(item)
    waiting = asyncio.create_task(talk.history())
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    recognised.set()
    assert await item.transcript == "a window seat"


def test_history_names_the_tool_of_a_result() -> None:
    items: list[dict[str, Any]] = [
        {"type": "function_call", "call_id": "c", "name": "look", "arguments": '{"where": "here"}'},
        {"type": "function_call_output", "call_id": "c", "output": "nothing"},
        {"type": "function_call", "call_id": "d", "name": "look", "arguments": "no JSON"},
    ]
    assert as_history(items) == [
        ToolCall("look", {"where": "here"}),
        ToolResult("look", "nothing"),
        ToolCall("look", {}),
    ]


def test_an_item_gets_what_it_lacks() -> None:
    item = checked_item({"type": "message", "role": "user", "content": []})
    assert item["id"].startswith("item_")
    assert (item["object"], item["status"]) == ("realtime.item", "completed")


@pytest.mark.parametrize(
    ("given", "param"),
    [
        pytest.param(None, "item", id="none"),
        pytest.param("text", "item", id="no object"),
        pytest.param({"type": "song"}, "item.type", id="type"),
        pytest.param({"type": "message", "role": "user"}, "item.content", id="no content"),
        pytest.param(
            {"type": "message", "role": "assistant", "content": [{"type": "input_text"}]},
            "item.content[0].type",
            id="a part of the other side",
        ),
        pytest.param(
            {"type": "function_call", "name": "x", "arguments": "{}"}, "item.call_id", id="no call_id"
        ),
    ],
)
def test_an_item_that_cannot_be(given: object, param: str) -> None:
    with pytest.raises(ApiError) as error:
        checked_item(given)
    assert error.value.param == param
