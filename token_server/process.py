"""The running process: what is opened, what runs beside the HTTP server, and how it all stops."""

import asyncio
import contextlib
import logging
import signal
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from lesson.catalogue import catalogue
from storage.errors import StorageError
from storage.migrate import migrate
from storage.postgres import open_storage
from token_server.app import create_app
from token_server.engine import open_clients
from token_server.outage import Outage
from token_server.parts import Parts, make_parts
from token_server.rooms import Rooms
from token_server.settings import TokenServerSettings

logger = logging.getLogger(__name__)

MIGRATE_RETRY_SECONDS: Final = 2.0
RESTART_SECONDS: Final = 1.0
STOP_SECONDS: Final = 5.0


def utc_now() -> datetime:
    return datetime.now(UTC)


async def serve(settings: TokenServerSettings, listening: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT. Postgres and LiveKit may be away, now or later."""
    async with open_parts(settings) as parts, background(parts):
        server = HttpServer(create_app(parts))
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, server.stop)
        logger.info("serving", extra={"port": listening.getsockname()[1]})
        await server.serve(sockets=[listening])


class HttpServer(uvicorn.Server):
    """uvicorn without its access log, whose lines carry queries, and without its way with signals."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                lifespan="off",
                timeout_graceful_shutdown=int(STOP_SECONDS),
            )
        )
        # A handler that somebody adds to it must not bring it back.
        logging.getLogger("uvicorn.access").setLevel(logging.CRITICAL)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """None: uvicorn would raise the signal again at its end, before storage and rooms are closed."""
        yield

    def stop(self) -> None:
        self.should_exit = True


@contextlib.asynccontextmanager
async def open_parts(
    settings: TokenServerSettings,
    *,
    now: Callable[[], datetime] = utc_now,
    monotonic: Callable[[], float] = time.monotonic,
) -> AsyncIterator[Parts]:
    storage = await open_storage(settings.database_url)
    try:
        async with (
            Rooms(
                url=settings.livekit_url,
                api_key=settings.livekit_api_key,
                api_secret=settings.livekit_api_secret,
            ) as rooms,
            open_clients(settings) as clients,
        ):
            parts = make_parts(
                settings,
                storage=storage,
                rooms=rooms,
                clients=clients,
                catalogue={scenario.scenario_id: scenario for scenario in catalogue()},
                now=now,
                monotonic=monotonic,
            )
            try:
                yield parts
            finally:
                await parts.aclose(within_seconds=STOP_SECONDS)
    finally:
        await storage.aclose()


@contextlib.asynccontextmanager
async def background(parts: Parts) -> AsyncIterator[None]:
    """What runs beside the HTTP server. Each piece is started again if it ever fails."""
    work: dict[str, Callable[[], Awaitable[None]]] = {
        "watch": parts.watcher.run,
        "sweep": parts.sweep.run,
        "leftovers": parts.sweep.run_often,
    }
    if parts.deliveries is not None:
        work["deliveries"] = parts.deliveries.run
    tasks = [asyncio.create_task(_migrate(parts.settings.database_url), name="migrate")]
    tasks += [asyncio.create_task(_for_ever(name, run), name=name) for name, run in work.items()]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _for_ever(name: str, run: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await run()
        except Exception:  # the learners of the other lessons must not pay for one mistake
            logger.exception("background work failed and is started again", extra={"work": name})
        await asyncio.sleep(RESTART_SECONDS)


async def _migrate(database_url: str) -> None:
    """Until it worked: the server is up before its database, and says so in /readyz."""
    outage = Outage(logger, of="schema", monotonic=time.monotonic)
    while True:
        try:
            await migrate(database_url)
        except StorageError as error:
            outage.failed(error)
            await asyncio.sleep(MIGRATE_RETRY_SECONDS)
        else:
            outage.worked()
            return
