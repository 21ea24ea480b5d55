"""Every HTTP call through OpenAI's own client, and its errors as that client raises them."""

import base64
import io
import json
import wave
from collections.abc import AsyncIterator, Callable
from functools import cache
from typing import Any

import aiohttp
import openai
import pytest
import pytest_asyncio
from pydantic import BaseModel

from tests.fixtures.engine_process import EngineProcess
from tests.local_engine.conftest import SENTENCES
from tests.local_engine.spoken import encoded, say, silence

pytestmark = pytest.mark.engine

SCENE: list[Any] = [
    {"role": "system", "content": 'Place: "hotel"\nPartner: "receptionist"\nGoal: "check in"'},
    {"role": "user", "content": "What time is breakfast?"},
]
LINE = "What would you like to drink?"
ANSWER = "Breakfast is from seven to ten. It is on the second floor."
TOLD: list[Any] = [{"role": "user", "content": "I am at a hotel, talking to the receptionist."}]
FACTS = {"place": "hotel", "partner": "receptionist", "goal": None}
FORCED: Any = {"type": "function", "function": {"name": "scenario_fact"}}
TOOL: Any = {
    "type": "function",
    "function": {
        "name": "scenario_fact",
        "strict": True,
        "parameters": {
            "type": "object",
            "properties": {name: {"type": ["string", "null"]} for name in ("place", "partner", "goal")},
            "required": ["place", "partner", "goal"],
            "additionalProperties": False,
        },
    },
}


@cache
def spoken() -> bytes:
    return silence(1.0) + say(SENTENCES[1]) + silence(1.0)


def wav() -> bytes:
    return encoded(spoken(), "wav")


class Scene(BaseModel):
    partner: str
    goal: str


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


async def test_a_streamed_chat_comes_word_by_word_with_usage_last(client: openai.AsyncOpenAI) -> None:
    stream = await client.chat.completions.create(
        model="any", messages=SCENE, stream=True, stream_options={"include_usage": True}
    )
    chunks = [chunk async for chunk in stream]
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(pieces) == ANSWER
    assert pieces[1:4] == ["Breakfast", " is", " from"]
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert chunks[-1].choices == []
    assert chunks[-1].usage is not None
    assert chunks[-1].usage.completion_tokens > 0


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize(
    ("stop", "said"),
    [
        pytest.param("seven to", "Breakfast is from ", id="one, over several words"),
        pytest.param(["floor", "ten."], "Breakfast is from seven to ", id="the first of two"),
        pytest.param("not in it", ANSWER, id="none is met"),
    ],
)
async def test_an_answer_ends_before_a_stop(
    client: openai.AsyncOpenAI, stop: Any, said: str, *, stream: bool
) -> None:
    if stream:
        chunks = await client.chat.completions.create(model="any", messages=SCENE, stop=stop, stream=True)
        text = "".join([chunk.choices[0].delta.content or "" async for chunk in chunks])
    else:
        answer = await client.chat.completions.create(model="any", messages=SCENE, stop=stop)
        text = answer.choices[0].message.content or ""
    assert text == said


async def test_a_stream_ends_with_done(engine: EngineProcess) -> None:
    body = {"model": "any", "messages": SCENE, "stream": True}
    async with aiohttp.ClientSession() as http, http.post(f"{engine.url}/chat/completions", json=body) as got:
        assert got.content_type == "text/event-stream"
        assert (await got.text()).endswith("data: [DONE]\n\n")


async def test_a_forced_tool_is_called(client: openai.AsyncOpenAI) -> None:
    answer = await client.chat.completions.create(
        model="any", messages=TOLD, tools=[TOOL], tool_choice=FORCED, n=1
    )
    calls = answer.choices[0].message.tool_calls
    assert calls is not None
    assert calls[0].type == "function"
    assert calls[0].function.name == "scenario_fact"
    assert json.loads(calls[0].function.arguments) == FACTS
    assert answer.choices[0].finish_reason == "tool_calls"


