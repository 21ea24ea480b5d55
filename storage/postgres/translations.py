"""Translations in Postgres."""

from uuid import UUID

from contract.words import Locale
from storage.postgres.database import Database
from storage.records import StoredTranslation
from storage.text import storable

# The lock keeps the turn from being deleted between the two halves, which would be a foreign key's error.
_PUT = """
    INSERT INTO translations (turn_id, language, text)
    SELECT turn_id, $2, $3 FROM turns WHERE turn_id = $1 FOR KEY SHARE
    ON CONFLICT (turn_id, language) DO NOTHING
"""
_OF_LESSON = """
    SELECT translations.turn_id, translations.language, translations.text
    FROM translations JOIN turns ON turns.turn_id = translations.turn_id
    WHERE turns.lesson_id = $1
    ORDER BY turns.seq, translations.language
"""


class PostgresTranslations:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, turn_id: UUID, language: Locale) -> str | None:
        text: str | None = await self._database.fetchval(
            "SELECT text FROM translations WHERE turn_id = $1 AND language = $2", turn_id, language
        )
        return text

    async def put(self, turn_id: UUID, language: Locale, text: str) -> None:
        await self._database.execute(_PUT, turn_id, language, storable(text))

    async def of_lesson(self, lesson_id: UUID) -> list[StoredTranslation]:
        rows = await self._database.fetch(_OF_LESSON, lesson_id)
        return [StoredTranslation(**dict(row)) for row in rows]
