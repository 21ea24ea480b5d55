"""The messages process as a real process, over real Postgres: its memory under load, and what its death costs."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np
import psutil
import pytest

from contract.message_pass import sign_pass
from contract.messages import MAX_CLIP_BYTES
from storage.journal import replay_orphans
from storage.postgres import PostgresStorage
from tests.agent.messages.recordings import spoken
from tests.agent.messages.serving import HOTEL, SECRET, Messenger, make_settings
from tests.e2e.lines import RESERVATION
from tests.fixtures.engine_process import engine_process, free_port
from tests.fixtures.waiting import until

pytestmark = pytest.mark.engine

AT_ONCE = 10
START_SECONDS = 60.0
# Ten bodies are 105 MB, and 66 MB once decoded: held in memory they would show.
OWN_GROWTH_MB = 60.0
DECODER_MB = 120.0  # one of the two that may run at once: Python, FFmpeg's libraries, a packet


@contextlib.contextmanager
def messages_process(
    folder: Path, *, engine_url: str, database_url: str
) -> Iterator[tuple[str, psutil.Process]]:
    port = free_port()
    given = make_settings(folder, engine_url=engine_url)
    environ = {
        **os.environ,
        "TUTOR_ENV": "development",
        "TUTOR_SECRET": given.tutor_secret,
        "TUTOR_DATA_DIR": str(given.tutor_data_dir),
        "DATABASE_URL": database_url,
        "LIVEKIT_URL": given.livekit_url,
        "LIVEKIT_API_KEY": given.livekit_api_key,
        "LIVEKIT_API_SECRET": given.livekit_api_secret,
        "OPENAI_BASE_URL": engine_url,
        "MESSAGES_PORT": str(port),
    }
    with (folder / "messages.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "agent.messages"], env=environ, stdout=log, stderr=log
        )
    try:
        yield f"http://127.0.0.1:{port}", psutil.Process(process.pid)
    finally:
        process.terminate()
        assert process.wait(30) in (0, -signal.SIGKILL)


def _answers(url: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/healthz", timeout=1) as answer:
        return bool(answer.status == 200)
    return False


def _megabytes(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.Error):
        return float(process.memory_info().rss) / 1e6
    return 0.0


async def test_ten_of_the_largest_recordings_at_once(
    storage: PostgresStorage, database_url: str, tmp_path: Path
) -> None:
    line = spoken(RESERVATION).tobytes()
    recording = line + bytes(MAX_CLIP_BYTES - len(line))  # 218 s, of which two are speech
    own: list[float] = []
    decoders: list[float] = []
    with (
        engine_process(tmp_path, grammar=[RESERVATION]) as engine,
        messages_process(tmp_path, engine_url=engine.url, database_url=database_url) as (url, process),
    ):
        await until(lambda: _answers(url), seconds=START_SECONDS, what="the messages process answers")
        async with aiohttp.ClientSession() as http:
            learners = [Messenger(storage, url, http) for _ in range(AT_ONCE + 1)]
            for learner in learners:
                await learner.start(scenario=HOTEL)
            assert (
                await learners.pop().send({"text": "Hello."})
            ).status == 200  # what is loaded once is loaded
            before = _megabytes(process)

            async def watch() -> None:
                while True:
                    own.append(_megabytes(process))
                    with contextlib.suppress(psutil.Error):
                        decoders.extend(_megabytes(child) for child in process.children())
                    await asyncio.sleep(0.02)

            watching = asyncio.create_task(watch())
            answers = await asyncio.gather(
                *(learner.send(recording, content_type="audio/pcm") for learner in learners)
            )
            watching.cancel()
    assert [answer.of("message.heard")[0]["turn"]["text"] for answer in answers] == [RESERVATION] * AT_ONCE
    assert all(answer.types()[-1] == "message.done" for answer in answers)
    print(
        f"{AT_ONCE} recordings of {MAX_CLIP_BYTES / 1e6:.1f} MB at once: the process grew from {before:.0f} MB "
        f"to {np.max(own):.0f} MB, a decoder took {np.max(decoders):.0f} MB, two run at once"
    )
    assert np.max(own) - before < OWN_GROWTH_MB
    assert np.max(decoders) < DECODER_MB


@pytest.mark.slow
async def test_killed_in_the_middle_of_an_answer_it_loses_nothing_that_was_heard(
    storage: PostgresStorage, database_url: str, tmp_path: Path
) -> None:
    with engine_process(tmp_path) as engine:
        async with aiohttp.ClientSession() as http:
            learner = Messenger(storage, "", http)
            await learner.start(scenario=HOTEL)
            with messages_process(tmp_path, engine_url=engine.url, database_url=database_url) as (
                url,
                process,
            ):
                await until(lambda: _answers(url), seconds=START_SECONDS, what="the messages process answers")
                learner.url = url
                heard = await _first_event(learner, {"text": "I have a reservation."})
                process.kill()
                process.wait(10)
            assert heard["turn"]["text"] == "I have a reservation."
            await replay_orphans(tmp_path / "data" / "journal", storage)
            first, *_ = await storage.turns.of_lesson(learner.lesson_id)
            assert str(first.turn_id) == heard["turn"]["turn_id"]

            with messages_process(tmp_path, engine_url=engine.url, database_url=database_url) as (url, _):
                await until(lambda: _answers(url), seconds=START_SECONDS, what="the next one answers")
                learner.url = url
                answer = await learner.send(
                    {"text": "Are you there?"}, audio="none"
                )  # waits for the dead lease
                assert answer.types()[-1] == "message.done"
            turns = await storage.turns.of_lesson(learner.lesson_id)
            said = [turn.text for turn in turns if turn.role == "learner"]
            assert said == ["I have a reservation.", "Are you there?"]


async def _first_event(learner: Messenger, body: dict[str, str]) -> dict[str, Any]:
    """Without reading on."""
    signed = sign_pass(await learner.plan(), secret=SECRET, now=time.time())
    async with learner.http.post(
        f"{learner.url}/messages", json=body, headers={"Authorization": f"Bearer {signed}"}
    ) as answer:
        while not (line := await answer.content.readline()).startswith(b"data: "):
            assert line, "the answer ended before its first event"
        event: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
        return event
