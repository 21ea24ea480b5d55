"""The real stack, once for the whole run, and a learner's browser at it. Tests that break the stack start their own."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import aiohttp
import asyncpg
import pytest
from playwright.async_api import Browser

from tests.e2e.caller import Caller
from tests.e2e.learner import chromium
from tests.e2e.lines import GRAMMAR
from tests.e2e.stack_process import StackProcess
from tests.fixtures.engine_process import free_port
from tests.fixtures.faults import Faults, faults_of

WORKER_METRICS_PORT = free_port()  # of the stack that all tests share
ENGINE_KEY = "key-of-the-shared-stack"


@pytest.fixture(scope="session")
def grammar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("grammar") / "grammar.txt"
    path.write_text("\n".join(GRAMMAR) + "\n")
    return path


@pytest.fixture(scope="session")
def stack_environ(grammar: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {"LOCAL_ENGINE_GRAMMAR": str(grammar)}


@pytest.fixture(scope="session")
def stack_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stack")


@pytest.fixture(scope="session")
def stack(stack_folder: Path, stack_environ: dict[str, str]) -> Iterator[StackProcess]:
    running = StackProcess.start(
        stack_folder,
        LOCAL_ENGINE_WIRE_LOG=str(stack_folder / "wire.jsonl"),
        WORKER_METRICS_PORT=str(WORKER_METRICS_PORT),
        LOCAL_ENGINE_FAULTS="on",
        LOCAL_ENGINE_API_KEY=ENGINE_KEY,
        **stack_environ,
    )
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture
async def caller(stack: StackProcess) -> AsyncIterator[Caller]:
    """A learner without a page, on the shared stack."""
    async with aiohttp.ClientSession() as http:
        one = Caller(stack, http)
        yield one
        await one.room.leave()


@pytest.fixture
async def faults(stack: StackProcess) -> AsyncIterator[Faults]:
    """Of the shared stack's engine; lifted after the test."""
    url = str(stack.state["services"]["openai_base_url"])
    async with faults_of(url, key=ENGINE_KEY) as set_faults:
        yield set_faults


@pytest.fixture
def own_stack(tmp_path: Path, stack_environ: dict[str, str]) -> Iterator[Callable[..., StackProcess]]:
    """Start a stack for this test alone, with these settings."""
    started: list[StackProcess] = []

    def start(**environ: str) -> StackProcess:
        started.append(
            StackProcess.start(
                tmp_path / f"stack-{len(started)}",
                **{**stack_environ, "LOCAL_ENGINE_WIRE_LOG": str(tmp_path / "wire.jsonl"), **environ},
            )
        )
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as launched:
        yield launched


@pytest.fixture
async def database(stack: StackProcess) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(stack.database_url)
    yield connection
    await connection.close()
