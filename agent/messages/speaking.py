"""The tutor's sentences and their voice: each goes out as soon as it is whole and judged, its sound when it is made, in order.

What is sent cannot be taken back as a sound can, so a sentence waits for the guardrail's verdict on it (its voice is made
meanwhile, and the model writes on); one that is stopped is not sent, nor are those after it in its line. Two are
synthesised at once. A sentence whose voice fails is tried once more and then stays without sound: its text is out.
"""

import asyncio
import base64
import logging
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from livekit.agents.voice import SpeechHandle, io
from openai import AsyncOpenAI, OpenAIError

from agent.engine.sentences import SentenceSplitter
from agent.messages.sound import Sound, sound_of
from contract.messages import MessageAudio, MessageSentence, ReplyAudio
from contract.model import Message
from contract.usage import Use
from contract.words import Voice
from lesson.usage import speech_use

logger = logging.getLogger(__name__)

AT_ONCE: Final = 2
TRIES: Final = 2
SYNTHESIS_SECONDS: Final = 15.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was sent; when its first sound went out (unix seconds), None without any, and how long it is.

    `stopped`: there was more, which was not sent.
    """

    text: str = ""
    began: float | None = None
    seconds: float = 0.0
    stopped: bool = False


class VoiceMaker:
    """Text to sound by the engine's text-to-speech; `on_use` is told what that took."""

    def __init__(
        self, client: AsyncOpenAI, *, model: str, voice: Voice, on_use: Callable[[Use], None]
    ) -> None:
        self._client = client
        self._model = model
        self._voice = voice
        self._on_use = on_use
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
                sound = await asyncio.to_thread(sound_of, answer.content, form)
                self._on_use(speech_use("talk", self._model, text, seconds=sound.seconds))
                return sound
        return None


class SentenceJudge(Protocol):
    """agent.tutor.guardrail.SentenceGuardrail."""

    def judge(self, sentence: str, speech: SpeechHandle | None) -> asyncio.Future[bool]: ...


class Speaking(io.TextOutput):
    """Where a session without a room puts its text. `speech` gives the one that is being written; `judge` None: all passes."""

    def __init__(
        self,
        voice: VoiceMaker,
        *,
        form: ReplyAudio,
        judge: SentenceJudge | None,
        speech: Callable[[], SpeechHandle | None],
        send: Callable[[Message], None],
        on_token: Callable[[float], None],
        on_sentence: Callable[[float], None],
        on_sound: Callable[[float], None],
    ) -> None:
        super().__init__(label="messages", next_in_chain=None)
        self._voice = voice
        self._form: ReplyAudio = form
        self._judge = judge
        self._speech = speech
        self._written: SpeechHandle | None = None  # whose text came last
        self._send = send
        self._on_token = on_token
        self._on_sentence = on_sentence
        self._on_sound = on_sound
        self._sentences = SentenceSplitter()
        self._count = 0
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._last: _Sentence | None = None
        self._unclaimed: list[asyncio.Task[Spoken]] = []

    async def capture_text(self, text: str) -> None:
        self._on_token(time.time())
        self._written = self._speech()
        for sentence in self._sentences.push(text):
            self._say(sentence)

    def flush(self) -> None:
        for sentence in self._sentences.flush():
            self._say(sentence)

    def spoken(self) -> Coroutine[Any, Any, Spoken]:
        """All sentences since this was last asked, once they have their sound."""
        tasks, self._unclaimed = self._unclaimed, []
        return _together(tasks)

    async def aclose(self) -> None:
        for task in self._unclaimed:
            task.cancel()
        await asyncio.gather(*self._unclaimed, return_exceptions=True)

    def _say(self, text: str) -> None:
        self._on_sentence(time.time())
        speech = self._written
        verdict = None if self._judge is None else self._judge.judge(text, speech)
        before, self._last = self._last, _Sentence(speech, verdict)
        task = asyncio.create_task(self._speak(text, self._last, before=before))
        self._unclaimed.append(task)

    async def _speak(self, text: str, sentence: "_Sentence", *, before: "_Sentence | None") -> Spoken:
        """In order twice: no text before the one before it, no sound before the one before it."""
        making = None if self._form == "none" else asyncio.create_task(self._sound(text))
        try:
            if sentence.verdict is not None:
                sentence.stopped = await sentence.verdict
            if before is not None:
                await before.text_out.wait()
                sentence.stopped |= before.stopped and before.speech is sentence.speech
            if sentence.stopped:
                return Spoken(stopped=True)
            self._count += 1
            number = self._count
            self._send(MessageSentence(sentence=number, text=text))
            sentence.text_out.set()
            if making is None or (sound := await making) is None:
                return Spoken(text)
            if before is not None:
                await before.sound_out.wait()
            at = time.time()
            self._on_sound(at)
            self._send(
                MessageAudio(
                    sentence=number,
                    mime_type=sound.mime_type,
                    seconds=round(sound.seconds, 3),
                    data=base64.b64encode(sound.data).decode(),
                )
            )
            return Spoken(text, at, sound.seconds)
        finally:
            if making is not None:
                making.cancel()
            # Whatever became of it, it holds up none after it longer than those before it do.
            if before is not None and not before.sound_out.is_set():
                await before.sound_out.wait()
            sentence.text_out.set()
            sentence.sound_out.set()

    async def _sound(self, text: str) -> Sound | None:
        async with self._slots:
            return await self._voice.sound(text, self._form)


class _Sentence:
    """How far one is: those after it wait for it. `verdict`: whether it is stopped, once that is known; None: it is not."""

    def __init__(self, speech: SpeechHandle | None, verdict: asyncio.Future[bool] | None) -> None:
        self.speech = speech
        self.verdict = verdict
        self.stopped = False
        self.text_out = asyncio.Event()
        self.sound_out = asyncio.Event()


async def _together(tasks: "Sequence[asyncio.Task[Spoken]]") -> Spoken:
    sounds = await asyncio.gather(*tasks)
    began = min((sound.began for sound in sounds if sound.began is not None), default=None)
    text = " ".join(sound.text for sound in sounds if sound.text)
    seconds = sum(sound.seconds for sound in sounds)
    return Spoken(text, began, seconds, stopped=any(sound.stopped for sound in sounds))
