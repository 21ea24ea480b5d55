"""A learner's lines in the other language: kept ones first, each asked of the model once."""

import logging
from uuid import UUID

from contract.turn import StoredTurn
from contract.words import Locale
from lesson.own_lines import own_translation
from lesson.translation import target_of
from storage.errors import StorageError
from storage.repositories import Storage
from token_server.engine import Engine, EngineUnavailableError
from token_server.flights import Flights
from token_server.limits import CallLimit
from token_server.problems import Refusal

logger = logging.getLogger(__name__)

RETRY_SECONDS = 5.0


class Translator:
    def __init__(self, *, storage: Storage, engine: Engine, limit: CallLimit) -> None:
        self._storage = storage
        self._engine = engine
        self._limit = limit
        self._flights: Flights[tuple[UUID, Locale], str] = Flights()

    async def translate(self, turn: StoredTurn, *, learner_id: UUID) -> str:
        """The whole line. Who may see the turn has been asked. Raises Refusal."""
        target = target_of(turn)
        if (ours := own_translation(turn.text, target)) is not None:
            return ours
        kept = await self._storage.translations.get(turn.turn_id, target)
        if kept is not None:
            return kept
        return await self._flights.join(
            (turn.turn_id, target), lambda: self._make(turn, target, learner_id=learner_id)
        )

    async def aclose(self) -> None:
        await self._flights.aclose()

    async def _make(self, turn: StoredTurn, target: Locale, *, learner_id: UUID) -> str:
        # Again: somebody's may have been made between the look before and this start.
        kept = await self._storage.translations.get(turn.turn_id, target)
        if kept is not None:
            return kept
        if not turn.text.strip():
            raise Refusal("translation_unavailable", detail="the line has no words")
        if (wait := self._limit.take(learner_id)) is not None:
            raise Refusal("too_many_requests", retry_after_seconds=round(wait, 1))
        try:
            text = await self._engine.translate(turn.text, target, lesson_id=turn.lesson_id)
        except EngineUnavailableError:
            raise Refusal("translation_unavailable", retry_after_seconds=RETRY_SECONDS) from None
        try:
            await self._storage.translations.put(turn.turn_id, target, text)
        except StorageError as error:  # it was paid for, and is not less right
            logger.warning("a translation was not kept", extra={"why": str(error)})
        return text
