"""The token server on a free port of this machine, in the test's own event loop."""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
from starlette.types import ASGIApp

from contract.scenario import CatalogueScenario
from lesson.catalogue import catalogue
from storage.repositories import Storage
from tests.fixtures.livekit import LiveKitServer
from tests.fixtures.waiting import until
from token_server.app import create_app
from token_server.engine import open_clients
from token_server.parts import Parts, make_parts
from token_server.process import HttpServer, background
from token_server.rooms import Rooms
from token_server.settings import TokenServerSettings

SECRET = "0123456789abcdef0123456789abcdef-test"
NOWHERE = "ws://127.0.0.1:9"  # the discard port: nothing listens there
NO_ENGINE = "http://127.0.0.1:9/v1"


def make_settings(folder: Path, *, livekit: LiveKitServer | None = None, **given: Any) -> TokenServerSettings:
    values: dict[str, Any] = {
        "tutor_env": "development",
        "tutor_secret": SECRET,
        "tutor_data_dir": folder / "data",
        "database_url": "postgresql://nobody@127.0.0.1:9/nothing",
        "livekit_url": livekit.url if livekit else NOWHERE,
        "livekit_api_key": livekit.api_key if livekit else "devkeydevkey",
        "livekit_api_secret": livekit.api_secret if livekit else SECRET,
        "openai_base_url": NO_ENGINE,
        "web_client_dir": folder / "dist",
    }
    return TokenServerSettings(**values | given)


@dataclass(kw_only=True)
class Clock:
    """Both clocks of a server, moved by hand."""

    ahead: float = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead


@dataclass(frozen=True, kw_only=True)
class Served:
    url: str
    parts: Parts
    storage: Storage
    clock: Clock
    http: httpx2.AsyncClient  # keeps cookies, as a browser does

    def stranger(self) -> httpx2.AsyncClient:
        """A client without cookies; to be closed by who asked for it."""
        return httpx2.AsyncClient(base_url=self.url)


@contextlib.asynccontextmanager
async def served(
    settings: TokenServerSettings,
    storage: Storage,
    *,
    scenarios: Sequence[CatalogueScenario] | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    with_background: bool = False,
    port: int = 0,
) -> AsyncIterator[Served]:
    clock = Clock()
    async with contextlib.AsyncExitStack() as stack:
        rooms = await stack.enter_async_context(
            Rooms(
                url=settings.livekit_url,
                api_key=settings.livekit_api_key,
                api_secret=settings.livekit_api_secret,
            )
        )
        clients = await stack.enter_async_context(open_clients(settings))
        rows = catalogue() if scenarios is None else scenarios
        parts = make_parts(
            settings,
            storage=storage,
            rooms=rooms,
            clients=clients,
            catalogue={row.scenario_id: row for row in rows},
            now=now,
            monotonic=clock.monotonic,
        )
        if with_background:
            await stack.enter_async_context(background(parts))
        url = await stack.enter_async_context(running(create_app(parts), port=port))
        http = await stack.enter_async_context(httpx2.AsyncClient(base_url=url))
        yield Served(url=url, parts=parts, storage=storage, clock=clock, http=http)
        await parts.aclose(within_seconds=5)


@contextlib.asynccontextmanager
async def running(app: ASGIApp, *, port: int = 0) -> AsyncIterator[str]:
    """A real uvicorn; its URL."""
    server = HttpServer(app)
    listening = socket.create_server(("127.0.0.1", port))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await until(lambda: server.started or serving.done(), what="uvicorn serves")
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.stop()
        await serving
