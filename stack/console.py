"""`make console`: the lesson typed in this terminal. Postgres and the engine are started if nobody runs them yet."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence

from stack.data_folder import DataFolder, FolderInUseError
from stack.environment import Services, part_environment
from stack.livekit_server import API_KEY
from stack.needs import needs_of
from stack.paths import ROOT, cache_dir
from stack.port_claims import PortClaims
from stack.run import prepare, supervise
from stack.screen import Screen
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
    """To join the run that holds the data folder; None if that one is not ready."""
    state = read_state(settings.data_dir)
    if state is None or state.get("state") != "ready":
        return None
    secrets, running = SecretsFile(settings.data_dir), state["services"]
    engine_is_ours = "openai_base_url" in running
    services = Services(
        database_url=settings.database_url or running["database_url"],
        livekit_url=settings.livekit_url or running["livekit_url"],
        livekit_api_key=settings.livekit_api_key or API_KEY,
        livekit_api_secret=settings.livekit_api_secret or secrets.get("livekit_api_secret"),
        openai_base_url=running.get("openai_base_url") or settings.openai_base_url,
        openai_api_key=(settings.local_engine_api_key or secrets.get("local_engine_api_key"))
        if engine_is_ours
        else settings.openai_api_key,
    )
    tutor_secret = settings.tutor_secret or secrets.get("tutor_secret")
    return part_environment(environ, settings, services, tutor_secret=tutor_secret, worker_id="console")


async def _converse(supervisor: Supervisor, command: Sequence[str], variables: Mapping[str, str]) -> int:
    loop = asyncio.get_running_loop()
    # Ctrl-C is for the console, which shares the terminal with us; when it ends, so do the parts.
    loop.add_signal_handler(signal.SIGINT, lambda: None)
    for number in (signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, supervisor.request_stop)
    ready = asyncio.Event()
    parts = asyncio.create_task(supervisor.run(ready.set))
    serving = asyncio.create_task(ready.wait())
    await asyncio.wait({parts, serving}, return_when=asyncio.FIRST_COMPLETED)
    serving.cancel()
    if parts.done():
        return parts.result()
    process = await asyncio.create_subprocess_exec(*command, env=dict(variables), cwd=ROOT)
    talking = asyncio.create_task(process.wait())
    await asyncio.wait({parts, talking}, return_when=asyncio.FIRST_COMPLETED)
    if not talking.done():
        process.terminate()
    code = await talking
    supervisor.request_stop()
    return await parts or code
