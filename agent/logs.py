"""Logging of the worker and its jobs: one JSON object a line, fixed messages, ids and counts as fields.

LiveKit marks personal data in its records by `lk.pii.` keys; they are left out, and its debug level, which holds
transcripts, is never turned on.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from livekit.agents import APIConnectionError

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
MAX_TRACEBACK_LINES = 60
_SPEAKABLE = (OSError, APIConnectionError)  # of ours and of the engine's connection: addresses and codes
_PERSONAL = "lk.pii."
_QUIET = ("aiohttp.access", "asyncio", "httpx", "httpx2", "httpcore", "openai", "livekit")


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {
            key: value
            for key, value in vars(record).items()
            if key not in _STANDARD and not key.startswith(("_", _PERSONAL))
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["traceback"] = _without_words(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _without_words(error: BaseException | None) -> list[str]:
    """Frames and types of an exception and its causes. Its text may quote a learner (pydantic's does), so only that of
    a connection's errors is kept.
    """
    lines: list[str] = []
    while error is not None and len(lines) < MAX_TRACEBACK_LINES:
        name = type(error).__name__
        lines.append(f"{name}: {error}" if isinstance(error, _SPEAKABLE) else name)
        lines += [
            f"{frame.filename}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        error = error.__cause__ or error.__context__
    return lines[:MAX_TRACEBACK_LINES]


def configure_logs() -> None:
    """For the process's root logger; the jobs' records arrive there too, through livekit's log queue."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("livekit.agents").setLevel(logging.INFO)
