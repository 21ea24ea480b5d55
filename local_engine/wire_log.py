"""A file of realtime events both ways, for tests only: it holds what was said. Sound is replaced by its byte count."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

_SOUND = {"input_audio_buffer.append": "audio", "response.output_audio.delta": "delta"}


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
    field = _SOUND.get(str(event.get("type")))
    if field is None or not isinstance(event.get(field), str):
        return event
    return {**event, field: {"bytes": len(base64.b64decode(event[field]))}}
