"""LiveKit's text-to-speech interface over a `Speaker`: any TTS plugin, spoken sentence by sentence in strict order.

LiveKit's own adapter makes one sentence after another, splits at "Dr." and drops all that follows a failed one. Ours tells
with the sound which sentence begins (timed transcript), so that captions and, after an interruption, the stored text are
what was heard. An interruption closes the stream, and that every request.
"""

import contextlib
from collections.abc import AsyncGenerator, Callable, Iterable
from typing import Any

from livekit.agents import APIConnectOptions, APIError, tts, utils
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS, TimedString

from agent.engine.phrases import Phrases
from agent.engine.protocol import Stage
from agent.engine.resilience import SYNTHESIS
from agent.engine.speaking import Begins, Ends, Lost, Manner, Sound, Speaker, VoiceGoneError

BYTES_PER_SAMPLE = 2

OnStage = Callable[[Stage], None]


class SentenceVoice(tts.TTS[Any]):
    """`part` makes the sound of one sentence. `on_stage` is told when a reply's first sentence and sound are there."""

    def __init__(
        self, part: tts.TTS[Any], *, manner: Manner | None = None, on_stage: OnStage | None = None
    ) -> None:
        super().__init__(
            capabilities=tts.TTSCapabilities(streaming=True, aligned_transcript=True),
            sample_rate=part.sample_rate,
            num_channels=part.num_channels,
        )
        self.part = part
        self.on_stage = on_stage
        self.bytes_a_second = BYTES_PER_SAMPLE * part.sample_rate * part.num_channels
        self.phrases = Phrases(self._sound)
        self.speaker = Speaker(self.phrases.sound, bytes_a_second=self.bytes_a_second, manner=manner)
        part.on("metrics_collected", self._pass_metrics_on)

    @property
    def model(self) -> str:
        return self.part.model

    @property
    def provider(self) -> str:
        return self.part.provider

    def prepare(self, lines: Iterable[str]) -> None:
        """Fixed lines that will be said: have their sound ready."""
        self.phrases.prepare(lines)

    def changed(self, *, settles_seconds: float = 0.0) -> None:
        """The part speaks otherwise from now on (voice, speed), and may again within so long."""
        self.phrases.forget(settles_seconds=settles_seconds)

    def synthesize(
        self, text: str, *, conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS
    ) -> tts.ChunkedStream:
        return self.part.synthesize(text, conn_options=conn_options)

    def stream(self, *, conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS) -> "_SpokenStream":
        return _SpokenStream(self, conn_options)

    def prewarm(self) -> None:
        self.part.prewarm()

    async def aclose(self) -> None:
        self.part.off("metrics_collected", self._pass_metrics_on)
        await self.phrases.aclose()
        await self.part.aclose()

    async def _sound(self, text: str) -> AsyncGenerator[bytes, None]:
        # Tried again by the speaker, for the plugin's own tries do not tell when sound of an earlier one was heard; and
        # its log of a failure holds the text (livekit-agents 1.8.9, ChunkedStream._main_task).
        options = APIConnectOptions(max_retry=0, timeout=SYNTHESIS.first_sound)
        async with self.part.synthesize(text, conn_options=options) as stream:
            async for piece in stream:
                yield piece.frame.data.tobytes()

    def _pass_metrics_on(self, *args: Any, **kwargs: Any) -> None:
        self.emit("metrics_collected", *args, **kwargs)


class _SpokenStream(tts.SynthesizeStream):
    def __init__(self, voice: SentenceVoice, conn_options: APIConnectOptions) -> None:
        super().__init__(tts=voice, conn_options=APIConnectOptions(max_retry=0, timeout=conn_options.timeout))
        self._voice = voice
        self._told_lost = False

    async def _metrics_monitor_task(self, event_aiter: Any) -> None:
        """Each sentence's request has its own metrics."""
        async for _ in event_aiter:
            pass

    async def _run(self, output_emitter: tts.AudioEmitter) -> None:
        voice = self._voice
        output_emitter.initialize(
            request_id=utils.shortuuid(),
            sample_rate=voice.sample_rate,
            num_channels=voice.num_channels,
            mime_type="audio/pcm",
            stream=True,
        )
        output_emitter.start_segment(segment_id=utils.shortuuid())
        sent = 0
        stages: set[Stage] = set()
        try:
            async with contextlib.aclosing(voice.speaker.speak(self._text())) as events:
                async for event in events:
                    at = sent / voice.bytes_a_second
                    match event:
                        case Begins(text=text):
                            self._mark_started()
                            self._tell(stages, "first_sentence")
                            output_emitter.push_timed_transcript(TimedString(text, start_time=at))
                        case Sound(pcm=pcm):
                            self._tell(stages, "first_byte")
                            output_emitter.push(pcm)
                            sent += len(pcm)
                        case Ends():
                            # Closes the sentence's span, so that its words are paced by its true length.
                            output_emitter.push_timed_transcript(TimedString(" ", start_time=at))
                        case Lost():
                            self._emit_error(_gone("sentences in a row had no sound"), recoverable=False)
        except VoiceGoneError as error:
            raise _gone(str(error)) from None
        if not sent:
            # Nothing but punctuation: no failure, but LiveKit holds it for one and would log the text (1.8.9).
            output_emitter.push(bytes(voice.bytes_a_second // 100))

    def _emit_error(self, api_error: Exception, recoverable: bool) -> None:  # noqa: FBT001 - the base's own
        """Once: of a text that stays without any sound it was told before its end."""
        if not self._told_lost:
            self._told_lost = True
            super()._emit_error(api_error, recoverable)

    async def _text(self) -> AsyncGenerator[str, None]:
        async for data in self._input_ch:
            if isinstance(data, str):
                yield data

    def _tell(self, told: set[Stage], stage: Stage) -> None:
        if stage not in told:
            told.add(stage)
            if self._voice.on_stage is not None:
                self._voice.on_stage(stage)


def _gone(why: str) -> APIError:
    return APIError(why, retryable=False)
