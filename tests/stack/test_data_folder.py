import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from stack.data_folder import KEPT_LOGS, DataFolder, FolderInUseError


def test_a_second_run_in_the_same_folder_is_refused_and_told_why(tmp_path: Path) -> None:
    with DataFolder.take(tmp_path):
        (tmp_path / "stack.json").write_text(json.dumps({"pid": os.getpid(), "url": "http://localhost:8080"}))
        with pytest.raises(FolderInUseError) as error:
            DataFolder.take(tmp_path)
    assert f"process {os.getpid()}, http://localhost:8080" in str(error.value)
    assert "TUTOR_DATA_DIR and PORT" in str(error.value)
    with DataFolder.take(tmp_path):
        pass


def test_a_folder_still_being_cleaned_up_after_a_killed_run_is_waited_for_only_so_long(
    tmp_path: Path,
) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait(10)
    with DataFolder.take(tmp_path):
        (tmp_path / "stack.json").write_text(json.dumps({"pid": gone.pid, "url": ""}))
        with pytest.raises(FolderInUseError):
            DataFolder.take(tmp_path, cleanup_seconds=0.2)


def test_a_broken_state_file_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "stack.json").write_text('{"pid": 1')
    with DataFolder.take(tmp_path):
        pass


def test_logs_are_for_the_owner_only(tmp_path: Path) -> None:
    with DataFolder.take(tmp_path / "new") as folder:
        assert stat.S_IMODE(folder.logs.stat().st_mode) == 0o700
        assert not folder.path.stat().st_mode & stat.S_IROTH


def test_each_run_begins_with_empty_logs_and_some_older_ones_are_kept(tmp_path: Path) -> None:
    with DataFolder.take(tmp_path) as folder:
        for run in range(6):
            folder.rotate_logs()
            (folder.logs / "worker.log").write_text(f"run {run}")
        kept = {log.name: log.read_text() for log in folder.logs.iterdir()}
    assert kept == {
        "worker.log": "run 5",
        **{f"worker.log.{n}": f"run {5 - n}" for n in range(1, KEPT_LOGS + 1)},
    }
