"""An engine that checks its key: the right one works, a wrong one is told as such and leaves nothing open."""

import time
from collections.abc import Callable
from pathlib import Path

import aiohttp
import asyncpg
import pytest
from playwright.async_api import Browser

from tests.e2e.caller import Caller
from tests.e2e.learner import Learner
from tests.e2e.lines import GRAMMAR, RESERVATION
from tests.e2e.stack_process import StackProcess
from tests.fixtures.engine_process import engine_process
from tests.fixtures.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

TOLD_SECONDS = 5.0  # on an idle machine


@pytest.mark.slow
async def test_the_right_one_is_answered(own_stack: Callable[..., StackProcess], tmp_path: Path) -> None:
    with engine_process(tmp_path, grammar=GRAMMAR, key="the-right-key") as engine:
        stack = own_stack(OPENAI_BASE_URL=engine.url, OPENAI_API_KEY="the-right-key")
        assert "local-engine" not in [part["name"] for part in stack.state["parts"]]
        async with aiohttp.ClientSession() as http:
            caller = Caller(stack, http)
            await caller.start_scene()
            await caller.hears_tutor()
            await caller.hears_silence()
            await caller.speak(RESERVATION)
            await caller.said(RESERVATION)
            await caller.end()


async def test_a_wrong_one_is_told(
    own_stack: Callable[..., StackProcess], browser: Browser, tmp_path: Path
) -> None:
    with engine_process(tmp_path, grammar=GRAMMAR, key="the-right-key") as engine:
        stack = own_stack(OPENAI_BASE_URL=engine.url, OPENAI_API_KEY="a-wrong-key")
        learner = await Learner.at(browser, stack.url, locale="ko")
        pressed = time.monotonic()
        await learner.start_scene("hotel", "receptionist", "check in")
        await learner.page.wait_for_selector("text=음성 연결", timeout=20_000)
        print(f"a wrong key is told after {time.monotonic() - pressed:.1f} s (limit {TOLD_SECONDS:.0f} s)")
        await learner.page.screenshot(path=tmp_path / "wrong-key.png")
        lesson_id = learner.lesson_id

        database = await asyncpg.connect(stack.database_url)
        row = await database.fetchrow(
            "SELECT status, end_reason FROM lessons WHERE lesson_id = $1::uuid", lesson_id
        )
        await database.close()
        assert row is not None
        assert (row["status"], row["end_reason"]) == ("ended", "engine")
        await until(lambda: not stack.busy_job_pids(), seconds=15, what="no job is left")
