"""Which parts this start needs, in the order of their start: what the settings do not give is started here."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from stack import livekit_server
from stack.data_folder import DataFolder
from stack.environment import Services, part_environment
from stack.fetch_models import has_models
from stack.http_probe import answers, both
from stack.livekit_server import LiveKitPorts, livekit_part
from stack.needs import Needs
from stack.part import Part
from stack.paths import ROOT
from stack.port_claims import PortClaims
from stack.postgres import postgres_part
from stack.postgres_place import Place
from stack.screen import Screen
from stack.secrets_file import SecretsFile
from stack.settings import StackSettings
from stack.worker_probe import WorkerProbe

USUAL_ENGINE_PORT = 8090
USUAL_MESSAGES_PORT = 8095
# Its imports take seconds; a Postgres that recovers from a crash, which it waits for, may take minutes.
WORKER_START_SECONDS = 600.0
# After DRAIN_SECONDS the worker still closes its sessions, stores what they said, and leaves.
WORKER_CLOSE_SECONDS = 20.0
MESSAGES_CLOSE_SECONDS = 30.0  # running answers are finished within 20 s (agent/messages)


@dataclass(frozen=True)
class Plan:
    """What to start. `environ` is the environment of the token server, the worker and the console."""

    parts: list[Part]
    environ: Mapping[str, str]
    local_urls: Mapping[str, str]  # of what is started here, without secrets
    in_use: Mapping[str, str]  # for the person: what serves each need


def make_plan(
    settings: StackSettings,
    needs: Needs,
    *,
    folder: DataFolder,
    place: Place | None,
    livekit_binary: Path | None,
    claims: PortClaims,
    screen: Screen,
    environ: Mapping[str, str],
) -> Plan:
    """`place` and `livekit_binary` are there when Postgres and LiveKit are needed."""
    secrets = SecretsFile(folder.path)
    worker_id = f"make-run-{uuid4()}"
    parts: list[Part] = []
    local: dict[str, str] = {}

    if place is not None:
        parts.append(postgres_part(place, screen=screen))
        local["database_url"] = place.url
    database_url = settings.database_url or (place.url if place else "")

    livekit = LiveKitPorts.choose(claims)
    livekit_secret = settings.livekit_api_secret or secrets.get("livekit_api_secret")
    if livekit_binary is not None:
        local["livekit_url"] = livekit.url
        parts.append(
            livekit_part(
                livekit_binary,
                livekit,
                config_file=folder.path / "livekit.yaml",
                page_port=settings.port,
                lesson_return_seconds=settings.lesson_return_seconds,
                secret=livekit_secret,
                environ=environ,
            )
        )

    engine_url, engine_key = settings.openai_base_url, settings.openai_api_key
    if needs.engine:
        port = claims.choose(USUAL_ENGINE_PORT)
        engine_key = settings.local_engine_api_key or secrets.get("local_engine_api_key")
        engine_url = local["openai_base_url"] = f"http://127.0.0.1:{port}/v1"
        parts.append(_engine(port, engine_key, environ))

    messages_port = claims.choose(USUAL_MESSAGES_PORT) if needs.page and not settings.messages_url else None
    services = Services(
        database_url=database_url,
        livekit_url=settings.livekit_url or livekit.url,
        livekit_api_key=settings.livekit_api_key or livekit_server.API_KEY,
        livekit_api_secret=livekit_secret,
        openai_base_url=engine_url,
        openai_api_key=engine_key,
        messages_url=settings.messages_url if messages_port is None else f"http://127.0.0.1:{messages_port}",
    )
    variables = part_environment(
        environ,
        settings,
        services,
        tutor_secret=settings.tutor_secret or secrets.get("tutor_secret"),
        worker_id=worker_id,
    )
    if needs.page:
        parts.append(_token_server(settings, variables))
        parts.append(_worker(settings, variables, WorkerProbe(database_url, worker_id)))
    if messages_port is not None:
        parts.append(_messages(messages_port, variables))
    return Plan(
        parts=parts, environ=variables, local_urls=local, in_use=_in_use(settings, needs, services, place)
    )


def _engine(port: int, key: str, environ: Mapping[str, str]) -> Part:
    return Part(
        name="local-engine",
        command=_python("local_engine"),
        env={**environ, "PYTHONUNBUFFERED": "1", "LOCAL_ENGINE_PORT": str(port), "LOCAL_ENGINE_API_KEY": key},
        cwd=ROOT,
        port=port,
        ready=answers(f"http://127.0.0.1:{port}/healthz"),
    )


def _token_server(settings: StackSettings, variables: Mapping[str, str]) -> Part:
    return Part(
        name="token-server",
        command=_python("token_server"),
        env=variables,
        cwd=ROOT,
        port=settings.port,
        ready=answers(f"http://127.0.0.1:{settings.port}/healthz"),
    )


def _worker(settings: StackSettings, variables: Mapping[str, str], probe: WorkerProbe) -> Part:
    return Part(
        name="worker",
        command=_python("agent.worker"),
        env=variables,
        cwd=ROOT,
        prepare=probe.before_start,
        ready=both(probe.ready, answers(f"http://127.0.0.1:{settings.port}/readyz")),
        start_seconds=WORKER_START_SECONDS,
        stop_seconds=settings.drain_seconds + WORKER_CLOSE_SECONDS,
    )


def _messages(port: int, variables: Mapping[str, str]) -> Part:
    return Part(
        name="messages",
        command=_python("agent.messages"),
        env={**variables, "MESSAGES_HOST": "127.0.0.1", "MESSAGES_PORT": str(port)},
        cwd=ROOT,
        port=port,
        ready=answers(f"http://127.0.0.1:{port}/healthz"),
        start_seconds=WORKER_START_SECONDS,
        stop_seconds=MESSAGES_CLOSE_SECONDS,
    )


def _python(module: str) -> list[str]:
    return [sys.executable, "-m", module]


def _in_use(settings: StackSettings, needs: Needs, services: Services, place: Place | None) -> dict[str, str]:
    if needs.engine:
        voice = "local engine: offline, made for trying and testing; set OPENAI_API_KEY for a real voice"
        if not has_models():
            voice += ", or `make models` for better ears and a natural one"
    else:
        voice = settings.openai_base_url or "OpenAI"
    return {
        "voice": voice,
        "LiveKit": f"{services.livekit_url}{' (started here)' if needs.livekit else ''}",
        "database": f"embedded Postgres in {place.data}"
        if place
        else _without_password(services.database_url),
    }


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname or 'a socket'}{f':{parts.port}' if parts.port else ''}{parts.path}"
