"""A talk heard by a recogniser of whole recordings: which stretch of sound is one recording, and what if it fails.

LiveKit's own adapter hears nothing while a recording is on its way, breaks for good when one fails, and leaves a talk by
button waiting for the voice detector (livekit-agents 1.8.9, stt.StreamAdapter). Here the session says where a stretch ends
(`manual_flush`); a short pause inside a phrase does not cut it, because a recogniser hears whole phrases better; each is
tried again, and one that stays unheard is an empty transcript. Of voice without an end (a steady noise is taken for it) no
recording is longer than `LONGEST_SECONDS`; its words are told together at its end.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncIterable, Callable
from typing import Any, Final, Literal

from livekit import rtc
from livekit.agents import (
    APIConnectionError,
    APIConnectOptions,
    APIError,
    LanguageCode,
    UserStateChangedEvent,
    stt,
)
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS, NOT_GIVEN, NotGivenOr
from livekit.agents.utils import AudioBuffer

from agent.engine.resilience import RECOGNITION, UNHEARD_STRETCHES, Recognition
from agent.engine.unheard import Unheard

logger = logging.getLogger(__name__)

BEFORE_SECONDS: Final = 0.8  # of sound kept from before the detector was sure that it is voice
LONGEST_SECONDS: Final = 60.0  # of one recording: what a service recognises in time (resilience.RECOGNITION)
SETTLE_SECONDS: Final = 0.25  # after the detector's end of voice (0.3 s of silence): a phrase may go on

Then = Literal["the end", "more follows"]


class TurnHearing(stt.STT[Any]):
    """Tell it of the session's `user_state_changed`. `settle_seconds` 0: a flush is the end, as with the talk button.

    `on_unheard`: there was voice, and no words came of it. Not called for what is told as an unrecoverable error.
    """

    def __init__(
        self,
        part: stt.STT[Any],
        *,
        rules: Recognition = RECOGNITION,
        unheard_stretches: int = UNHEARD_STRETCHES,
        on_unheard: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(
            capabilities=stt.STTCapabilities(
                streaming=True,
                interim_results=False,
                keyterms=part.capabilities.keyterms,
                manual_flush=True,
            )
        )
        self.part = part
        self.rules = rules
        self.unheard_stretches = unheard_stretches
        self.recorded_at: float | None = None  # when the last stretch was whole, Unix seconds
        self.settle_seconds = SETTLE_SECONDS
        self.voice_goes_on = False
        self.voices = 0  # how often it began
        self.unheard = 0  # stretches in a row that stayed without an answer
        self.missing = Unheard(on_unheard)
        part.on("metrics_collected", self._pass_metrics_on)

    @property
    def model(self) -> str:
        return self.part.model

    @property
    def provider(self) -> str:
        return self.part.provider

    def user_state_changed(self, event: UserStateChangedEvent) -> None:
        self.voice_goes_on = event.new_state == "speaking"
        if self.voice_goes_on:
            self.voices += 1
            self.missing.voice_began()
        elif event.old_state == "speaking":
            self.missing.voice_ended()

    def stream(
        self,
        *,
        language: NotGivenOr[str] = NOT_GIVEN,
        conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS,
    ) -> "_HearingStream":
        del language, conn_options  # the part has its own, and `rules` hold for the tries
        return _HearingStream(self)

    def prewarm(self) -> None:
        self.part.prewarm()

    async def aclose(self) -> None:
        self.missing.close()
        self.part.off("metrics_collected", self._pass_metrics_on)
        await self.part.aclose()

    def tell(self, error: Exception, *, recoverable: bool) -> None:
        self.emit(
            "error",
            stt.STTError(timestamp=time.time(), label=self.label, error=error, recoverable=recoverable),
        )

    async def _recognize_impl(
        self,
        buffer: AudioBuffer,
        *,
        language: NotGivenOr[str] = NOT_GIVEN,
        conn_options: APIConnectOptions,
    ) -> stt.SpeechEvent:
        return await self.part.recognize(buffer, language=language, conn_options=conn_options)

    def _pass_metrics_on(self, *args: Any, **kwargs: Any) -> None:
        self.emit("metrics_collected", *args, **kwargs)


class _HearingStream(stt.RecognizeStream):
    def __init__(self, hearing: TurnHearing) -> None:
        super().__init__(
            stt=hearing, conn_options=APIConnectOptions(max_retry=0, timeout=hearing.rules.seconds)
        )
        self._hearing = hearing
        self._sound: deque[rtc.AudioFrame] = deque()
        self._sound_seconds = 0.0
        self._voices_taken = hearing.voices - hearing.voice_goes_on
        self._settling: asyncio.TimerHandle | None = None
        # The last one; each waits for the one before it, and gives what it has not told.
        self._recognising: asyncio.Task[list[stt.SpeechEvent]] | None = None

    async def _metrics_monitor_task(self, event_aiter: AsyncIterable[stt.SpeechEvent]) -> None:
        async for _ in event_aiter:
            pass

    async def _run(self) -> None:
        try:
            async for data in self._input_ch:
                if isinstance(data, rtc.AudioFrame):
                    self._keep(data)
                else:
                    self._flush()
            self._take()
            if self._recognising is not None:
                await self._recognising
        finally:
            if self._settling is not None:
                self._settling.cancel()
            if self._recognising is not None:
                self._recognising.cancel()

    @property
    def _has_voice(self) -> bool:
        return self._hearing.voices > self._voices_taken

    def _keep(self, frame: rtc.AudioFrame) -> None:
        self._sound.append(frame)
        self._sound_seconds += frame.duration
        while not self._has_voice and self._sound_seconds > BEFORE_SECONDS:
            self._sound_seconds -= self._sound.popleft().duration
        if self._sound_seconds >= LONGEST_SECONDS:
            self._take(then="more follows")

    def _flush(self) -> None:
        if self._settling is not None:
            self._settling.cancel()
        if (seconds := self._hearing.settle_seconds) > 0:
            self._settling = asyncio.get_running_loop().call_later(seconds, self._settled)
        else:
            self._take()

    def _settled(self) -> None:
        self._settling = None
        if not self._hearing.voice_goes_on:  # else its end flushes again
            self._take()

    def _take(self, *, then: Then = "the end") -> None:
        """What was heard since the last time is one recording."""
        sound = list(self._sound) if self._has_voice else []
        if sound:
            self._hearing.recorded_at = time.time()
        self._sound.clear()
        self._sound_seconds = 0.0
        self._voices_taken = self._hearing.voices - self._hearing.voice_goes_on
        self._recognising = asyncio.create_task(
            self._recognise(sound, self._recognising, then), name="recognise"
        )

    async def _recognise(
        self, sound: list[rtc.AudioFrame], before: "asyncio.Task[list[stt.SpeechEvent]] | None", then: Then
    ) -> list[stt.SpeechEvent]:
        untold: list[stt.SpeechEvent] = []
        try:
            heard = await self._heard(sound) if sound else None
            if before is not None:
                untold += await before
        except asyncio.CancelledError:
            if before is not None:
                before.cancel()
            raise
        if heard is not None:
            untold.append(heard)
        if then == "more follows":
            return untold
        self._event_ch.send_nowait(_together(untold))
        return []

    async def _heard(self, sound: list[rtc.AudioFrame]) -> stt.SpeechEvent | None:
        """None where nothing was understood, or nobody answered."""
        hearing = self._hearing
        hearing.missing.asked()
        once = APIConnectOptions(max_retry=0, timeout=hearing.rules.seconds)
        for attempt in range(hearing.rules.tries):
            try:
                async with asyncio.timeout(hearing.rules.seconds):
                    event = await hearing.part.recognize(sound, conn_options=once)
            except asyncio.CancelledError:
                hearing.missing.dropped()
                raise
            except Exception as error:  # noqa: BLE001 - whatever a plugin raises
                logger.info(
                    "recognition failed", extra={"error": type(error).__name__, "attempt": attempt + 1}
                )
                if isinstance(error, APIError) and not error.retryable:
                    hearing.missing.dropped()
                    hearing.tell(error, recoverable=False)
                    return None
            else:
                hearing.unheard = 0
                if (heard := _as_final(event)) is not None:
                    hearing.missing.words()
                else:
                    hearing.missing.nothing(lost=False)
                return heard
        hearing.unheard += 1
        if hears_on := hearing.unheard < hearing.unheard_stretches:
            hearing.missing.nothing(lost=True)
        else:
            hearing.missing.dropped()
        hearing.tell(APIConnectionError("speech was not recognised"), recoverable=hears_on)
        return None


def _as_final(event: stt.SpeechEvent) -> stt.SpeechEvent | None:
    if not event.alternatives or not event.alternatives[0].text.strip():
        return None
    event.type = stt.SpeechEventType.FINAL_TRANSCRIPT
    return event


def _together(heard: list[stt.SpeechEvent]) -> stt.SpeechEvent:
    """One transcript. Of nothing an empty one: whoever waits for it need not wait longer."""
    if heard:
        heard[0].alternatives[0].text = " ".join(event.alternatives[0].text.strip() for event in heard)
        return heard[0]
    return stt.SpeechEvent(
        type=stt.SpeechEventType.FINAL_TRANSCRIPT,
        alternatives=[stt.SpeechData(language=LanguageCode(""), text="")],
    )
