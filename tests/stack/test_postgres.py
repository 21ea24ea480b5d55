"""The embedded Postgres under the supervisor, and what its guard has to clear away. All with the real server."""

import asyncio
import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from stack.data_folder import DataFolder
from stack.postgres import postgres_part
from stack.postgres_guard import PID_FILE, clear_the_way
from stack.postgres_place import Place, choose_place, wheel_programs
from stack.screen import Screen
from tests.fixtures.waiting import until
from tests.stack.programs import is_running
from tests.stack.supervised import supervised

pytestmark = pytest.mark.postgres


@pytest.fixture
def place(data_folder: DataFolder, open_base: Path) -> Place:
    return choose_place(
        data_folder.path, programs=wheel_programs(), as_root=os.geteuid() == 0, open_base=open_base
    )


async def rows(place: Place, *statements: str) -> list[asyncpg.Record]:
    """Of the last statement."""
    connection = await asyncpg.connect(place.url)
    try:
        for statement in statements[:-1]:
            await connection.execute(statement)
        result: list[asyncpg.Record] = await connection.fetch(statements[-1])
        return result
    finally:
        await connection.close()


def postmaster(place: Place) -> int:
    return int((place.data / PID_FILE).read_text().splitlines()[0])


async def test_it_starts_stops_and_keeps_its_rows(
    data_folder: DataFolder, screen: Screen, place: Place
) -> None:
    async with supervised([postgres_part(place, screen=screen)], data_folder, screen) as run:
        await run.until_ready()
        await rows(place, "CREATE TABLE lesson (n int)", "INSERT INTO lesson VALUES (7) RETURNING n")
        assert await run.stop() == 0
    assert not (place.data / PID_FILE).exists()
    async with supervised([postgres_part(place, screen=screen)], data_folder, screen) as run:
        await run.until_ready()
        assert [row["n"] for row in await rows(place, "SELECT n FROM lesson")] == [7]


async def test_text_is_utf8_and_korean_is_compared_without_regard_to_case_of_latin(
    data_folder: DataFolder, screen: Screen, place: Place
) -> None:
    async with supervised([postgres_part(place, screen=screen)], data_folder, screen) as run:
        await run.until_ready()
        (row,) = await rows(
            place, "SELECT '호텔 Ärger' ILIKE '%텔 ä%' AS found, current_setting('server_encoding') AS e"
        )
        assert (row["found"], row["e"]) == (True, "UTF8")


async def test_folders_above_keep_their_permissions(
    data_folder: DataFolder, screen: Screen, place: Place
) -> None:
    above = [*data_folder.path.parents, *wheel_programs().parents, Path.home()]
    before = [(folder, folder.stat().st_mode) for folder in above]
    async with supervised([postgres_part(place, screen=screen)], data_folder, screen) as run:
        await run.until_ready()
    assert [(folder, folder.stat().st_mode) for folder in above] == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root cannot run it as itself")
async def test_a_data_folder_below_roots_home_leaves_the_home_closed(
    data_folder: DataFolder, screen: Screen, open_base: Path
) -> None:
    home = Path.home()
    mode = home.stat().st_mode
    home.chmod(0o700)
    try:
        place = choose_place(
            home / "english-tutor-test", programs=wheel_programs(), as_root=True, open_base=open_base
        )
        async with supervised([postgres_part(place, screen=screen)], data_folder, screen) as run:
            await run.until_ready()
        assert oct(home.stat().st_mode & 0o777) == "0o700"
        assert place.data.is_relative_to(open_base)
    finally:
        home.chmod(mode)


@pytest.fixture
def closed_programs(tmp_path: Path) -> Path:
    """As in a checkout below /root, installed under umask 077."""
    install = wheel_programs().parent
    packages = install.parents[1]
    for part in (install.relative_to(packages), Path(f"{install.parent.name}.libs")):
        shutil.copytree(packages / part, tmp_path / "packages" / part, symlinks=True)
    subprocess.run(["chmod", "-R", "go=", tmp_path / "packages"], check=True)
    return tmp_path / "packages" / install.relative_to(packages) / "bin"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root cannot run it as itself")
async def test_programs_below_a_closed_folder_run_from_a_copy(
    data_folder: DataFolder, screen: Screen, open_base: Path, closed_programs: Path
) -> None:
    place = choose_place(data_folder.path, programs=closed_programs, as_root=True, open_base=open_base)
    assert place.programs.is_relative_to(open_base)
    async with supervised([postgres_part(place, screen=screen)], data_folder, screen) as run:
        await run.until_ready()


@pytest.fixture
def bystander(place: Place) -> Iterator[int]:
    """A living process of the account that Postgres runs as."""
    uid = place.account.uid if place.account else None
    process = subprocess.Popen(["sleep", "600"], user=uid, cwd="/")
    yield process.pid
    process.kill()
    process.wait(5)


