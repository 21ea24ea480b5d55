"""One engine with faults on, for all tests of this folder."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.fixtures.engine_process import EngineProcess, engine_process
from tests.fixtures.faults import Faults, faults_of
from tests.local_engine.conftest import SENTENCES


@pytest.fixture(scope="session")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with engine_process(tmp_path_factory.mktemp("faulty"), grammar=SENTENCES, faults=True) as running:
        yield running


@pytest.fixture
async def faults(faulty: EngineProcess) -> AsyncIterator[Faults]:
    async with faults_of(faulty.url) as control:
        yield control
