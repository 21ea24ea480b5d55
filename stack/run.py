"""From settings to running parts: reads what is given, prepares what is missing, hands the parts to the supervisor."""

import asyncio
import os
import signal
from collections.abc import Mapping
from datetime import UTC, datetime

from stack.data_folder import DataFolder
from stack.leftovers import end_leftovers
from stack.livekit_binary import ensure_binary
from stack.needs import Needs, needs_of, unmet
from stack.paths import cache_dir
from stack.plan import Plan, make_plan
from stack.port_claims import PortClaims
from stack.postgres_place import choose_place, wheel_programs
from stack.screen import Screen, StepError
from stack.settings import StackSettings, read_settings
from stack.state_file import StackState, StateFile, read_state
from stack.supervisor import Supervisor
from stack.watch import Watch
from stack.web import WebClient


def run(*, screen: Screen, environ: Mapping[str, str]) -> int:
    """Start everything, wait until asked to stop. The exit code; raises StepError if it cannot start."""
    settings = read_settings()
    with DataFolder.take(settings.data_dir) as folder, PortClaims(cache_dir(environ) / "ports") as claims:
        plan = prepare(
            settings, needs_of(settings, page=True), folder, claims, screen=screen, environ=environ
        )
        return asyncio.run(_until_stopped(plan, settings, folder, screen))


def prepare(
    settings: StackSettings,
    needs: Needs,
    folder: DataFolder,
    claims: PortClaims,
    *,
    screen: Screen,
    environ: Mapping[str, str],
) -> Plan:
    """All that has to be there before a part can start. Raises StepError."""
    for name in end_leftovers(read_state(folder.path)):
        screen.say(f"Ended {name}, left over from a run that was killed.")
    if lines := unmet(settings, needs, claims=claims, environ=environ):
        raise StepError("\n".join(lines))
    if needs.page:
        WebClient().build(screen=screen, log=folder.logs / "web-build.log")
    binary = ensure_binary(screen=screen, environ=environ) if needs.livekit else None
    place = None
    if needs.postgres:
        place = choose_place(folder.path, programs=wheel_programs(), as_root=os.geteuid() == 0)
        if place.account is not None:
            screen.say(
                f"Postgres refuses to run as root: it runs as {place.account.name}, its data is in {place.data}"
            )
    folder.rotate_logs()
    return make_plan(
        settings,
        needs,
        folder=folder,
        place=place,
        livekit_binary=binary,
        claims=claims,
        screen=screen,
        environ=environ,
    )


def supervise(
    plan: Plan, settings: StackSettings, folder: DataFolder, screen: Screen
) -> tuple[Supervisor, Watch]:
    """The supervisor of the plan's parts, and the watchdog to close once all have stopped."""
    state = StackState(
        pid=os.getpid(),
        url=settings.page_url,
        started_at=datetime.now(UTC).isoformat(),
        services=plan.local_urls,
    )
    watch = Watch(keep_open=[folder.lock])
    state_file = StateFile(folder.path, state)
    return Supervisor(plan.parts, logs=folder.logs, screen=screen, state=state_file, watch=watch), watch


def summary(plan: Plan, settings: StackSettings, folder: DataFolder) -> str:
    rows = {**plan.in_use, "logs": str(folder.logs)}
    return "\n".join(
        [
            f"English Tutor is ready: {settings.page_url}",
            *(f"  {name:<9} {value}" for name, value in rows.items()),
            "Ctrl-C stops it; lessons are kept.",
        ]
    )


async def _until_stopped(plan: Plan, settings: StackSettings, folder: DataFolder, screen: Screen) -> int:
    supervisor, watch = supervise(plan, settings, folder, screen)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, supervisor.request_stop)
    try:
        return await supervisor.run(lambda: screen.say(summary(plan, settings, folder)))
    finally:
        watch.close()
        screen.say(f"Stopped. Lessons, logs and settings are kept in {folder.path}")
