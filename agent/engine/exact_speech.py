"""Sentences word for word in the tutor's voice, for those who know no session."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from agent.engine.protocol import Engine
from agent.engine.voice import Session

logger = logging.getLogger(__name__)


class ExactSpeech:
    """`free` returns when nobody would be spoken over (agent.push_to_talk)."""

    def __init__(self, session: Session, engine: Engine, *, free: Callable[[], Awaitable[None]]) -> None:
        self._session = session
        self._engine = engine
        self._free = free
        self._saying: set[asyncio.Task[None]] = set()

    @property
    def is_speaking(self) -> bool:
        return self._session.agent_state == "speaking"

    def say(self, text: str) -> None:
        """After what is being said, in the order of these calls; the learner may interrupt it."""
        task = asyncio.create_task(self._say(text), name="exact_speech.say")
        self._saying.add(task)
        task.add_done_callback(self._saying.discard)

    def prepare(self, text: str) -> None:
        """A filler has to sound within 300 ms of the call it covers; asking a speech service for it takes longer."""
        self._engine.prepare([text])

    async def _say(self, text: str) -> None:
        await self._free()
        try:
            self._session.say(text)
        except RuntimeError as error:  # the session is closing
            logger.info("a sentence came too late", extra={"error": type(error).__name__})
