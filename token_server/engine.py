"""The engine's text and speech models, for pages without a tutor. Each call has a time limit and one kind of failure.

What is said to a model and what it answers are a learner's words: errors carry neither, and are logged by type alone.
"""

import asyncio
import io
import logging
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

import httpx2
from openai import APIStatusError, AsyncOpenAI, OpenAIError
from openai.types.chat import ChatCompletion, ChatCompletionMessage
from openai.types.chat.chat_completion import Choice

from contract.settings import ModelSettings, Part
from contract.words import Locale, Voice
from lesson.translation import TRANSLATION_SCHEMA, parse_translation, translation_messages
from lesson.usage import chat_use, speech_use
from token_server.metrics import Metrics
from token_server.usage import PageUsage

logger = logging.getLogger(__name__)

SAMPLE_RATE: Final = 24_000  # of `pcm`, mono and 16-bit, by OpenAI's documentation
SAMPLE_BYTES: Final = 2
MAX_SOUND_BYTES: Final = 16 * 1024 * 1024  # 5 minutes and a half; the tutor's longest line takes one
SOUNDS_AT_ONCE: Final = 8  # each is in memory until it is whole

What = Literal["translation", "sound"]


class EngineUnavailableError(Exception):
    """The engine did not answer, was too slow, refused, or gave nothing of use."""


@dataclass(frozen=True, kw_only=True)
class Seconds:
    """How long a call may take, everything included."""

    translation: float = 10.0
    sound: float = 15.0


@dataclass(frozen=True, kw_only=True)
class EngineClients:
    """The text models and the voice may be two services."""

    llm: AsyncOpenAI
    tts: AsyncOpenAI


@asynccontextmanager
async def open_clients(settings: ModelSettings) -> AsyncIterator[EngineClients]:
    """Without the library's repeats: they would outlast who waits for the answer."""

    def client(part: Part) -> AsyncOpenAI:
        return AsyncOpenAI(api_key=settings.key_of(part), base_url=settings.url_of(part), max_retries=0)

    async with client("llm") as llm, client("tts") as tts:
        yield EngineClients(llm=llm, tts=tts)


class Engine:
    """`lesson_id` of a call: the lesson that it is for, whose usage it is."""

    def __init__(
        self,
        clients: EngineClients,
        *,
        llm_model: str,
        tts_model: str,
        metrics: Metrics,
        usage: PageUsage,
        seconds: Seconds | None = None,
    ) -> None:
        self._clients = clients
        self._llm_model = llm_model
        self._tts_model = tts_model
        self._metrics = metrics
        self._usage = usage
        self._seconds = seconds or Seconds()
        self._sounding = asyncio.Semaphore(SOUNDS_AT_ONCE)

    async def translate(self, text: str, target: Locale, *, lesson_id: UUID) -> str:
        """The whole text in the other language. Raises EngineUnavailableError, also where a model has none."""
        async with self._call("translation", self._seconds.translation):
            answer = await self._clients.llm.chat.completions.create(
                model=self._llm_model,
                messages=[
                    {"role": "system", "content": message["content"]}
                    if message["role"] == "system"
                    else {"role": "user", "content": message["content"]}
                    for message in translation_messages(text, target)
                ],
                response_format={
                    "type": "json_schema",
                    "json_schema": {
                        "name": "translation",
                        "strict": True,
                        "schema": dict(TRANSLATION_SCHEMA),
                    },
                },
            )
            self._usage.note(chat_use("translation", self._llm_model, answer), lesson_id=lesson_id)
            translation = parse_translation(_content(answer), text, target)
            if translation is None:
                raise EngineUnavailableError("no translation")
            return translation

    async def say(self, text: str, *, voice: Voice, speed: float, lesson_id: UUID | None) -> bytes:
        """The text as a WAV file. Raises EngineUnavailableError."""
        async with self._call("sound", self._seconds.sound), self._sounding:
            sound = bytearray()
            async with self._clients.tts.audio.speech.with_streaming_response.create(
                model=self._tts_model, voice=voice, input=text, speed=speed, response_format="pcm"
            ) as response:
                if not _is_sound(response.headers.get("content-type", "")):
                    raise EngineUnavailableError("the answer is no sound")
                async for piece in response.iter_bytes():
                    sound += piece
                    if len(sound) > MAX_SOUND_BYTES:
                        raise EngineUnavailableError(f"the sound is over {MAX_SOUND_BYTES} bytes")
            seconds = len(sound) / (SAMPLE_RATE * SAMPLE_BYTES)
            self._usage.note(
                speech_use("replay", self._tts_model, text, seconds=seconds), lesson_id=lesson_id
            )
            if len(sound) < SAMPLE_BYTES or sound.startswith(b"RIFF"):
                raise EngineUnavailableError("the sound is empty, or not pcm")
            return wav_of(bytes(sound))

    @asynccontextmanager
    async def _call(self, what: What, seconds: float) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(seconds):
                yield
        # ValueError: an answer that says it is JSON and is none.
        except (OpenAIError, httpx2.HTTPError, TimeoutError, ValueError, EngineUnavailableError) as error:
            self._metrics.engine_call(what, "failed")
            extra = {"what": what, "error": type(error).__name__}
            if isinstance(error, APIStatusError):
                extra["status"] = str(error.status_code)
            logger.warning("the engine did not help", extra=extra)
            raise EngineUnavailableError(what) from None  # a driver's error may quote what was said
        self._metrics.engine_call(what, "ok")


def wav_of(pcm: bytes) -> bytes:
    """With a header that has true lengths, which a streamed WAV cannot have."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(SAMPLE_BYTES)
        writer.setframerate(SAMPLE_RATE)
        writer.writeframes(pcm[: len(pcm) - len(pcm) % SAMPLE_BYTES])
    return file.getvalue()


def _is_sound(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower().startswith(("audio/", "application/octet-stream"))


def _content(answer: object) -> str | None:
    """What the model wrote; None for what only calls itself a chat completion (the client does not check)."""
    match answer:
        case ChatCompletion(choices=[Choice(message=ChatCompletionMessage(content=str(content))), *_]):
            return content
        case _:
            return None
