"""From settings to running parts: reads what is given, prepares what is missing, hands the parts to the supervisor."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from datetime import UTC, datetime

from pydantic import ValidationError

from stack.data_folder import DataFolder
from stack.leftovers import end_leftovers
from stack.livekit_binary import ensure_binary
from stack.needs import needs_of, unmet
from stack.plan import Plan, make_plan
from stack.postgres_place import choose_place, wheel_programs
from stack.screen import Screen, StepError
from stack.settings import StackSettings
from stack.state_file import StackState, StateFile, read_state
from stack.supervisor import Supervisor
from stack.watch import Watch
from stack.web import WebClient


def run(command: str, environ: Mapping[str, str] = os.environ) -> int:
    """Exit code of `make run`."""
    screen = Screen()
    try:
        settings = StackSettings()
    except ValidationError as error:
        for problem in error.errors():
            name = str(problem["loc"][0]).upper() if problem["loc"] else "settings"
            sys.stderr.write(f"{name} is {problem['input']!r}: {problem['msg']}\n")
        return 2
    try:
        folder = DataFolder.take(settings.data_dir)
        try:
            return _run(settings, folder, screen, environ)
        finally:
            folder.release()
    except StepError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _run(settings: StackSettings, folder: DataFolder, screen: Screen, environ: Mapping[str, str]) -> int:
    for name in end_leftovers(read_state(folder.path)):
        screen.say(f"Ended {name}, left over from a run that was killed.")
    needs = needs_of(settings, page=True)
    if lines := unmet(settings, needs, environ=environ):
        raise StepError("\n".join(lines))
    WebClient().build(screen=screen, log=folder.logs / "web-build.log")
    binary = ensure_binary(screen=screen, environ=environ) if needs.livekit else None
    place = (
        choose_place(folder.path, programs=wheel_programs(), as_root=os.geteuid() == 0)
        if needs.postgres
        else None
    )
    if place is not None and place.account is not None:
        screen.say(
            f"Postgres does not run as root: it runs as {place.account.name}, its data is in {place.data}"
        )
    folder.rotate_logs()
    plan = make_plan(
        settings, needs, folder=folder, place=place, livekit_binary=binary, screen=screen, environ=environ
    )
    return asyncio.run(_supervise(plan, settings, folder, screen))


def summary(plan: Plan, settings: StackSettings, folder: DataFolder) -> str:
    rows = {**plan.in_use, "logs": str(folder.logs)}
    return "\n".join(
        [
            f"English Tutor is ready: {settings.page_url}",
            *(f"  {name:<9} {value}" for name, value in rows.items()),
            "Ctrl-C stops it; lessons are kept.",
        ]
    )


async def _supervise(plan: Plan, settings: StackSettings, folder: DataFolder, screen: Screen) -> int:
    state = StateFile(
        folder.path,
        StackState(
            pid=os.getpid(),
            url=settings.page_url,
            started_at=datetime.now(UTC).isoformat(),
            services=plan.local_urls,
        ),
    )
    watch = Watch(keep_open=[folder.lock])
    supervisor = Supervisor(plan.parts, logs=folder.logs, screen=screen, state=state, watch=watch)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, supervisor.request_stop)
    try:
        return await supervisor.run(lambda: screen.say(summary(plan, settings, folder)))
    finally:
        watch.close()
        screen.say("Stopped. Everything is kept in " + str(folder.path))
