"""Usage of models in Postgres."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from contract.usage import Use
from storage.postgres.database import Database

_COLUMNS: Final = tuple(Use.model_fields)
_KEY: Final = ("purpose", "part", "model")
_COUNTS: Final = tuple(name for name in _COLUMNS if name not in _KEY)
_VALUES: Final = ", ".join(f"${number}" for number in range(3, 3 + len(_COLUMNS)))
# The lock keeps the lesson from being deleted between the two halves, which would be a foreign key's error.
_INSERT: Final = f"""
    INSERT INTO usage (lesson_id, job_id, {", ".join(_COLUMNS)})
    SELECT lesson_id, $2, {_VALUES} FROM lessons WHERE lesson_id = $1 FOR KEY SHARE
    ON CONFLICT (lesson_id, job_id, {", ".join(_KEY)}) DO UPDATE SET
"""  # noqa: S608 - names of our own fields
_PUT: Final = _INSERT + ", ".join(f"{name} = excluded.{name}" for name in _COUNTS)
# Without a price on either side there is none: `coalesce` of the sum gives the one that is there.
_ADD: Final = _INSERT + ", ".join(
    f"{name} = coalesce(usage.{name} + excluded.{name}, usage.{name}, excluded.{name})" for name in _COUNTS
)
_OF_LESSON: Final = f"""
    SELECT {", ".join(_COLUMNS)} FROM usage WHERE lesson_id = $1 ORDER BY job_id, {", ".join(_KEY)}
"""  # noqa: S608 - the same


class PostgresUsage:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, lesson_id: UUID, job_id: str, uses: Sequence[Use]) -> None:
        await self._write(_PUT, lesson_id, job_id, uses)

    async def add(self, lesson_id: UUID, job_id: str, uses: Sequence[Use]) -> None:
        await self._write(_ADD, lesson_id, job_id, uses)

    async def of_lesson(self, lesson_id: UUID) -> list[Use]:
        return [Use(**dict(row)) for row in await self._database.fetch(_OF_LESSON, lesson_id)]

    async def _write(self, query: str, lesson_id: UUID, job_id: str, uses: Sequence[Use]) -> None:
        async with self._database.transaction() as connection:
            for use in uses:
                await connection.execute(query, lesson_id, job_id, *(getattr(use, name) for name in _COLUMNS))