async def test_a_pid_file_that_names_a_foreign_process_does_not_stop_the_start(
    data_folder: DataFolder, screen: Screen, shown: io.StringIO, place: Place, bystander: int
) -> None:
    async with supervised([postgres_part(place, screen=screen)], data_folder, screen) as run:
        await run.until_ready()
        content = (place.data / PID_FILE).read_text()
    (place.data / PID_FILE).write_text("\n".join([str(bystander), *content.splitlines()[1:]]) + "\n")
    async with supervised([postgres_part(place, screen=screen)], data_folder, screen) as run:
        await run.until_ready()
        assert postmaster(place) != bystander
    assert is_running(bystander)
    assert f"named process {bystander}, which is not Postgres" in shown.getvalue()


async def test_a_server_that_a_killed_run_left_is_stopped_first(
    data_folder: DataFolder, screen: Screen, shown: io.StringIO, place: Place
) -> None:
    async with supervised([postgres_part(place, screen=screen)], data_folder, screen) as run:
        await run.until_ready()
        await rows(place, "CREATE TABLE lesson (n int)", "INSERT INTO lesson VALUES (7) RETURNING n")
    leaked = await start_unattended(place)
    async with supervised([postgres_part(place, screen=screen)], data_folder, screen) as run:
        await run.until_ready()
        assert postmaster(place) != leaked.pid
        assert [row["n"] for row in await rows(place, "SELECT n FROM lesson")] == [7]
    assert leaked.wait(5) == 0
    assert f"stopped process {leaked.pid}, left over" in shown.getvalue()


async def test_a_leftover_server_that_hangs_is_ended_all_the_same(
    data_folder: DataFolder, screen: Screen, place: Place
) -> None:
    async with supervised([postgres_part(place, screen=screen)], data_folder, screen) as run:
        await run.until_ready()
    leaked = await start_unattended(place)
    connection = await asyncpg.connect(place.url)
    (backend,) = await connection.fetch("SELECT pg_backend_pid() AS pid")
    os.kill(backend["pid"], signal.SIGSTOP)  # a fast shutdown waits for this session for ever
    try:
        removed = await asyncio.to_thread(clear_the_way, place.data, fast_seconds=0.5)
    finally:
        connection.terminate()
        if psutil.pid_exists(backend["pid"]):
            os.kill(backend["pid"], signal.SIGCONT)
    assert (removed.found, removed.pid) == ("a server left over", leaked.pid)
    leaked.wait(5)
    assert not (place.data / PID_FILE).exists()


async def test_a_killed_postmaster_is_started_again_with_every_committed_row(
    data_folder: DataFolder, screen: Screen, shown: io.StringIO, place: Place
) -> None:
    async with supervised([postgres_part(place, screen=screen)], data_folder, screen) as run:
        await run.until_ready()
        await rows(
            place,
            "CREATE TABLE lesson (n int)",
            "INSERT INTO lesson SELECT generate_series(1, 1000) RETURNING n",
        )
        killed = postmaster(place)
        os.kill(killed, signal.SIGKILL)
        await until(lambda: "Starting postgres again" in shown.getvalue())
        await until(lambda: run.supervisor.waiting_for() == [], what=shown.getvalue())
        (row,) = await rows(place, "SELECT count(*) AS n FROM lesson")
        assert row["n"] == 1000
        assert postmaster(place) != killed


async def test_no_value_of_a_row_reaches_the_log(
    data_folder: DataFolder, screen: Screen, place: Place
) -> None:
    async with supervised([postgres_part(place, screen=screen)], data_folder, screen) as run:
        await run.until_ready()
        with pytest.raises(asyncpg.CheckViolationError):
            await rows(
                place,
                "CREATE TABLE turn (text text, n int CHECK (n > 0))",
                "INSERT INTO turn VALUES ('my secret holiday', 0) RETURNING n",
            )
        await run.stop()
    log = (data_folder.logs / "postgres.log").read_text()
    assert 'violates check constraint "turn_n_check"' in log
    assert "secret holiday" not in log


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param(None, "nothing", id="no file"),
        pytest.param("999999999\n/data\n", "a stale file", id="a pid nobody has"),
        pytest.param("", "a stale file", id="empty, after a full disk"),
        pytest.param("garbage\n", "a stale file", id="not a number"),
        pytest.param(f"{os.getpid()}\n/data\n", "a foreign process", id="another program"),
    ],
)
def test_what_stands_in_the_way_is_told_apart(tmp_path: Path, content: str | None, found: str) -> None:
    if content is not None:
        (tmp_path / PID_FILE).write_text(content)
    assert clear_the_way(tmp_path).found == found
    assert not (tmp_path / PID_FILE).exists()


async def start_unattended(place: Place) -> subprocess.Popen[bytes]:
    """A server as a killed run leaves it: running, with nobody to stop it."""
    process = await asyncio.to_thread(_popen, place)
    deadline = asyncio.get_running_loop().time() + 10
    while True:
        try:
            await rows(place, "SELECT 1")
        except (OSError, asyncpg.PostgresError):
            assert asyncio.get_running_loop().time() < deadline
            await asyncio.sleep(0.05)
        else:
            return process


def _popen(place: Place) -> subprocess.Popen[bytes]:
    account = place.account
    return subprocess.Popen(
        [str(place.programs / "postgres"), "-D", str(place.data), "-k", str(place.socket_dir), "-h", ""],
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        cwd="/",
        stderr=sys.stderr,
        start_new_session=True,
    )
