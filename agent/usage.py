"""What a lesson uses of models: kept in storage while it goes on, and told to the figures.

Whoever asks a model for the lesson is given `LessonUsage.note`; what the session's own parts use (hearing, thinking, speaking)
the session tells. Written at most every few seconds, each time all of it: a job that is killed loses no more than that. What
is cut off before its service has said what it used is not counted.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Final
from uuid import UUID

from livekit.agents import SessionUsageUpdatedEvent
from livekit.agents.metrics import AgentSessionUsage, LLMModelUsage, STTModelUsage, TTSModelUsage

from agent.engine.voice import Session
from contract.usage import UsagePart, UsagePurpose, Use
from lesson.usage import Prices, is_nothing, plus, priced, since
from storage.errors import StorageError
from storage.repositories import Usage

logger = logging.getLogger(__name__)

SAVE_SECONDS: Final = 5.0
FINISH_SECONDS: Final = 2.0  # a database that is away must not hold up the end of a lesson

OnUse = Callable[[Use], None]
_Key = tuple[UsagePurpose, UsagePart, str]


class LessonUsage:
    """Of one job, which is a sitting or a message. `on_use` is told all of it, piece by piece, with its cost."""

    def __init__(
        self,
        storage: Usage,
        *,
        lesson_id: UUID,
        job_id: str,
        prices: Prices,
        on_use: OnUse = lambda _: None,
    ) -> None:
        self._storage = storage
        self._lesson_id = lesson_id
        self._job_id = job_id
        self._prices = prices
        self._on_use = on_use
        self._used: dict[_Key, Use] = {}
        self._unsaved = False
        self._saving: asyncio.Task[None] | None = None

    def follow(self, session: Session, *, realtime_models: frozenset[str] = frozenset()) -> None:
        """Once. `realtime_models`: names of speech-to-speech models, which LiveKit counts with the language models."""
        told: dict[_Key, Use] = {}

        def updated(event: SessionUsageUpdatedEvent) -> None:
            for now in session_uses(event.usage, realtime_models):
                key = _key(now)
                self.note(since(told.get(key), now))
                told[key] = now

        session.on("session_usage_updated", updated)

    def note(self, use: Use) -> None:
        """So much more was used."""
        if is_nothing(use):
            return
        use = priced(use, self._prices)
        key = _key(use)
        self._used[key] = plus(self._used[key], use) if key in self._used else use
        self._on_use(use)
        self._unsaved = True
        if self._saving is None or self._saving.done():
            self._saving = asyncio.create_task(self._save_in_time(), name="usage")

    async def finish(self) -> None:
        """The last of it, for the report."""
        if self._saving is not None:
            self._saving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._saving
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FINISH_SECONDS):
                await self._save()

    async def _save_in_time(self) -> None:
        while self._unsaved:
            await asyncio.sleep(SAVE_SECONDS)
            await self._save()

    async def _save(self) -> None:
        if not self._unsaved:
            return
        stored, self._unsaved = False, False  # more may be noted while it is being stored
        try:
            await self._storage.put(self._lesson_id, self._job_id, list(self._used.values()))
            stored = True
        except StorageError as error:
            logger.info("usage was not stored", extra={"error": type(error).__name__})
        finally:  # `finish` stops one that is being stored, and stores all of it again
            self._unsaved = self._unsaved or not stored


def session_uses(usage: AgentSessionUsage, realtime_models: frozenset[str]) -> list[Use]:
    """In our words; what is no model of an engine (turn detection) is left out. A model by one name at two services (an
    engine and its spare) is one.
    """
    found: dict[_Key, Use] = {}
    for one in usage.model_usage:
        match one:
            case LLMModelUsage():
                use = Use(
                    purpose="talk",
                    part="realtime" if one.model in realtime_models else "llm",
                    model=one.model,
                    input_tokens=one.input_tokens,
                    input_cached_tokens=one.input_cached_tokens,
                    input_audio_tokens=one.input_audio_tokens,
                    input_cached_audio_tokens=one.input_cached_audio_tokens,
                    output_tokens=one.output_tokens,
                    output_audio_tokens=one.output_audio_tokens,
                )
            case STTModelUsage():
                use = Use(
                    purpose="talk",
                    part="stt",
                    model=one.model,
                    input_tokens=one.input_tokens,
                    input_audio_tokens=one.input_audio_tokens,
                    output_tokens=one.output_tokens,
                    audio_seconds=round(one.audio_duration, 3),
                )
            case TTSModelUsage():
                use = Use(
                    purpose="talk",
                    part="tts",
                    model=one.model,
                    input_tokens=one.input_tokens,
                    output_tokens=one.output_tokens,
                    audio_seconds=round(one.audio_duration, 3),
                    characters=one.characters_count,
                )
            case _:
                continue
        key = _key(use)
        found[key] = plus(found[key], use) if key in found else use
    return list(found.values())


def _key(use: Use) -> _Key:
    return use.purpose, use.part, use.model
