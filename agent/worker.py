"""The worker process: `python -m agent.worker`. Sets the AgentServer up, keeps its heartbeat, stops it in order.

SIGTERM and Ctrl-C drain: no new lessons, running ones go on to their end or DRAIN_SECONDS, then end with a notice and
a stored transcript. A second signal ends them at once.
"""

import asyncio
import contextlib
import logging
import math
import os
import signal
import socket
import sys

from livekit.agents import AgentServer, JobRequest
from pydantic import ValidationError

from agent.figures import SOCKET_VARIABLE, ReplyFigures, receive_figures
from agent.heartbeat import keep_beating
from agent.job import leave, sit
from agent.logs import configure_logs
from agent.process import set_up_process
from agent.registration import Registration
from agent.settings import AgentSettings, agent_settings
from contract.settings_errors import refuse, settings_errors
from contract.words import AGENT_NAME
from storage.journal import replay_orphans
from storage.migrate import migrate
from storage.postgres import open_storage
from storage.repositories import Storage

logger = logging.getLogger("agent.worker")

# LiveKit gives no job to a worker that reports its `agents.target_load` (0.7 unless configured) or more, and loses the
# dispatch at 1.0: a worker with room stays below the one, a full one between the two.
LOAD_WITH_ROOM = 0.65
LOAD_WHEN_FULL = 0.95
REPLAY_SECONDS = 5.0


def build_server(settings: AgentSettings) -> AgentServer:
    """The AgentServer of DESIGN.md: explicit dispatch, load by lessons, a memory limit a lesson."""

    def load(server: AgentServer) -> float:
        share = len(server.active_jobs) / settings.tutor_max_lessons
        return LOAD_WHEN_FULL if share >= 1 else LOAD_WITH_ROOM * share

    server = AgentServer(
        ws_url=settings.livekit_url,
        api_key=settings.livekit_api_key,
        api_secret=settings.livekit_api_secret,
        host=settings.worker_host,
        port=settings.worker_port,
        prometheus_port=settings.worker_metrics_port,
        load_fnc=load,
        load_threshold=math.inf,  # `accept` counts lessons itself; by default CPU of the whole machine would decide
        num_idle_processes=settings.tutor_idle_processes,
        job_memory_warn_mb=settings.tutor_job_memory_mb * 0.8,
        job_memory_limit_mb=settings.tutor_job_memory_mb,
        session_end_timeout=60,
        shutdown_process_timeout=10,
        initialize_process_timeout=60,  # a full CPU must not cost the process
        drain_timeout=math.ceil(settings.drain_seconds) or 1,
        max_retry=sys.maxsize,  # LiveKit may be away for hours; the default gives up after two minutes
        setup_fnc=set_up_process,
        preload_modules=["agent.process", "agent.job"],
    )

    async def accept(request: JobRequest) -> None:
        if len(server.active_jobs) >= settings.tutor_max_lessons:
            await request.reject(terminate=False)  # another worker may have room
            return
        await request.accept(name="English Tutor")

    server.rtc_session(sit, agent_name=AGENT_NAME, on_request=accept, on_session_end=leave)
    return server


async def serve(settings: AgentSettings) -> None:
    async with receive_figures(ReplyFigures()) as figures_socket:
        os.environ[SOCKET_VARIABLE] = str(figures_socket)  # the lessons' processes inherit it
        await _serve(settings)


async def _serve(settings: AgentSettings) -> None:
    server = build_server(settings)
    registration = Registration(server, max_lessons=settings.tutor_max_lessons)
    worker_id = settings.tutor_worker_id or f"{socket.gethostname()}-{os.getpid()}"
    storage = await open_storage(settings.database_url)
    stop, force = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def on_signal() -> None:
        (force if stop.is_set() else stop).set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, on_signal)

    running = asyncio.create_task(server.run(), name="worker.server")
    chores = [
        asyncio.create_task(
            keep_beating(
                storage.workers,
                worker_id=worker_id,
                can_serve=registration.can_serve,
                running_lessons=lambda: registration.running_lessons,
            ),
            name="worker.heartbeat",
        ),
        asyncio.create_task(_replay_for_ever(storage, settings), name="worker.replay"),
    ]
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    for chore in chores:
        chore.cancel()
    await asyncio.gather(*chores, return_exceptions=True)
    if not running.done():
        await _drain(server, seconds=settings.drain_seconds, force=force)
        await server.aclose()
    stopping.cancel()
    await storage.aclose()
    await running  # raises what made it stop, if that was not us


async def _drain(server: AgentServer, *, seconds: float, force: asyncio.Event) -> None:
    drained = asyncio.create_task(server.drain(timeout=math.ceil(seconds) or 1))
    forced = asyncio.create_task(force.wait())
    await asyncio.wait({drained, forced}, return_when=asyncio.FIRST_COMPLETED)
    for task in (drained, forced):
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, asyncio.TimeoutError):
            await task


async def _replay_for_ever(storage: Storage, settings: AgentSettings) -> None:
    """Turns that a dead job of this disk could not store: the living worker stores them."""
    migrated = False
    while True:
        try:
            if not migrated:
                await migrate(settings.database_url)
                migrated = True
            await replay_orphans(settings.tutor_data_dir / "journal", storage)
        except Exception as error:  # noqa: BLE001 - the database may be away; next time
            logger.warning("journals were not replayed", extra={"error": type(error).__name__})
        await asyncio.sleep(REPLAY_SECONDS)


def main() -> int:
    try:
        settings = agent_settings()
    except ValidationError as error:
        return refuse(settings_errors(error, AgentSettings))
    configure_logs()
    asyncio.run(serve(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
