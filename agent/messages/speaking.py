"""The tutor's sentences and their voice: each sentence goes out as soon as it is whole, its sound when it is made, in order.

Two are synthesised at once. A sentence whose voice fails is tried once more and then stays without sound: its text is out.
"""

import asyncio
import base64
import logging
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Final

from livekit.agents.voice import io
from openai import AsyncOpenAI, OpenAIError

from agent.engine.sentences import SentenceSplitter
from agent.messages.sound import Sound, sound_of
from contract.messages import MessageAudio, MessageSentence, ReplyAudio
from contract.model import Message
from contract.words import Voice

logger = logging.getLogger(__name__)

AT_ONCE: Final = 2
TRIES: Final = 2
SYNTHESIS_SECONDS: Final = 15.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """When the first sound went out (unix seconds), None without any, and how long it is."""

    began: float | None = None
    seconds: float = 0.0


class VoiceMaker:
    """Text to sound by the engine's text-to-speech."""

    def __init__(self, client: AsyncOpenAI, *, model: str, voice: Voice) -> None:
        self._client = client
        self._model = model
        self._voice = voice
        self.speed = 1.0

    async def sound(self, text: str, form: ReplyAudio) -> Sound | None:
        """None when the engine did not give any, twice."""
        for _ in range(TRIES):
            try:
                async with asyncio.timeout(SYNTHESIS_SECONDS):
                    answer = await self._client.audio.speech.create(
                        model=self._model,
                        voice=self._voice,
                        input=text,
                        response_format="pcm",
                        speed=self.speed,
                    )
            except (OpenAIError, TimeoutError) as error:
                logger.warning("a sentence got no voice", extra={"error": type(error).__name__})
                continue
            if answer.content:
                return await asyncio.to_thread(sound_of, answer.content, form)
        return None


class Speaking(io.TextOutput):
    """Where a session without a room puts its text."""

    def __init__(
        self,
        voice: VoiceMaker,
        *,
        form: ReplyAudio,
        send: Callable[[Message], None],
        on_token: Callable[[float], None],
        on_sentence: Callable[[float], None],
        on_sound: Callable[[float], None],
    ) -> None:
        super().__init__(label="messages", next_in_chain=None)
        self._voice = voice
        self._form: ReplyAudio = form
        self._send = send
        self._on_token = on_token
        self._on_sentence = on_sentence
        self._on_sound = on_sound
        self._sentences = SentenceSplitter()
        self._count = 0
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._last: asyncio.Task[Spoken] | None = None
        self._unclaimed: list[asyncio.Task[Spoken]] = []

    async def capture_text(self, text: str) -> None:
        self._on_token(time.time())
        for sentence in self._sentences.push(text):
            self._say(sentence)

    def flush(self) -> None:
        for sentence in self._sentences.flush():
            self._say(sentence)

    def spoken(self) -> Coroutine[Any, Any, Spoken]:
        """The sound of all sentences since this was last asked, once it is made."""
        tasks, self._unclaimed = self._unclaimed, []
        return _together(tasks)

    async def aclose(self) -> None:
        for task in self._unclaimed:
            task.cancel()
        await asyncio.gather(*self._unclaimed, return_exceptions=True)

    def _say(self, text: str) -> None:
        self._on_sentence(time.time())
        self._count += 1
        self._send(MessageSentence(sentence=self._count, text=text))
        if self._form != "none":
            self._last = asyncio.create_task(self._speak(self._count, text, after=self._last))
            self._unclaimed.append(self._last)

    async def _speak(self, sentence: int, text: str, *, after: "asyncio.Task[Spoken] | None") -> Spoken:
        async with self._slots:
            sound = await self._voice.sound(text, self._form)
        if after is not None:
            await asyncio.wait({after})
        if sound is None:
            return Spoken()
        at = time.time()
        self._on_sound(at)
        self._send(
            MessageAudio(
                sentence=sentence,
                mime_type=sound.mime_type,
                seconds=round(sound.seconds, 3),
                data=base64.b64encode(sound.data).decode(),
            )
        )
        return Spoken(at, sound.seconds)


async def _together(tasks: "Sequence[asyncio.Task[Spoken]]") -> Spoken:
    sounds = await asyncio.gather(*tasks)
    began = min((sound.began for sound in sounds if sound.began is not None), default=None)
    return Spoken(began, sum(sound.seconds for sound in sounds))
