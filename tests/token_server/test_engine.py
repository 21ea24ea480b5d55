"""What the engine's answers become, and that nobody waits for it for ever."""

import io
import wave
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from openai import AsyncOpenAI

from storage.memory import MemoryStorage
from tests.token_server.played_engine import PCM, Manner, PlayedEngine, playing
from token_server.chores import Chores
from token_server.engine import Engine, EngineClients, EngineUnavailableError, Seconds, wav_of
from token_server.metrics import Metrics
from token_server.usage import PageUsage

LESSON = uuid4()


@pytest.fixture
async def played() -> AsyncIterator[PlayedEngine]:
    async with playing(PlayedEngine(translations={"Hi.": "안녕하세요."})) as it:
        yield it


@pytest.fixture
async def client(played: PlayedEngine) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(api_key="none", base_url=played.url, max_retries=0) as it:
        yield it


def engine_of(client: AsyncOpenAI, *, seconds: Seconds | None = None) -> Engine:
    metrics = Metrics()
    usage = PageUsage(MemoryStorage().usage, prices={}, chores=Chores(), metrics=metrics)
    return Engine(
        EngineClients(llm=client, tts=client),
        llm_model="text",
        tts_model="voice",
        metrics=metrics,
        usage=usage,
        seconds=seconds,
    )


def frames(wav: bytes) -> bytes:
    with wave.open(io.BytesIO(wav)) as reader:
        assert (reader.getnchannels(), reader.getsampwidth(), reader.getframerate()) == (1, 2, 24_000)
        return bytes(reader.readframes(reader.getnframes()))


async def test_sound_is_asked_for_without_a_header_and_gets_a_true_one(
    played: PlayedEngine, client: AsyncOpenAI
) -> None:
    wav = await engine_of(client).say("Hi.", voice="ash", speed=0.75, lesson_id=None)
    assert frames(wav) == PCM, "and the odd byte at its end is gone"
    assert played.asked == [
        {"model": "voice", "voice": "ash", "input": "Hi.", "speed": 0.75, "response_format": "pcm"}
    ]


def test_a_header_says_the_true_length() -> None:
    wav = wav_of(b"\x00\x01" * 100)
    assert wav[:4] == b"RIFF"
    assert int.from_bytes(wav[4:8], "little") == len(wav) - 8
    assert int.from_bytes(wav[40:44], "little") == 200 == len(wav) - 44


@pytest.mark.parametrize("manner", ["refuses", "page", "bad json", "cut", "empty", "another format"])
async def test_what_is_no_sound_is_no_help(played: PlayedEngine, client: AsyncOpenAI, manner: Manner) -> None:
    played.manner = manner
    with pytest.raises(EngineUnavailableError) as caught:
        await engine_of(client).say("my secret", voice="alloy", speed=1.0, lesson_id=None)
    assert "secret" not in str(caught.value)
    assert caught.value.__suppress_context__


async def test_a_slow_engine_is_not_waited_for(played: PlayedEngine, client: AsyncOpenAI) -> None:
    played.open.clear()
    engine = engine_of(client, seconds=Seconds(translation=0.05, sound=0.05))
    with pytest.raises(EngineUnavailableError):
        await engine.translate("Hi.", "ko", lesson_id=LESSON)
    with pytest.raises(EngineUnavailableError):
        await engine.say("Hi.", voice="alloy", speed=1.0, lesson_id=None)
    played.open.set()
    assert await engine_of(client).translate("Hi.", "ko", lesson_id=LESSON) == "안녕하세요."
