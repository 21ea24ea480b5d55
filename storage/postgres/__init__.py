"""Storage in Postgres: one repository a file over one pool (`database.py`). `storage.migrate` makes the schema."""

from storage.postgres.database import CALL_SECONDS, CONNECT_SECONDS, POOL_SIZE, Database
from storage.postgres.learners import PostgresLearners
from storage.postgres.leases import PostgresLeases
from storage.postgres.lessons import PostgresLessons
from storage.postgres.recordings import PostgresRecordings
from storage.postgres.reports import PostgresReports
from storage.postgres.sittings import PostgresSittings
from storage.postgres.translations import PostgresTranslations
from storage.postgres.turns import PostgresTurns
from storage.postgres.usage import PostgresUsage
from storage.postgres.workers import PostgresWorkers


class PostgresStorage:
    """All repositories over one pool; see `storage.repositories.Storage`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.learners = PostgresLearners(database)
        self.lessons = PostgresLessons(database)
        self.sittings = PostgresSittings(database)
        self.leases = PostgresLeases(database)
        self.turns = PostgresTurns(database)
        self.translations = PostgresTranslations(database)
        self.recordings = PostgresRecordings(database)
        self.usage = PostgresUsage(database)
        self.reports = PostgresReports(database)
        self.workers = PostgresWorkers(database)

    async def ping(self) -> None:
        await self._database.fetchval("SELECT 1")

    async def aclose(self) -> None:
        await self._database.aclose()


async def open_storage(
    database_url: str,
    *,
    connect_timeout: float = CONNECT_SECONDS,
    call_timeout: float = CALL_SECONDS,
    pool_size: int = POOL_SIZE,
) -> PostgresStorage:
    """Storage over a pool that connects when first used: Postgres may be away now and come back later.

    Timeouts in seconds; `call_timeout` is for a whole call, connecting included. Raises ValueError for a URL that is
    not of Postgres.
    """
    return PostgresStorage(
        await Database.open(
            database_url, connect_seconds=connect_timeout, call_seconds=call_timeout, pool_size=pool_size
        )
    )
