"""A token server over memory, with LiveKit away: what HTTP alone can show."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.memory import MemoryStorage
from tests.token_server.serving import Served, make_settings, served


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(make_settings(tmp_path), MemoryStorage()) as it:
        yield it
