"""Sentences word for word in the tutor's voice, for those who know no session; the sound of announced ones is made ahead.

A filler has to sound within 300 ms of the call it covers; asking a speech service for it takes longer.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from livekit import rtc
from livekit.agents import NOT_GIVEN, tts

from agent.engine.voice import Session

logger = logging.getLogger(__name__)

SYNTHESIS_SECONDS = 10.0


class ExactSpeech:
    """`exact_voice` is the one that `session.say` speaks with. `forget` what was made ahead when it changes.

    `free` returns when nobody would be spoken over (agent.push_to_talk).
    """

    def __init__(
        self, session: Session, exact_voice: tts.TTS[Any], *, free: Callable[[], Awaitable[None]]
    ) -> None:
        self._session = session
        self._voice = exact_voice
        self._free = free
        self._saying: set[asyncio.Task[None]] = set()
        self._ready: dict[str, list[rtc.AudioFrame]] = {}
        self._making: dict[str, asyncio.Task[None]] = {}

    @property
    def is_speaking(self) -> bool:
        return self._session.agent_state == "speaking"

    def say(self, text: str) -> None:
        """After what is being said, in the order of these calls; the learner may interrupt it."""
        task = asyncio.create_task(self._say(text), name="exact_speech.say")
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)

    def prepare(self, text: str) -> None:
        if text not in self._ready and text not in self._making:
            task = self._making[text] = asyncio.create_task(self._make(text), name="exact_speech")
            task.add_done_callback(lambda _: self._making.pop(text, None))

    def forget(self) -> None:
        for task in self._making.values():
            task.cancel()
        self._ready.clear()

    async def _say(self, text: str) -> None:
        await self._free()
        frames = self._ready.get(text)
        try:
            self._session.say(text, audio=NOT_GIVEN if frames is None else _played(frames))
        except RuntimeError as error:  # the session is closing
            logger.info("a sentence came too late", extra={"error": type(error).__name__})

    async def _make(self, text: str) -> None:
        try:
            async with asyncio.timeout(SYNTHESIS_SECONDS), self._voice.synthesize(text) as stream:
                frames = [event.frame async for event in stream]
        except Exception as error:  # noqa: BLE001 - then it is made when it is said
            logger.info("a sentence was not made ahead", extra={"error": type(error).__name__})
            return
        if frames:
            self._ready[text] = frames


async def _played(frames: list[rtc.AudioFrame]) -> AsyncIterator[rtc.AudioFrame]:
    for frame in frames:
        yield frame
