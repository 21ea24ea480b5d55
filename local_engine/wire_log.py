"""A file of realtime events both ways, and of HTTP calls (`http/log.py`), for tests only: it holds what was said.

Sound is replaced by its byte count.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO


class WireLog:
    """One JSON object a line: time (unix seconds), connection, from (client or server), event."""

    def __init__(self, path: Path, *, unix_time: Callable[[], float]) -> None:
        self._file: TextIO = path.open("a", encoding="utf-8", buffering=1)
        self._unix_time = unix_time

    def of(self, connection_id: str) -> Callable[[str, dict[str, Any]], None]:
        def write(side: str, event: dict[str, Any]) -> None:
            line = {
                "time": self._unix_time(),
                "connection": connection_id,
                "from": side,
                "event": without_sound(event),
            }
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")

        return write

    def close(self) -> None:
        self._file.close()


def without_sound(event: dict[str, Any]) -> dict[str, Any]:
    match event:
        case {"type": "input_audio_buffer.append", "audio": str(audio)}:
            return {**event, "audio": _byte_count(audio)}
        case {"type": "response.output_audio.delta", "delta": str(audio)}:
            return {**event, "delta": _byte_count(audio)}
        case {"item": {"content": list(content)} as item}:
            parts = [_part_without_sound(part) for part in content]
            return {**event, "item": {**item, "content": parts}}
    return event


def _part_without_sound(part: Any) -> Any:
    if isinstance(part, dict) and isinstance(part.get("audio"), str):
        return {**part, "audio": _byte_count(part["audio"])}
    return part


def _byte_count(audio: str) -> dict[str, int]:
    return {"bytes": len(audio) * 3 // 4 - audio.count("=")}
