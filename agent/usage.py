"""What a lesson uses of the engines' models: kept in storage while it goes on, and told to the worker's figures.

Counted is what the session's own parts use (hearing, thinking, speaking). Written at most every few seconds, each time all of
it: a job that is killed loses no more than that.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

from livekit.agents import SessionUsageUpdatedEvent
from livekit.agents.metrics import AgentSessionUsage, LLMModelUsage, STTModelUsage, TTSModelUsage

from agent.engine.voice import Session
from contract.usage import ModelUsage, UsagePart
from lesson.usage import Prices, priced, since
from storage.errors import StorageError
from storage.repositories import Usage

logger = logging.getLogger(__name__)

SAVE_SECONDS: Final = 5.0
FINISH_SECONDS: Final = 2.0  # a database that is away must not hold up the end of a lesson


class UsageKeeper:
    """`realtime_models`: names of speech-to-speech models, which LiveKit counts with the language models. `on_used` is told
    what has been used since the last time.
    """

    def __init__(
        self,
        session: Session,
        storage: Usage,
        *,
        lesson_id: UUID,
        job_id: str,
        prices: Prices,
        realtime_models: frozenset[str],
        on_used: Callable[[ModelUsage], None],
    ) -> None:
        self._storage = storage
        self._lesson_id = lesson_id
        self._job_id = job_id
        self._prices = prices
        self._realtime_models = realtime_models
        self._on_used = on_used
        self._used: dict[tuple[UsagePart, str], ModelUsage] = {}
        self._unsaved = False
        self._saving: asyncio.Task[None] | None = None
        session.on("session_usage_updated", self._updated)

    @property
    def used(self) -> Sequence[ModelUsage]:
        return list(self._used.values())

    async def finish(self) -> None:
        """The last of it, for the report."""
        if self._saving is not None:
            self._saving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._saving
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FINISH_SECONDS):
                await self._save()

    def _updated(self, event: SessionUsageUpdatedEvent) -> None:
        for usage in model_usages(event.usage, self._realtime_models):
            now = priced(usage, self._prices)
            key = now.part, now.model
            if (before := self._used.get(key)) == now:
                continue
            self._used[key] = now
            self._on_used(since(before, now))
            self._unsaved = True
        if self._unsaved and (self._saving is None or self._saving.done()):
            self._saving = asyncio.create_task(self._save_soon(), name="usage")

    async def _save_soon(self) -> None:
        await asyncio.sleep(SAVE_SECONDS)
        await self._save()

    async def _save(self) -> None:
        if not self._unsaved:
            return
        self._unsaved = False
        try:
            await self._storage.put(self._lesson_id, self._job_id, self.used)
        except StorageError as error:
            self._unsaved = True
            logger.info("usage was not stored", extra={"error": type(error).__name__})


def model_usages(usage: AgentSessionUsage, realtime_models: frozenset[str]) -> list[ModelUsage]:
    """In our words; what is no model of an engine (turn detection) is left out."""
    found: list[ModelUsage] = []
    for one in usage.model_usage:
        match one:
            case LLMModelUsage():
                found.append(
                    ModelUsage(
                        part="realtime" if one.model in realtime_models else "llm",
                        model=one.model,
                        input_tokens=one.input_tokens,
                        input_audio_tokens=one.input_audio_tokens,
                        output_tokens=one.output_tokens,
                        output_audio_tokens=one.output_audio_tokens,
                    )
                )
            case STTModelUsage():
                found.append(
                    ModelUsage(
                        part="stt",
                        model=one.model,
                        input_tokens=one.input_tokens,
                        input_audio_tokens=one.input_audio_tokens,
                        output_tokens=one.output_tokens,
                        audio_seconds=round(one.audio_duration, 3),
                    )
                )
            case TTSModelUsage():
                found.append(
                    ModelUsage(
                        part="tts",
                        model=one.model,
                        input_tokens=one.input_tokens,
                        output_tokens=one.output_tokens,
                        audio_seconds=round(one.audio_duration, 3),
                        characters=one.characters_count,
                    )
                )
            case _:
                pass
    return found
