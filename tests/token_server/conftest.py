"""A token server over memory, with LiveKit away: what HTTP alone can show."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.memory import MemoryStorage
from tests.fixtures.engine_process import EngineProcess, engine_process
from tests.token_server.serving import Served, make_settings, served


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(make_settings(tmp_path), MemoryStorage()) as it:
        yield it


@pytest.fixture(scope="session")
def local_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with engine_process(tmp_path_factory.mktemp("engine"), key="key-of-the-engine") as it:
        yield it


@pytest.fixture
async def with_engine(tmp_path: Path, local_engine: EngineProcess) -> AsyncIterator[Served]:
    """The same, and the local engine speaks and translates for it."""
    settings = make_settings(tmp_path, openai_base_url=local_engine.url, openai_api_key="key-of-the-engine")
    async with served(settings, MemoryStorage()) as it:
        yield it
