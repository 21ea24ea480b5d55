"""A reply that fails before the learner's turn is over is missed only when no other comes."""

import asyncio
from typing import Any

import pytest

from agent.engine.ahead import SETTLE_SECONDS, TURN_SECONDS, LostAhead
from tests.fixtures.virtual_time import run_virtually


class Talk:
    current_speech: object | None = None


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (["failed"], [0]),
        (["voice", "failed"], [1 + TURN_SECONDS]),
        (["voice", "failed", "voice"], []),
        (["voice", "failed", "voice", "silence"], [3 + TURN_SECONDS]),
        (["voice", "failed", "turn"], [2 + SETTLE_SECONDS]),
        (["voice", "failed", "turn", "another"], []),
        (["voice", "failed", "heard", "turn"], []),
        (["voice", "failed", "turn", "another", "failed"], [4]),
        (["voice", "turn", "failed"], [2]),
        (["voice", "failed", "turn", "stop"], []),
    ],
    ids=str,
)
def test_when_a_reply_is_missed(steps: list[str], told: list[float]) -> None:
    """Each step at its second; "another" reply begins just after the turn."""

    async def run() -> list[float]:
        loop = asyncio.get_running_loop()
        heard: list[float] = []
        talk: Any = Talk()
        ahead = LostAhead(talk, lambda _: heard.append(round(loop.time(), 1)))
        for at, step in enumerate(steps):
            late = 0.9 if step in ("another", "stop") else 0.0
            await asyncio.sleep(max(0.0, at - late - loop.time()))
            match step:
                case "voice":
                    ahead.voice_began()
                case "silence":
                    ahead.voice_ended()
                case "turn":
                    ahead.turn_ended()
                case "failed":
                    ahead.failed(RuntimeError())
                case "another":
                    talk.current_speech = object()
                case "heard":
                    ahead.spoke()
                case "stop":
                    ahead.stop()
        await asyncio.sleep(5.0)
        return heard

    assert run_virtually(run()) == [pytest.approx(at, abs=0.05) for at in told]