async def test_a_streamed_tool_call_has_its_arguments_in_pieces(client: openai.AsyncOpenAI) -> None:
    async with client.chat.completions.stream(
        model="any", messages=TOLD, tools=[TOOL], tool_choice=FORCED
    ) as stream:
        pieces = [
            event.arguments_delta
            async for event in stream
            if event.type == "tool_calls.function.arguments.delta"
        ]
        final = await stream.get_final_completion()
    assert len(pieces) > 3
    assert json.loads("".join(pieces)) == FACTS
    calls = final.choices[0].message.tool_calls
    assert calls is not None
    assert (calls[0].function.name, calls[0].function.arguments) == ("scenario_fact", "".join(pieces))
    assert final.choices[0].finish_reason == "tool_calls"


async def test_a_schema_comes_back_as_the_clients_own_model(client: openai.AsyncOpenAI) -> None:
    answer = await client.chat.completions.parse(
        model="any",
        messages=[
            {"role": "user", "content": "Fill in what is missing. place: bank, partner: null, goal: null"}
        ],
        response_format=Scene,
    )
    assert answer.choices[0].message.parsed == Scene(partner="teller", goal="open an account")


async def test_a_token_limit_cuts_the_answer(client: openai.AsyncOpenAI) -> None:
    answer = await client.chat.completions.create(model="any", messages=SCENE, max_completion_tokens=10)
    assert answer.choices[0].message.content == "Breakfast is from seven to ten. It is on"
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
            "chat/completions", {"model": "any", "messages": SCENE, "stop": [""]}, "stop", id="stop"
        ),
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
        pytest.param("audio/speech", {"input": "Hello", "stream_format": "ws"}, "stream_format", id="stream"),
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


