"""Usage of models in Postgres."""

from collections.abc import Sequence
from uuid import UUID

from contract.usage import ModelUsage
from storage.postgres.database import Database

_COLUMNS = tuple(ModelUsage.model_fields)
_VALUES = ", ".join(f"${number}" for number in range(3, 3 + len(_COLUMNS)))
_COUNTED = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in ("part", "model"))
# The lock keeps the lesson from being deleted between the two halves, which would be a foreign key's error.
_PUT = f"""
    INSERT INTO usage (lesson_id, job_id, {", ".join(_COLUMNS)})
    SELECT lesson_id, $2, {_VALUES} FROM lessons WHERE lesson_id = $1 FOR KEY SHARE
    ON CONFLICT (lesson_id, job_id, part, model) DO UPDATE SET {_COUNTED}
"""  # noqa: S608 - names of our own fields
_OF_LESSON = f"""
    SELECT {", ".join(_COLUMNS)} FROM usage WHERE lesson_id = $1 ORDER BY job_id, part, model
"""  # noqa: S608 - the same


class PostgresUsage:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, lesson_id: UUID, job_id: str, usages: Sequence[ModelUsage]) -> None:
        async with self._database.transaction() as connection:
            for usage in usages:
                await connection.execute(
                    _PUT, lesson_id, job_id, *(getattr(usage, name) for name in _COLUMNS)
                )

    async def of_lesson(self, lesson_id: UUID) -> list[ModelUsage]:
        return [ModelUsage(**dict(row)) for row in await self._database.fetch(_OF_LESSON, lesson_id)]
