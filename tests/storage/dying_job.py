"""A job for tests to kill: saves turns until it dies, and prints each one's number once it was told that it is safe.

python -m tests.storage.dying_job DATABASE_URL JOURNAL_DIRECTORY LESSON_ID SITTING_ID
"""

import asyncio
import sys
from pathlib import Path
from uuid import UUID

from storage.durable import DurableLesson
from storage.journal import Journal
from storage.postgres import open_storage
from tests.storage.examples import new_sitting, new_turn


async def main(database_url: str, directory: str, lesson_id: str, sitting_id: str) -> None:
    sitting = new_sitting(UUID(lesson_id), sitting_id=UUID(sitting_id))
    durable = DurableLesson(
        Journal(Path(directory), owner="dying"),
        await open_storage(database_url),
        sitting.lesson_id,
        sitting_id=sitting.sitting_id,
        epoch=1,
        on_delayed=lambda _: None,
    )
    seq = 0
    while True:
        await durable.save_turn(new_turn(sitting, seq))
        sys.stdout.write(f"{seq}\n")
        sys.stdout.flush()
        seq += 1


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
