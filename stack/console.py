"""`make console`: the lesson typed in this terminal. Postgres and the engine are started if nobody runs them yet."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial

from stack.data_folder import DataFolder, FolderInUseError
from stack.environment import Services, part_environment
from stack.livekit_server import API_KEY
from stack.needs import needs_of
from stack.paths import ROOT, cache_dir
from stack.port_claims import PortClaims
from stack.run import prepare, supervise
from stack.screen import Screen, StepError
from stack.secrets_file import SecretsFile
from stack.settings import StackSettings, read_settings
from stack.state_file import read_state
from stack.supervisor import Supervisor

COMMAND = [sys.executable, "-m", "agent.console"]


def console(arguments: Sequence[str], *, screen: Screen, environ: Mapping[str, str]) -> int:
    """The exit code of the console, which gets `arguments`. Raises StepError if what it needs cannot start."""
    command = [*COMMAND, *arguments]
    if {"-h", "--help"} & set(arguments):
        os.execv(command[0], command)  # noqa: S606 - nothing has to run for that
    settings = read_settings()
    try:
        folder = DataFolder.take(settings.data_dir)
    except FolderInUseError:
        variables = running_environment(settings, environ)
        if variables is None:
            raise
        os.execve(command[0], command, variables)  # noqa: S606
    with folder, PortClaims(cache_dir(environ) / "ports") as claims:
        plan = prepare(
            settings, needs_of(settings, page=False), folder, claims, screen=screen, environ=environ
        )
        supervisor, watch = supervise(plan, settings, folder, screen)
        try:
            return asyncio.run(_converse(supervisor, command, plan.environ))
        finally:
            watch.close()


def running_environment(settings: StackSettings, environ: Mapping[str, str]) -> dict[str, str] | None:
    """To join the run that holds the data folder; None if that one is not ready. Raises StepError if it cannot be known."""
    state = read_state(settings.data_dir)
    if state is None or state.get("state") != "ready":
        return None
    secrets, running = SecretsFile(settings.data_dir), state["services"]
    database_url = settings.database_url or running.get("database_url")
    if database_url is None:
        raise StepError("The running stack was given a DATABASE_URL: set the same one for the console")
    if "openai_base_url" in running:
        engine_url, engine_key = running["openai_base_url"], settings.local_engine_api_key
        engine_key = engine_key or secrets.get("local_engine_api_key")
    else:
        engine_url, engine_key = settings.openai_base_url, settings.openai_api_key
    services = Services(
        database_url=database_url,
        livekit_url=settings.livekit_url or running.get("livekit_url", ""),
        livekit_api_key=settings.livekit_api_key or API_KEY,
        livekit_api_secret=settings.livekit_api_secret or secrets.get("livekit_api_secret"),
        openai_base_url=engine_url,
        openai_api_key=engine_key,
    )
    tutor_secret = settings.tutor_secret or secrets.get("tutor_secret")
    return part_environment(environ, settings, services, tutor_secret=tutor_secret, worker_id="console")


async def _converse(supervisor: Supervisor, command: Sequence[str], variables: Mapping[str, str]) -> int:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, supervisor.request_stop)
    ready = asyncio.Event()
    parts = asyncio.create_task(supervisor.run(ready.set))
    serving = asyncio.create_task(ready.wait())
    await asyncio.wait({parts, serving}, return_when=asyncio.FIRST_COMPLETED)
    serving.cancel()
    if parts.done():
        return parts.result()
    process = await asyncio.create_subprocess_exec(*command, env=dict(variables), cwd=ROOT)
    # From here the console ends first, then the parts. Ctrl-C reaches it by itself: it shares our terminal.
    loop.add_signal_handler(signal.SIGINT, lambda: None)
    for number in (signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, partial(_signal, process, number))
    talking = asyncio.create_task(process.wait())
    await asyncio.wait({parts, talking}, return_when=asyncio.FIRST_COMPLETED)
    if parts.done():
        _signal(process, signal.SIGTERM)
    code = await talking
    supervisor.request_stop()
    return await parts or code


def _signal(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(number)
