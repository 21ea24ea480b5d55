"""A lesson's figures reach the worker that serves them."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest

from agent.figures import SOCKET_VARIABLE, FigureSender, GuardrailVerdict, ReplyFigures, receive_figures
from contract.latency import TurnLatency
from tests.fixtures.waiting import until

REPLY = TurnLatency(turn_decided=10.0, audio_out=10.9, total=0.9, engine="realtime", channel="voice")

_LESSON = f"""
from agent.figures import FigureSender
from contract.latency import TurnLatency
FigureSender.of_environment().send(TurnLatency.model_validate_json({REPLY.model_dump_json()!r}))
"""


async def test_another_process_is_counted_in_the_stage_engine_and_channel_of_its_reply() -> None:
    registry = CollectorRegistry()
    async with receive_figures(ReplyFigures(registry)) as path:
        await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", _LESSON],
            env={**os.environ, SOCKET_VARIABLE: str(path)},
            check=True,
        )
        await until(lambda: b"tutor_reply_stage_seconds_count" in generate_latest(registry), what="a figure")
    text = generate_latest(registry).decode()
    labels = 'channel="voice",engine="realtime"'
    assert f'tutor_reply_stage_seconds_bucket{{{labels},le="0.8",stage="total"}} 0.0' in text
    assert f'tutor_reply_stage_seconds_bucket{{{labels},le="1.0",stage="total"}} 1.0' in text
    assert not path.parent.exists()


async def test_verdicts_of_the_guardrail_are_counted_and_its_failures_with_them() -> None:  # G1
    registry = CollectorRegistry()
    async with receive_figures(ReplyFigures(registry)) as path:
        sender = FigureSender(str(path))
        for verdict in ("NONE", "failed", "NONE", "OFFENSIVE"):
            sender.send(GuardrailVerdict(verdict=verdict))
        await until(lambda: b'verdict="OFFENSIVE"' in generate_latest(registry), what="the last verdict")
        sender.close()
    text = generate_latest(registry).decode()
    assert 'tutor_guardrail_verdicts_total{verdict="NONE"} 2.0' in text
    assert 'tutor_guardrail_verdicts_total{verdict="failed"} 1.0' in text


async def test_junk_on_the_socket_costs_nothing() -> None:
    registry = CollectorRegistry()
    async with receive_figures(ReplyFigures(registry)) as path:
        sender = FigureSender(str(path))
        assert sender._socket is not None
        sender._socket.sendto(b"{", str(path))
        sender.send(REPLY)
        await until(lambda: b'stage="total"' in generate_latest(registry), what="the figure after the junk")
        sender.close()


def test_without_a_worker_a_figure_goes_nowhere(tmp_path: Path) -> None:
    for sender in (FigureSender(None), FigureSender(str(tmp_path / "gone"))):
        sender.send(REPLY)
        sender.close()
