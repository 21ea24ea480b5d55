"""What a test can read of HTTP calls afterwards."""

from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.fixtures.engine_process import EngineProcess, engine_process
from tests.fixtures.faults import faults_of
from tests.fixtures.waiting import until

pytestmark = pytest.mark.engine


async def test_calls_are_logged_and_who_left_before_the_end(tmp_path: Path) -> None:
    with engine_process(tmp_path, grammar=["Hello."], faults=True) as engine:
        url, body = f"{engine.url}/audio/speech", {"input": "One. Two.", "response_format": "pcm"}
        async with aiohttp.ClientSession() as http, faults_of(engine.url) as faults:
            async with http.post(url, json=body) as got:
                whole = len(await got.read())
            await faults.set("speech", "chunk", "stall", nth=2)
            got = await http.post(url, json=body)
            await got.content.readany()
            got.close()
            async with http.post(url, json={**body, "voice": "bob"}) as got:
                assert got.status == 400
            await until(lambda: len(_answers(engine)) == 3, what="all answers are logged")
    assert [request["body"]["input"] for request in engine.wire("http.request")] == ["One. Two."] * 3
    assert sorted((answer["status"] or 0, answer["left"]) for answer in _answers(engine)) == [
        (0, True),
        (200, False),
        (400, False),
    ]
    assert max(answer["bytes"] for answer in _answers(engine)) >= whole


def _answers(engine: EngineProcess) -> list[dict[str, Any]]:
    return engine.wire("http.answer")
