"""Prometheus figures of replies, of the guardrail and of usage. A lesson is a process of its own, so its figures travel to the worker, which serves them.

They go as datagrams over a socket in a folder that only this user may enter: nothing waits for them, a full socket or a
dead worker loses a figure and no more. (prometheus_client's own multi-process mode leaves a file a lesson behind.)
"""

import asyncio
import contextlib
import logging
import os
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final, Literal

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram
from pydantic import TypeAdapter, ValidationError

from contract.latency import TurnLatency
from contract.model import Message
from contract.usage import Use
from contract.usage_figures import UsageFigures
from lesson.guardrail import Category
from lesson.latency import BUCKETS, stage_seconds

logger = logging.getLogger(__name__)

SOCKET_VARIABLE: Final = "TUTOR_FIGURES_SOCKET"  # the worker tells its lessons
MAX_DATAGRAM_BYTES: Final = 4096


class GuardrailVerdict(Message):
    """One sentence of the tutor's was judged; `failed`: it was not, and passed."""

    verdict: Category | Literal["failed"]


Figure = TurnLatency | GuardrailVerdict | Use
_FIGURE: Final = TypeAdapter[Figure](Figure)


class ReplyFigures:
    """Labels are stages, engines and channels: closed lists, never an id."""

    def __init__(self, registry: CollectorRegistry = REGISTRY) -> None:
        self._seconds = Histogram(
            "tutor_reply_stage_seconds",
            "What each stage of a reply took",
            ["stage", "engine", "channel"],
            buckets=BUCKETS,
            registry=registry,
        )
        self._verdicts = Counter(
            "tutor_guardrail_verdicts",
            "Sentences of the tutor by the guardrail's verdict; failed: not judged in time",
            ["verdict"],
            registry=registry,
        )
        self._usage = UsageFigures(registry)

    def observe(self, figure: Figure) -> None:
        match figure:
            case GuardrailVerdict(verdict=verdict):
                self._verdicts.labels(verdict).inc()
            case Use():
                self._usage.count(figure)
            case TurnLatency():
                for stage, seconds in stage_seconds(figure).items():
                    self._seconds.labels(stage, figure.engine, figure.channel).observe(seconds)


class FigureSender:
    """A lesson's end; sends nowhere where no worker listens (console, tests)."""

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) if path else None
        if self._socket is not None:
            self._socket.settimeout(0)  # a full socket must not hold up a lesson

    @classmethod
    def of_environment(cls) -> "FigureSender":
        return cls(os.environ.get(SOCKET_VARIABLE))

    def send(self, figure: Figure) -> None:
        if self._socket is None or self._path is None:
            return
        with contextlib.suppress(OSError):
            self._socket.sendto(figure.model_dump_json(exclude={"answers"}).encode(), self._path)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()


class _Receiver(asyncio.DatagramProtocol):
    def __init__(self, figures: ReplyFigures) -> None:
        self._figures = figures

    def datagram_received(self, data: bytes, _: object) -> None:
        try:
            self._figures.observe(_FIGURE.validate_json(data[:MAX_DATAGRAM_BYTES]))
        except ValidationError:
            logger.warning("a figure could not be read", extra={"bytes": len(data)})


@contextlib.asynccontextmanager
async def receive_figures(figures: ReplyFigures) -> AsyncIterator[Path]:
    """The worker's end, while it lasts; gives the socket, whose path the lessons find in their environment."""
    # Short and private: a Unix socket's path has 107 characters at most.
    folder = Path(tempfile.mkdtemp(prefix="tutor-figures-"))
    path = folder / "socket"
    try:
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Receiver(figures), local_addr=str(path), family=socket.AF_UNIX
        )
        try:
            yield path
        finally:
            transport.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