async def test_wav_says_what_it_is_and_that_its_length_is_open(client: openai.AsyncOpenAI) -> None:
    got = await client.audio.speech.create(model="any", voice="verse", input="Hello.", response_format="wav")
    assert got.response.headers["content-type"] == "audio/wav"
    with wave.open(io.BytesIO(got.content)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (24_000, 1, 2)
        samples = len(sound.readframes(sound.getnframes())) // 2
    assert 0.3 < samples / 24_000 < 2
    assert len(got.content) == 44 + 2 * samples


async def test_speech_as_events_is_the_same_sound(client: openai.AsyncOpenAI) -> None:
    async def say(stream_format: Any) -> bytes:
        got = await client.audio.speech.create(
            model="any", voice="alloy", input=LINE, response_format="pcm", stream_format=stream_format
        )
        return got.content

    events = [json.loads(line[6:]) for line in (await say("sse")).decode().split("\n\n") if line]
    assert {event["type"] for event in events[:-1]} == {"speech.audio.delta"}
    assert b"".join(base64.b64decode(event["audio"]) for event in events[:-1]) == await say("audio")
    assert events[-1]["type"] == "speech.audio.done"
    assert events[-1]["usage"]["output_tokens"] > 20


async def test_slower_speech_is_longer(client: openai.AsyncOpenAI) -> None:
    lengths = []
    for speed in (1.0, 0.75):
        got = await client.audio.speech.create(
            model="any",
            voice="alloy",
            input=LINE,
            response_format="pcm",
            speed=speed,
        )
        lengths.append(len(got.content))
    assert lengths[1] / lengths[0] == pytest.approx(1 / 0.75, rel=0.12)


@pytest.mark.parametrize("form", ["wav", "flac", "ogg", "mp3", "webm"])
async def test_a_recording_is_heard_in_every_format(client: openai.AsyncOpenAI, form: str) -> None:
    file = (f"speech.{form}", encoded(spoken(), form))
    heard = await client.audio.transcriptions.create(model="any", file=file, language="en", prompt="A hotel.")
    assert heard.text == SENTENCES[1]


async def test_a_transcription_as_text_and_in_full(client: openai.AsyncOpenAI) -> None:
    file = ("speech.wav", wav())
    text: object = await client.audio.transcriptions.create(model="any", file=file, response_format="text")
    assert text == f"{SENTENCES[1]}\n"
    full = await client.audio.transcriptions.create(
        model="whisper-1",
        file=file,
        response_format="verbose_json",
        timestamp_granularities=["segment"],
        language="en",
    )
    assert (full.text, full.language) == (SENTENCES[1], "english")
    assert full.duration == pytest.approx(len(spoken()) / 48_000, abs=0.01)
    assert full.segments is not None
    begin, end = full.segments[0].start, full.segments[0].end
    assert begin == pytest.approx(1.0 - 0.3, abs=0.15)
    assert end == pytest.approx(full.duration - 1.0 + 0.3, abs=0.25)


async def test_two_sentences_with_a_pause_come_as_two_events(client: openai.AsyncOpenAI) -> None:
    sound = spoken() + spoken()
    stream = await client.audio.transcriptions.create(
        model="any", file=("two.wav", encoded(sound, "wav")), stream=True
    )
    events = [event async for event in stream]
    deltas = [event.delta for event in events if event.type == "transcript.text.delta"]
    assert deltas == [SENTENCES[1], f" {SENTENCES[1]}"]
    assert events[-1].type == "transcript.text.done"
    assert events[-1].text == "".join(deltas)


async def test_silence_has_no_words(client: openai.AsyncOpenAI) -> None:
    file = ("quiet.wav", encoded(silence(2.0), "wav"))
    assert (await client.audio.transcriptions.create(model="any", file=file)).text == ""


async def test_a_large_recording_is_taken_where_a_large_json_is_not(client: openai.AsyncOpenAI) -> None:
    file = ("long.wav", encoded(silence(110.0) + spoken(), "wav"))
    assert len(file[1]) > 5_000_000
    assert (await client.audio.transcriptions.create(model="any", file=file)).text == SENTENCES[1]
    with pytest.raises(openai.APIStatusError) as refused:
        await client.chat.completions.create(
            model="any", messages=[{"role": "user", "content": "x" * 5_000_000}]
        )
    assert refused.value.status_code == 413


@pytest.mark.parametrize(
    ("file", "code"),
    [
        pytest.param(lambda: b"", "invalid_file_format", id="empty"),
        pytest.param(lambda: b"RIFF", "invalid_file_format", id="four bytes"),
        pytest.param(lambda: b"This is no sound at all.", "invalid_file_format", id="text"),
        pytest.param(
            lambda: b"#EXTM3U\nhttp://127.0.0.1:1/a.ts\n", "invalid_file_format", id="a list of addresses"
        ),
        pytest.param(lambda: wav()[:-1000], "invalid_file_format", id="wav cut in its sound"),
        pytest.param(lambda: wav()[:30], "invalid_file_format", id="wav cut in its header"),
        pytest.param(
            lambda: encoded(spoken(), "webm")[:100], "invalid_file_format", id="webm cut in its header"
        ),
        pytest.param(lambda: b"\x1a\x45\xdf\xa3" + bytes(5000), "invalid_file_format", id="webm of zeros"),
        pytest.param(lambda: b"fLaC" + b"\xff" * 5000, "invalid_file_format", id="flac of ones"),
        pytest.param(lambda: encoded(silence(0.05), "wav"), "audio_too_short", id="50 ms"),
        pytest.param(
            lambda: encoded(silence(1500.0), "flac"),
            "audio_too_long",
            id="25 minutes of silence in few bytes",
        ),
    ],
)
async def test_a_file_that_is_none_is_refused(
    client: openai.AsyncOpenAI, file: Callable[[], bytes], code: str
) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        await client.audio.transcriptions.create(model="any", file=("speech.wav", file()))
    assert (refused.value.code, refused.value.param) == (code, "file")
    assert refused.value.type == "invalid_request_error"


async def test_a_file_beyond_the_limit_is_refused(client: openai.AsyncOpenAI) -> None:
    with pytest.raises(openai.APIStatusError) as refused:
        await client.audio.transcriptions.create(model="any", file=("big.wav", bytes(25 * 1024 * 1024 + 1)))
    assert (refused.value.status_code, refused.value.param) == (413, "file")


@pytest.mark.parametrize(
    ("options", "param"),
    [
        pytest.param({"model": ""}, "model", id="model"),
        pytest.param({"response_format": "srt"}, "response_format", id="format"),
        pytest.param({"timestamp_granularities": ["word"]}, "timestamp_granularities", id="words"),
    ],
)
async def test_a_mistake_in_a_transcription_names_its_field(
    client: openai.AsyncOpenAI, options: dict[str, Any], param: str
) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        await client.audio.transcriptions.create(**{"model": "any", "file": ("a.wav", wav()), **options})
    assert refused.value.param == param
