"""Parts of an earlier run that nobody stops any more: the stack and its watchdog were both killed.

Only processes that `stack.json` names, and that began when it says, are touched; Postgres is left to its own guard.
"""

import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

import psutil

SAME_START_SECONDS = 2.0
KILL_SECONDS = 5.0


def end_leftovers(state: Mapping[str, Any] | None) -> list[str]:
    """Kill what is left of the run that wrote `state`; the names of those parts. We hold the data folder's lock."""
    ended = []
    for part in (state or {}).get("parts", []):
        if part["name"] != "postgres" and (process := _still_there(part)):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            with suppress(psutil.TimeoutExpired):
                process.wait(KILL_SECONDS)
            ended.append(part["name"])
    return ended


def _still_there(part: Mapping[str, Any]) -> psutil.Process | None:
    pid, started_at = part.get("pid"), part.get("started_at")
    if pid is None or started_at is None:
        return None
    try:
        process = psutil.Process(pid)
        age_matches = (
            abs(process.create_time() - datetime.fromisoformat(started_at).timestamp()) < SAME_START_SECONDS
        )
    except psutil.NoSuchProcess:
        return None
    return process if age_matches and process.status() != psutil.STATUS_ZOMBIE else None
