"""One engine process for all tests of this folder; those that need other settings start their own."""

from collections.abc import Iterator

import pytest

from tests.fixtures.engine_process import EngineProcess, engine_process

# What the recogniser hears in these tests. `dictated` is none of them.
SENTENCES = [
    "I'm at a hotel talking to the receptionist to check in.",
    "Can I have a window seat?",
    "My name is Minjun, and I have 2 bags.",
    "Please tell me more about the hotel.",
    "I would like to, and",
]


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with engine_process(tmp_path_factory.mktemp("engine"), grammar=SENTENCES) as running:
        yield running
