"""The HTTP calls through OpenAI's own client."""

import io
import json
import wave
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import openai
import pytest
import pytest_asyncio

from tests.fixtures.engine_process import EngineProcess, engine_process

pytestmark = pytest.mark.engine

SCENE: list[Any] = [
    {"role": "system", "content": 'Place: "hotel"\nPartner: "receptionist"\nGoal: "check in"'},
    {"role": "user", "content": "What time is breakfast?"},
]
ANSWER = "Breakfast is from seven to ten. It is on the second floor."
TOOL: Any = {
    "type": "function",
    "function": {
        "name": "scenario_fact",
        "parameters": {
            "type": "object",
            "properties": {name: {"type": ["string", "null"]} for name in ("place", "partner", "goal")},
        },
    },
}


@pytest_asyncio.fixture
async def client(engine: EngineProcess) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(base_url=engine.url, api_key="any", max_retries=0) as connected:
        yield connected


async def test_models_are_listed(client: openai.AsyncOpenAI) -> None:
    assert [model.id async for model in client.models.list()] == ["local-engine"]


async def test_a_chat_is_answered_in_the_scene(client: openai.AsyncOpenAI) -> None:
    answer = await client.chat.completions.create(model="any", messages=SCENE)
    assert answer.choices[0].message.content == ANSWER
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage is not None
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens > 0


async def test_a_streamed_chat_comes_in_sentences_with_usage_last(client: openai.AsyncOpenAI) -> None:
    stream = await client.chat.completions.create(
        model="any", messages=SCENE, stream=True, stream_options={"include_usage": True}
    )
    chunks = [chunk async for chunk in stream]
    pieces = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices]
    assert [piece for piece in pieces if piece] == [
        "Breakfast is from seven to ten.",
        " It is on the second floor.",
    ]
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].choices == []
    assert chunks[-1].usage is not None


async def test_a_stream_ends_with_done(engine: EngineProcess) -> None:
    body = {"model": "any", "messages": SCENE, "stream": True}
    async with aiohttp.ClientSession() as http, http.post(f"{engine.url}/chat/completions", json=body) as got:
        assert got.content_type == "text/event-stream"
        assert (await got.text()).endswith("data: [DONE]\n\n")


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
async def test_a_forced_tool_is_called(engine: EngineProcess, *, stream: bool) -> None:
    messages = [{"role": "user", "content": "I am at a hotel, talking to the receptionist."}]
    body = {
        "model": "any",
        "messages": messages,
        "tools": [TOOL],
        "tool_choice": {"type": "function", "function": {"name": "scenario_fact"}},
        "stream": stream,
    }
    async with aiohttp.ClientSession() as http, http.post(f"{engine.url}/chat/completions", json=body) as got:
        text = await got.text()
    events = [json.loads(line[6:]) for line in text.split("\n\n")[:-2]] if stream else [json.loads(text)]
    choices = [event["choices"][0] for event in events]
    calls = [(c.get("message") or c.get("delta")).get("tool_calls") for c in choices]
    function = next(call for call in calls if call)[0]["function"]
    assert function["name"] == "scenario_fact"
    assert json.loads(function["arguments"]) == {"place": "hotel", "partner": "receptionist", "goal": None}
    assert choices[-1]["finish_reason"] == "tool_calls"


async def test_a_schema_is_kept(client: openai.AsyncOpenAI) -> None:
    schema = {
        "type": "object",
        "properties": {"partner": {"type": "string"}, "goal": {"type": "string"}},
        "required": ["partner", "goal"],
        "additionalProperties": False,
    }
    answer = await client.chat.completions.create(
        model="any",
        messages=[
            {"role": "user", "content": "Fill in what is missing. place: bank, partner: null, goal: null"}
        ],
        response_format={"type": "json_schema", "json_schema": {"name": "scene", "schema": schema}},
    )
    assert json.loads(answer.choices[0].message.content or "") == {
        "partner": "teller",
        "goal": "open an account",
    }


async def test_a_token_limit_cuts_at_a_sentence(client: openai.AsyncOpenAI) -> None:
    answer = await client.chat.completions.create(model="any", messages=SCENE, max_completion_tokens=10)
    assert answer.choices[0].message.content == "Breakfast is from seven to ten."
    assert answer.choices[0].finish_reason == "length"


