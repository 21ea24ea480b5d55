import io
import json
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stack.data_folder import DataFolder
from stack.screen import Screen, StepError
from tests.fixtures.waiting import until
from tests.stack.programs import events, is_running, pid_of, small_part
from tests.stack.supervised import supervised


def stack_json(folder: DataFolder) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder.path / "stack.json").read_text())
    return content


async def test_parts_stop_one_after_the_other_the_last_first(
    data_folder: DataFolder, screen: Screen, tmp_path: Path
) -> None:
    parts = [small_part(name, tmp_path) for name in ("database", "server", "worker")]
    async with supervised(parts, data_folder, screen) as run:
        await run.until_ready()
        assert stack_json(data_folder)["state"] == "ready"
        assert sorted(events(tmp_path)) == ["database up", "server up", "worker up"]
        assert await run.stop() == 0
    assert events(tmp_path)[3:] == ["worker asked", "server asked", "database asked"]
    assert stack_json(data_folder)["state"] == "stopped"


async def test_the_state_file_names_parts_pids_and_logs(
    data_folder: DataFolder, screen: Screen, tmp_path: Path
) -> None:
    async with supervised([small_part("server", tmp_path)], data_folder, screen) as run:
        await run.until_ready()
        (part,) = stack_json(data_folder)["parts"]
        assert part["name"] == "server"
        assert part["pid"] == pid_of("server", tmp_path)
        assert part["ready"] is True
        assert part["log"] == str(data_folder.logs / "server.log")
        await run.stop()
    (part,) = stack_json(data_folder)["parts"]
    assert part["pid"] is None


async def test_a_part_that_dies_is_named_and_started_again_and_the_others_are_left_alone(
    data_folder: DataFolder, screen: Screen, shown: io.StringIO, tmp_path: Path
) -> None:
    async with supervised(
        [small_part("one", tmp_path), small_part("two", tmp_path)], data_folder, screen
    ) as run:
        await run.until_ready()
        first, other = pid_of("one", tmp_path), pid_of("two", tmp_path)
        assert first is not None
        os.kill(first, signal.SIGKILL)
        await until(lambda: pid_of("one", tmp_path) not in (None, first), what=shown.getvalue())
        assert pid_of("two", tmp_path) == other
        await run.stop()
    assert "one ended (signal 9). The end of" in shown.getvalue()
    assert "Starting one again." in shown.getvalue()


async def test_a_part_that_cannot_start_is_given_up_after_three_restarts_and_all_stop(
    data_folder: DataFolder, screen: Screen, shown: io.StringIO, tmp_path: Path
) -> None:
    parts = [small_part("good", tmp_path), small_part("bad", tmp_path, manner="broken")]
    async with supervised(parts, data_folder, screen) as run:
        assert await run.ended() == 1
        assert not run.ready.is_set()
    text = shown.getvalue()
    assert text.count("bad ended while starting (exit 3)") == 4
    assert "no such setting: COLOUR" in text
    assert "bad did not stay up after 3 restarts: stopping everything." in text
    assert events(tmp_path)[-1] == "good asked"
    assert stack_json(data_folder)["state"] == "failed"


async def test_a_part_that_keeps_dying_is_given_up(
    data_folder: DataFolder, screen: Screen, shown: io.StringIO, tmp_path: Path
) -> None:
    async with supervised([small_part("weak", tmp_path)], data_folder, screen) as run:
        await run.until_ready()
        for _ in range(4):
            await until(lambda: pid_of("weak", tmp_path) is not None, what=shown.getvalue())
            pid = pid_of("weak", tmp_path)
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            await until(lambda pid=pid: pid_of("weak", tmp_path) != pid or run.task.done())  # type: ignore[misc]
        assert await run.ended() == 1
    assert shown.getvalue().count("Starting weak again.") == 3


async def test_a_part_that_is_not_ready_in_time_counts_as_dead(
    data_folder: DataFolder, screen: Screen, shown: io.StringIO, tmp_path: Path
) -> None:
    slow = small_part("slow", tmp_path, manner="never ready", start_seconds=0.3)
    async with supervised([slow], data_folder, screen) as run:
        assert await run.ended() == 1
    assert "slow was not ready within 0 s" in shown.getvalue()


async def test_a_preparation_that_fails_is_told(
    data_folder: DataFolder, screen: Screen, shown: io.StringIO, tmp_path: Path
) -> None:
    async def fail() -> None:
        raise StepError("the disk is full")

    async with supervised([replace(small_part("part", tmp_path), prepare=fail)], data_folder, screen) as run:
        assert await run.ended() == 1
    assert "part could not be started (the disk is full)" in shown.getvalue()


async def test_a_mistake_in_a_probe_stops_everything_and_is_raised(
    data_folder: DataFolder, screen: Screen, tmp_path: Path
) -> None:
    async def mistaken() -> bool:
        raise KeyError("pid")

    parts = [small_part("good", tmp_path), replace(small_part("part", tmp_path), ready=mistaken)]
    async with supervised(parts, data_folder, screen) as run:
        with pytest.raises(KeyError):
            await run.ended()
    assert not any(is_running(pid) for name in ("good", "part") if (pid := pid_of(name, tmp_path)))


async def test_what_ignores_sigterm_is_killed_with_its_children(
    data_folder: DataFolder, screen: Screen, tmp_path: Path
) -> None:
    part = small_part("stubborn", tmp_path, manner="stubborn", stop_seconds=0.3)
    async with supervised([part], data_folder, screen) as run:
        await run.until_ready()
        pids = [int((tmp_path / f"stubborn.{kind}").read_text()) for kind in ("pid", "child")]
        assert await run.stop() == 0
    await until(lambda: not any(is_running(pid) for pid in pids))


async def test_asking_twice_stops_at_once(data_folder: DataFolder, screen: Screen, tmp_path: Path) -> None:
    part = small_part("stubborn", tmp_path, manner="stubborn", stop_seconds=600)
    async with supervised([part], data_folder, screen) as run:
        await run.until_ready()
        run.supervisor.request_stop()
        await until(lambda: "stubborn asked" in events(tmp_path))
        assert await run.stop() == 0


async def test_children_of_a_dead_part_do_not_outlive_it(
    data_folder: DataFolder, screen: Screen, tmp_path: Path
) -> None:
    async with supervised(
        [small_part("parent", tmp_path, manner="stubborn", stop_seconds=0.3)], data_folder, screen
    ) as run:
        await run.until_ready()
        child, pid = int((tmp_path / "parent.child").read_text()), pid_of("parent", tmp_path)
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        await until(lambda: not is_running(child))
        await run.stop()
