"""When a lesson's time is told, and when it is up."""

import asyncio

import pytest

from agent.timekeeper import Timekeeper
from tests.fixtures.virtual_time import run_virtually


@pytest.mark.parametrize(
    ("left", "short", "told"),
    [
        pytest.param(1800.0, False, [("nearly", 1740.0), ("up", 1800.0)], id="half an hour"),
        pytest.param(61.0, False, [("nearly", 1.0), ("up", 61.0)], id="just over the minute"),
        pytest.param(60.0, True, [("up", 60.0)], id="a minute: told by who opens"),
        pytest.param(30.0, True, [("up", 30.0)], id="half of it"),
        pytest.param(20.0, False, [("up", 20.0)], id="too little to speak of a minute"),
        pytest.param(-5.0, False, [("up", 0.0)], id="over before it began"),
    ],
)
def test_it_is_told_a_minute_before(left: float, short: bool, told: list[tuple[str, float]]) -> None:
    heard: list[tuple[str, float]] = []

    async def lesson() -> None:
        loop, up = asyncio.get_running_loop(), asyncio.Event()

        def over() -> None:
            heard.append(("up", loop.time()))
            up.set()

        timekeeper = Timekeeper(
            seconds_left=left, on_nearly_up=lambda: heard.append(("nearly", loop.time())), on_up=over
        )
        assert timekeeper.is_short is short
        timekeeper.start()
        await up.wait()
        await timekeeper.stop()

    run_virtually(lesson())
    assert heard == told
