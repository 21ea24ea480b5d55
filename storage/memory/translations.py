"""Translations in memory."""

from typing import Final
from uuid import UUID

from contract.words import Locale
from storage.memory.state import State
from storage.records import StoredTranslation
from storage.text import storable

_LANGUAGES: Final[tuple[Locale, ...]] = ("en", "ko")


class MemoryTranslations:
    def __init__(self, state: State) -> None:
        self._state = state

    async def get(self, turn_id: UUID, language: Locale) -> str | None:
        return self._state.translations.get((turn_id, language))

    async def put(self, turn_id: UUID, language: Locale, text: str) -> None:
        if turn_id in self._state.turns:
            self._state.translations.setdefault((turn_id, language), storable(text))

    async def of_lesson(self, lesson_id: UUID) -> list[StoredTranslation]:
        return [
            StoredTranslation(turn_id=turn.turn_id, language=language, text=text)
            for turn in self._state.turns_of(lesson_id)
            for language in _LANGUAGES
            if (text := self._state.translations.get((turn.turn_id, language))) is not None
        ]
