"""livekit-plugins-openai's parts of a pipeline against the engine. Its realtime model: tests/local_engine/realtime."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from livekit import rtc
from livekit.agents import APIStatusError, function_tool, llm, stt, utils
from livekit.agents.types import APIConnectOptions
from livekit.plugins import openai
from openai import AsyncOpenAI

from tests.fixtures.engine_process import EngineProcess
from tests.local_engine.conftest import SENTENCES
from tests.local_engine.spoken import RATE, say, seconds_of, silence

pytestmark = pytest.mark.engine

ONCE = APIConnectOptions(max_retry=0, timeout=10.0)
HOTEL = 'Place: "hotel"\nPartner: "receptionist"\nGoal: "check in"'
LINE = "Good evening, and welcome. How can I help you?"


def asked(*lines: str) -> llm.ChatContext:
    context = llm.ChatContext.empty()
    context.add_message(role="system", content=HOTEL)
    for line in lines:
        context.add_message(role="user", content=line)
    return context


@pytest.fixture
async def client(engine: EngineProcess) -> AsyncIterator[AsyncOpenAI]:
    """Handed to each part, for not each of them closes its own."""
    async with AsyncOpenAI(base_url=engine.url, api_key="any", max_retries=0) as connected:
        yield connected


@pytest.fixture
def mind(client: AsyncOpenAI) -> openai.LLM:
    return openai.LLM(model="any", client=client)


async def test_the_llm_streams_words_and_usage(mind: openai.LLM) -> None:
    async with mind.chat(chat_ctx=asked("What time is breakfast?"), conn_options=ONCE) as stream:
        chunks = [chunk async for chunk in stream]
    words = [chunk.delta.content for chunk in chunks if chunk.delta is not None and chunk.delta.content]
    assert "".join(words) == "Breakfast is from seven to ten. It is on the second floor."
    assert len(words) > 8
    usage = [chunk.usage for chunk in chunks if chunk.usage is not None]
    assert len(usage) == 1
    assert usage[0].total_tokens == usage[0].prompt_tokens + usage[0].completion_tokens


async def test_the_llm_calls_a_tool(mind: openai.LLM) -> None:
    @function_tool
    async def scenario_fact(place: str | None, partner: str | None, goal: str | None) -> None:
        """Note what the learner told of the scene."""

    stream = mind.chat(
        chat_ctx=asked("I am at a hotel, talking to the receptionist."),
        tools=[scenario_fact],
        tool_choice={"type": "function", "function": {"name": "scenario_fact"}},
        conn_options=ONCE,
    )
    async with stream:
        calls = [call async for chunk in stream if chunk.delta for call in chunk.delta.tool_calls]
    assert [call.name for call in calls] == ["scenario_fact"]
    assert llm.utils.parse_function_arguments(calls[0].arguments) == {
        "place": "hotel",
        "partner": "receptionist",
        "goal": None,
    }


@pytest.mark.parametrize("model", ["tts-1", "gpt-4o-mini-tts"], ids=["plain sound", "events"])
@pytest.mark.parametrize("form", ["pcm", "wav"])
async def test_the_tts_speaks(client: AsyncOpenAI, model: str, form: Any) -> None:
    voice = openai.TTS(client=client, model=model, voice="alloy", response_format=form, speed=1.2)
    async with voice.synthesize(LINE, conn_options=ONCE) as stream:
        frames = [event.frame async for event in stream]
    assert {(frame.sample_rate, frame.num_channels) for frame in frames} == {(RATE, 1)}
    assert 2.0 < sum(frame.duration for frame in frames) < 4.0


async def test_the_tts_raises_what_is_wrong(client: AsyncOpenAI) -> None:
    voice = openai.TTS(client=client, voice="bob", response_format="pcm")
    with pytest.raises(APIStatusError) as refused:
        async with voice.synthesize(LINE, conn_options=ONCE) as stream:
            await stream.collect()
    assert refused.value.status_code == 400


@pytest.mark.parametrize("model", ["gpt-4o-mini-transcribe", "whisper-1"], ids=["json", "verbose_json"])
async def test_the_stt_hears(client: AsyncOpenAI, model: str) -> None:
    ears = openai.STT(client=client, model=model, language="en", use_realtime=False)
    pcm = silence(0.5) + say(SENTENCES[0]) + silence(0.5)
    event = await ears.recognize(rtc.AudioFrame(pcm, RATE, 1, len(pcm) // 2), conn_options=ONCE)
    assert event.alternatives[0].text == SENTENCES[0]
    assert event.alternatives[0].language == "en"


async def test_the_stt_hears_while_the_learner_speaks(client: AsyncOpenAI) -> None:
    """Its websocket, with the engine's own turn detection: no file is sent, and the text is there at the turn's end."""
    pcm = silence(0.5) + say(SENTENCES[0]) + silence(1.5)
    async with utils.http_context.open():
        ears = openai.STT(client=client, language="en", use_realtime=True)
        async with ears.stream(conn_options=ONCE) as stream:
            for at in range(0, len(pcm), RATE // 50 * 2):
                piece = pcm[at : at + RATE // 50 * 2]
                stream.push_frame(rtc.AudioFrame(piece, RATE, 1, len(piece) // 2))
            kinds = []
            async for event in stream:
                kinds.append(event.type)
                if event.type is stt.SpeechEventType.FINAL_TRANSCRIPT:
                    break
        await ears.aclose()
    assert event.alternatives[0].text == SENTENCES[0]
    assert kinds[:2] == [stt.SpeechEventType.START_OF_SPEECH, stt.SpeechEventType.END_OF_SPEECH]


async def test_all_three_at_once(client: AsyncOpenAI, mind: openai.LLM) -> None:
    """A pipeline speaks its first sentence while it hears and thinks already."""
    voice = openai.TTS(client=client, voice="verse", response_format="pcm")
    ears = openai.STT(client=client, use_realtime=False)
    pcm = say(SENTENCES[1]) + silence(0.3)

    async def speak() -> float:
        async with voice.synthesize(LINE, conn_options=ONCE) as stream:
            return sum([event.frame.duration async for event in stream])

    async def think() -> str:
        async with mind.chat(chat_ctx=asked("What time is breakfast?"), conn_options=ONCE) as stream:
            return "".join([chunk.delta.content or "" async for chunk in stream if chunk.delta])

    async def hear() -> str:
        heard = await ears.recognize(rtc.AudioFrame(pcm, RATE, 1, len(pcm) // 2), conn_options=ONCE)
        return heard.alternatives[0].text

    lengths, answers, texts = await asyncio.gather(
        asyncio.gather(*(speak() for _ in range(4))),
        asyncio.gather(*(think() for _ in range(4))),
        asyncio.gather(*(hear() for _ in range(4))),
    )
    assert len(set(lengths)) == 1
    assert lengths[0] > 2
    assert len(set(answers)) == 1
    assert texts == [SENTENCES[1]] * 4
    assert seconds_of(pcm) < 3
