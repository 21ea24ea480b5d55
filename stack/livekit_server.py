"""The local livekit-server: its configuration from the template livekit.yaml, and the part that runs it."""

import asyncio
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from socket import SOCK_DGRAM
from string import Template

from stack.http_probe import answers
from stack.part import Part
from stack.paths import ROOT
from stack.port_claims import PortClaims

TEMPLATE = ROOT / "livekit.yaml"
API_KEY = "english-tutor"
USUAL_HTTP, USUAL_TCP, USUAL_UDP = 7880, 7881, 7882
# The room outlives the learner's absence by this much, so that it is the tutor who ends the lesson, with a report.
DEPARTURE_MARGIN_SECONDS = 30.0


@dataclass(frozen=True)
class LiveKitPorts:
    http: int
    tcp: int
    udp: int

    @classmethod
    def choose(cls, claims: PortClaims) -> "LiveKitPorts":
        return cls(claims.choose(USUAL_HTTP), claims.choose(USUAL_TCP), claims.choose(USUAL_UDP, SOCK_DGRAM))

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.http}"


def configuration(template: str, where: LiveKitPorts, *, page_port: int, lesson_return_seconds: float) -> str:
    """livekit.yaml with its ${NAMES} filled. Raises KeyError for a name it does not know."""
    return Template(template).substitute(
        HTTP_PORT=where.http,
        TCP_PORT=where.tcp,
        UDP_PORT=where.udp,
        API_KEY=API_KEY,
        LOOPBACK="lo0" if sys.platform == "darwin" else "lo",
        WEBHOOK_URL=f"http://127.0.0.1:{page_port}/livekit/webhook",
        DEPARTURE_SECONDS=max(90, round(lesson_return_seconds + DEPARTURE_MARGIN_SECONDS)),
    )


def livekit_part(
    binary: Path,
    where: LiveKitPorts,
    *,
    config_file: Path,
    page_port: int,
    lesson_return_seconds: float,
    secret: str,
    environ: Mapping[str, str],
) -> Part:
    text = configuration(
        TEMPLATE.read_text(), where, page_port=page_port, lesson_return_seconds=lesson_return_seconds
    )

    async def prepare() -> None:
        await asyncio.to_thread(config_file.write_text, text)

    return Part(
        name="livekit",
        command=[str(binary), "--config", str(config_file)],
        # The secret by environment: the file and the process list may be shown to others. Nothing else of ours:
        # livekit-server takes settings from variables as common as NODE_IP and UDP_PORT.
        env={
            "LIVEKIT_KEYS": f"{API_KEY}: {secret}",
            **{k: environ[k] for k in ("HOME", "PATH") if k in environ},
        },
        port=where.http,
        ready=answers(f"http://127.0.0.1:{where.http}/"),
        prepare=prepare,
        # The first SIGTERM waits until every browser has left; one in its first 100 ms is lost (1.13.5).
        second_signal_seconds=0.5,
    )
