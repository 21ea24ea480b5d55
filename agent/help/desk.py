"""Answers what the page asks for in the lesson: hints, and what a line means. Translations are kept with their turns."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from agent.help.chat_model import ChatModel
from agent.link import RpcRefusalError
from contract.rpc import (
    NOT_FOUND,
    UNAVAILABLE,
    Empty,
    HintResponse,
    TranslateRequest,
    TranslateResponse,
)
from contract.turn import Turn
from contract.usage import UsagePurpose
from contract.words import Locale
from lesson.hints import HINT_SCHEMA, hint_messages, parse_hints
from lesson.own_lines import own_translation
from lesson.translation import TRANSLATION_SCHEMA, parse_translation, target_of, translation_messages
from storage.errors import StorageError
from storage.records import LessonRecord
from storage.repositories import Translations

logger = logging.getLogger(__name__)

ANSWER_SECONDS: Final = 6.0  # of the 8 s that LiveKit leaves an RPC handler
STORAGE_SECONDS: Final = 0.7  # a database that is slow costs the memory of a translation, not the translation


class HelpDesk:
    """`lesson` and `turns` give the lesson and its turns, in order, as they are when asked."""

    def __init__(
        self,
        model: ChatModel,
        *,
        translations: Translations,
        lesson: Callable[[], LessonRecord],
        turns: Callable[[], Sequence[Turn]],
    ) -> None:
        self._model = model
        self._translations = translations
        self._lesson = lesson
        self._turns = turns
        self._asking: dict[str | UUID, asyncio.Task[str | None]] = {}

    async def hint(self, _: Empty) -> HintResponse:
        """Empty where the model has none: the learner is told gently, the lesson goes on."""
        lesson = self._lesson()
        messages = hint_messages(lesson.scenario, stage=lesson.stage, level=lesson.level, turns=self._turns())
        hints = parse_hints(await self._once("hint", messages, HINT_SCHEMA))
        if not hints:
            logger.info("no hint")
        return HintResponse(hints=[hint.text for hint in hints], meanings=[hint.meaning for hint in hints])

    async def translate(self, wish: TranslateRequest) -> TranslateResponse:
        """Any line of either side of this lesson. Raises RpcRefusalError."""
        turn = next((turn for turn in self._turns() if turn.turn_id == wish.turn_id), None)
        if turn is None:
            raise RpcRefusalError(
                NOT_FOUND, "turn_not_found", "this lesson has no such turn", field="turn_id"
            )
        target = target_of(turn)
        text = own_translation(turn.text, target) or await self._kept(turn.turn_id, target)
        if text is None:
            messages = translation_messages(turn.text, target)
            raw = await self._once(turn.turn_id, messages, TRANSLATION_SCHEMA)
            if (text := parse_translation(raw, turn.text, target)) is None:
                raise RpcRefusalError(UNAVAILABLE, "translation_unavailable", "the line was not translated")
            with contextlib.suppress(StorageError, TimeoutError):  # it is asked for again then
                async with asyncio.timeout(STORAGE_SECONDS):
                    await self._translations.put(turn.turn_id, target, text)
        return TranslateResponse(text=text)

    async def _once(
        self, what: str | UUID, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]
    ) -> str | None:
        """Asked again while the answer is on its way, that one counts for both: a second tap costs nothing."""
        if (asking := self._asking.get(what)) is None:
            purpose: UsagePurpose = "hint" if what == "hint" else "translation"
            asking = asyncio.create_task(self._model.answer(messages, purpose=purpose, schema=schema))
            self._asking[what] = asking
            asking.add_done_callback(lambda _: self._asking.pop(what, None))
        return await asyncio.shield(asking)

    async def _kept(self, turn_id: UUID, target: Locale) -> str | None:
        try:
            async with asyncio.timeout(STORAGE_SECONDS):
                return await self._translations.get(turn_id, target)
        except (StorageError, TimeoutError):
            return None
