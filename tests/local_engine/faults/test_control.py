"""The control endpoint: off by default, and only on this machine."""

import os
import subprocess
import sys

import aiohttp
import pytest

from tests.fixtures.engine_process import EngineProcess
from tests.fixtures.faults import Faults

pytestmark = pytest.mark.engine


async def test_without_the_setting_there_is_no_control(engine: EngineProcess) -> None:
    root = engine.url.removesuffix("/v1")
    async with aiohttp.ClientSession() as http:
        for path in ("faults", "delays"):
            async with http.get(f"{root}/control/{path}") as got:
                assert got.status == 404


def test_it_is_refused_where_others_reach_it() -> None:
    environ = {
        **os.environ,
        "LOCAL_ENGINE_FAULTS": "on",
        "LOCAL_ENGINE_HOST": "0.0.0.0",
        "LOCAL_ENGINE_PORT": "0",
    }
    done = subprocess.run(
        [sys.executable, "-m", "local_engine"], env=environ, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert "LOCAL_ENGINE_FAULTS is" in done.stderr
    assert "127.0.0.1" in done.stderr


async def test_what_is_set_is_listed_and_deleted(faults: Faults) -> None:
    one = await faults.set("chat", "request", "drop", nth=3)
    two = await faults.set("realtime", "response.done", "delay", seconds=2)
    assert [(fault["id"], fault["nth"], fault["struck"]) for fault in await faults.listed()] == [
        (one.id, 3, 0),
        (two.id, 1, 0),
    ]
    await one.lift()
    assert [fault["id"] for fault in await faults.listed()] == [two.id]
    await faults.clear()
    assert await faults.listed() == []


async def test_mistakes_are_named(faults: Faults) -> None:
    async with faults.http.post(f"{faults.root}/control/faults", json={"where": "chat"}) as got:
        assert (got.status, (await got.json())["error"]["param"]) == (400, "event")
    async with faults.http.put(f"{faults.root}/control/delays", json={"thinking": 1}) as got:
        assert (got.status, (await got.json())["error"]["param"]) == (400, "thinking")
    async with faults.http.put(f"{faults.root}/control/delays", json={"first_token": [2, 1]}) as got:
        assert (got.status, (await got.json())["error"]["param"]) == (400, "first_token")
    async with faults.http.delete(f"{faults.root}/control/faults/none") as got:
        assert got.status == 404