@pytest.mark.parametrize(
    ("path", "body", "param"),
    [
        pytest.param("chat/completions", {"messages": SCENE}, "model", id="no model"),
        pytest.param("chat/completions", {"model": "any"}, "messages", id="no messages"),
        pytest.param(
            "chat/completions",
            {"model": "any", "messages": [{"role": "ghost"}]},
            "messages[0].role",
            id="role",
        ),
        pytest.param("chat/completions", {"model": "any", "messages": SCENE, "n": 2}, "n", id="two answers"),
        pytest.param(
            "chat/completions",
            {"model": "any", "messages": SCENE, "tool_choice": "required"},
            "tool_choice",
            id="a tool, but there is none",
        ),
        pytest.param("audio/speech", {"model": "any", "voice": "alloy"}, "input", id="nothing to say"),
        pytest.param("audio/speech", {"input": " ", "voice": "alloy"}, "input", id="blank"),
        pytest.param("audio/speech", {"input": "x" * 4097, "voice": "alloy"}, "input", id="too long"),
        pytest.param("audio/speech", {"input": "Hello", "voice": "bob"}, "voice", id="voice"),
        pytest.param("audio/speech", {"input": "Hello", "speed": 5}, "speed", id="speed"),
        pytest.param(
            "audio/speech", {"input": "Hello", "response_format": "mp3"}, "response_format", id="format"
        ),
    ],
)
async def test_a_mistake_names_its_field(
    engine: EngineProcess, path: str, body: dict[str, Any], param: str
) -> None:
    async with aiohttp.ClientSession() as http, http.post(f"{engine.url}/{path}", json=body) as got:
        error = (await got.json())["error"]
    assert (got.status, error["type"], error["param"]) == (400, "invalid_request_error", param)


async def test_pcm_is_plain_samples_that_begin_early(client: openai.AsyncOpenAI) -> None:
    pieces = []
    async with client.audio.speech.with_streaming_response.create(
        model="any", voice="alloy", input="Good evening. How are you?", response_format="pcm"
    ) as got:
        assert got.headers["content-type"] == "audio/pcm"
        assert got.headers.get("transfer-encoding") == "chunked"
        pieces = [piece async for piece in got.iter_bytes()]
    seconds = sum(map(len, pieces)) / 48_000
    assert 1.5 < seconds < 4
    assert sum(map(len, pieces)) % 2 == 0


async def test_wav_says_what_it_is(client: openai.AsyncOpenAI) -> None:
    got = await client.audio.speech.create(model="any", voice="verse", input="Hello.", response_format="wav")
    assert got.response.headers["content-type"] == "audio/wav"
    with wave.open(io.BytesIO(got.content)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (24_000, 1, 2)
        assert 0.3 < sound.getnframes() / 24_000 < 2


async def test_slower_speech_is_longer(client: openai.AsyncOpenAI) -> None:
    lengths = []
    for speed in (1.0, 0.75):
        got = await client.audio.speech.create(
            model="any",
            voice="alloy",
            input="What would you like to drink?",
            response_format="pcm",
            speed=speed,
        )
        lengths.append(len(got.content))
    assert lengths[1] / lengths[0] == pytest.approx(1 / 0.75, rel=0.12)


async def test_a_wrong_key_is_refused_everywhere_but_at_the_health_check(tmp_path: Any) -> None:
    with engine_process(tmp_path, key="the right one") as keyed:
        async with aiohttp.ClientSession() as http:
            for path in ("models", "realtime?model=any"):
                async with http.get(f"{keyed.url}/{path}", headers={"Authorization": "Bearer wrong"}) as got:
                    assert (got.status, (await got.json())["error"]["code"]) == (401, "invalid_api_key")
            async with http.get(
                f"{keyed.url}/models", headers={"Authorization": "Bearer the right one"}
            ) as got:
                assert got.status == 200
            async with http.get(keyed.url.replace("/v1", "/healthz")) as got:
                assert await got.json() == {"status": "ok"}


async def test_an_unknown_path_answers_in_openais_shape(engine: EngineProcess) -> None:
    async with aiohttp.ClientSession() as http, http.get(f"{engine.url}/nowhere") as got:
        assert got.status == 404
        assert (await got.json())["error"]["type"] == "invalid_request_error"
