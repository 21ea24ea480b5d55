"""The RPC methods of the lesson's learner (contract.rpc): each to its part, and choices kept with the lesson."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Final
from uuid import UUID

from agent.conversation import Conversation
from agent.engine.protocol import RoomEngine
from agent.help.desk import HelpDesk
from agent.help.offering import HintOffering
from agent.link import Link, RpcRefusalError
from agent.voice_change import VoiceChange, VoiceUnchangedError
from contract.rpc import (
    BAD_INPUT,
    UNAVAILABLE,
    Empty,
    HintResponse,
    SetPaceRequest,
    SetPatienceRequest,
    SetVoiceRequest,
    TalkRequest,
    TranslateRequest,
)
from contract.words import Pace, Patience, Voice
from storage.errors import StorageError
from storage.repositories import Lessons

VOICE_ANSWER_SECONDS: Final = 6.0  # of the 8 s that LiveKit leaves an RPC handler


class LearnerCalls:
    def __init__(
        self,
        link: Link,
        *,
        lesson_id: UUID,
        conversation: Conversation,
        engine: RoomEngine,
        desk: HelpDesk,
        offering: HintOffering,
        lessons: Lessons,
        end: Callable[[], None],
        send_snapshot: Callable[[], None],
    ) -> None:
        self._link = link
        self._lesson_id = lesson_id
        self._conversation = conversation
        self._engine = engine
        self._desk = desk
        self._offering = offering
        self._lessons = lessons
        self._end = end
        self._send_snapshot = send_snapshot
        self._voice_change = VoiceChange(engine, conversation)
        self._tasks: set[asyncio.Task[None]] = set()

    def serve(self) -> None:
        serve = self._link.serve
        serve("lesson.interrupt", Empty, self._interrupt)
        serve("lesson.end", Empty, self._end_lesson)
        serve("lesson.talk", TalkRequest, self._talk)
        serve("lesson.set_voice", SetVoiceRequest, self._set_voice)
        serve("lesson.set_patience", SetPatienceRequest, self._set_patience)
        serve("lesson.set_pace", SetPaceRequest, self._set_pace)
        serve("lesson.hint", Empty, self._hint)
        serve("lesson.translate", TranslateRequest, self._desk.translate)

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _interrupt(self, _: Empty) -> Empty:
        await self._conversation.interrupt()
        return Empty()

    async def _end_lesson(self, _: Empty) -> Empty:
        self._end()
        return Empty()

    async def _talk(self, wish: TalkRequest) -> Empty:
        button = self._conversation.talk
        match wish.action:
            case "start":
                await button.start()
            case "stop":
                await button.stop()
            case "cancel":
                await button.cancel()
            case "open":
                await button.open()
        return Empty()

    async def _set_patience(self, wish: SetPatienceRequest) -> Empty:
        self._conversation.be_patient(wish.patience)
        await self._keep(patience=wish.patience)
        return Empty()

    async def _set_pace(self, wish: SetPaceRequest) -> Empty:
        self._conversation.speak_at_pace(wish.pace)
        await self._keep(pace=wish.pace)
        return Empty()

    async def _hint(self, wish: Empty) -> HintResponse:
        self._offering.asked()
        return await self._desk.hint(wish)

    async def _set_voice(self, wish: SetVoiceRequest) -> Empty:
        """Answered when it is done, or when the line that is being said takes its time: then a failure is a notice."""
        if wish.voice not in self._engine.voices:
            raise RpcRefusalError(
                BAD_INPUT,
                "voice_not_allowed",
                f"voice is {wish.voice}, expected one of {', '.join(self._engine.voices)}",
                field="voice",
            )
        change = asyncio.create_task(self._change_voice(wish.voice), name="voice change")
        self._tasks.add(change)
        change.add_done_callback(self._tasks.discard)
        await asyncio.wait({change}, timeout=VOICE_ANSWER_SECONDS)
        if not change.done():
            change.add_done_callback(self._voice_was_late)
        elif (error := change.exception()) is not None:
            raise RpcRefusalError(UNAVAILABLE, "voice_unavailable", str(error)) from error
        return Empty()

    async def _change_voice(self, voice: Voice) -> None:
        """Raises VoiceUnchangedError."""
        try:
            await self._voice_change.to(voice)
        finally:
            self._conversation.speaks_as(self._engine.voice)
        await self._keep(voice=self._engine.voice)

    def _voice_was_late(self, change: asyncio.Task[None]) -> None:
        if not change.cancelled() and isinstance(change.exception(), VoiceUnchangedError):
            self._link.notice("voice_unchanged")
            self._send_snapshot()  # the page showed the new one already

    async def _keep(
        self, *, patience: Patience | None = None, pace: Pace | None = None, voice: Voice | None = None
    ) -> None:
        """With the lesson; a database that is away costs the memory of it, not the choice."""
        with contextlib.suppress(StorageError):
            await self._lessons.set_choices(self._lesson_id, patience=patience, pace=pace, voice=voice)
