"""A mind behind an OpenAI-compatible server: the other server is our own engine."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import openai
import pytest

from local_engine.minds.remote import RemoteMind, request_of
from local_engine.protocols import Message, MindError, Task, Tool, ToolCall, ToolResult
from tests.fixtures.engine_process import EngineProcess, engine_process, free_port
from tests.fixtures.faults import faults_of

pytestmark = pytest.mark.engine

HOTEL = 'Place: "hotel"\nPartner: "receptionist"\nGoal: "check in"'
BREAKFAST = Task(instructions=HOTEL, history=[Message("user", "What time is breakfast?")])
FACT = Tool(
    "scenario_fact",
    "Note what was told.",
    {
        "type": "object",
        "properties": {name: {"type": ["string", "null"]} for name in ("place", "partner", "goal")},
    },
)


@pytest.fixture
async def mind(engine: EngineProcess) -> AsyncIterator[RemoteMind]:
    thinking = RemoteMind(engine.url, "any")
    await thinking.start()
    yield thinking
    await thinking.aclose()


async def said(mind: RemoteMind, task: Task) -> list[str]:
    answer = await mind.answer(task)
    assert not isinstance(answer, ToolCall)
    return [sentence async for sentence in answer]


async def test_sentences_come_one_by_one(mind: RemoteMind) -> None:
    assert await said(mind, BREAKFAST) == ["Breakfast is from seven to ten.", "It is on the second floor."]


async def test_a_tool_is_called(mind: RemoteMind) -> None:
    told = [Message("user", "I am at a hotel, talking to the receptionist.")]
    task = Task(instructions="", history=told, tools=[FACT], forced_tool="scenario_fact")
    assert await mind.answer(task) == ToolCall(
        "scenario_fact", {"place": "hotel", "partner": "receptionist", "goal": None}
    )


async def test_json_comes_whole(mind: RemoteMind) -> None:
    schema = {"type": "object", "properties": {"partner": {"type": "string"}}, "required": ["partner"]}
    told = [Message("user", "Fill in what is missing. place: bank, partner: null, goal: null")]
    assert await said(mind, Task(instructions="", history=told, response_schema=schema)) == [
        '{"partner": "teller"}'
    ]


def test_a_talk_with_calls_is_told_as_openai_wants_it() -> None:
    task = Task(
        instructions="Be kind.",
        history=[
            Message("user", "Hi."),
            ToolCall("a", {"x": 1}),
            ToolResult("a", "one"),
            ToolCall("b", {}),
            ToolResult("b", "two"),
        ],
        tools=[FACT],
        may_call=False,
    )
    request: dict[str, Any] = request_of(task, "m")
    calls = [message["tool_calls"][0]["id"] for message in request["messages"] if "tool_calls" in message]
    results = [message["tool_call_id"] for message in request["messages"] if message["role"] == "tool"]
    assert calls == results == ["call_1", "call_2"]
    assert request["tool_choice"] == "none"
    assert request["messages"][0] == {"role": "system", "content": "Be kind."}


async def test_a_server_that_is_not_there_is_an_error_without_words() -> None:
    mind = RemoteMind(f"http://127.0.0.1:{free_port()}/v1", "any")
    await mind.start()
    with pytest.raises(MindError, match="cannot be asked: ClientConnectorError"):
        await mind.answer(BREAKFAST)
    await mind.aclose()


async def test_an_engine_thinks_with_another_and_says_when_it_fails(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with (
        engine_process(tmp_path / "one", grammar=["Hello."], faults=True) as thinking,
        engine_process(
            tmp_path / "two",
            grammar=["Hello."],
            environ={"LOCAL_ENGINE_MIND_URL": thinking.url, "LOCAL_ENGINE_MIND_MODEL": "any"},
        ) as asking,
    ):
        messages: Any = [
            {"role": "system", "content": HOTEL},
            {"role": "user", "content": "What time is breakfast?"},
        ]
        async with (
            openai.AsyncOpenAI(base_url=asking.url, api_key="any", max_retries=0) as client,
            faults_of(thinking.url) as faults,
        ):

            async def ask(*, stream: Any = False) -> Any:
                return await client.chat.completions.create(model="any", messages=messages, stream=stream)

            answer = await ask()
            assert answer.choices[0].message.content == (
                "Breakfast is from seven to ten. It is on the second floor."
            )
            await faults.set("chat", "request", "error", status=404, message="no such model")
            with pytest.raises(openai.APIStatusError, match="answered 404: no such model") as failed:
                await ask()
            assert (failed.value.status_code, failed.value.code) == (502, "mind_failed")
            await faults.set("chat", "chunk", "drop", nth=12)
            with pytest.raises(openai.APIError, match="cannot be asked"):
                [chunk async for chunk in await ask(stream=True)]
            # Nobody waits: the call to the other server ends too.
            stalled = await faults.set("chat", "chunk", "stall", nth=2)
            waiting = asyncio.create_task(ask())
            await stalled.has_struck()
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
            assert (await ask()).choices[0].message.content
