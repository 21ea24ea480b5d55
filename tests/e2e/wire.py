"""What the local engine was told, read from its wire log."""

import json
from pathlib import Path
from typing import Any

Event = dict[str, Any]


def connections(log: Path, *, since: float) -> list[list[Event]]:
    """The client's events of each realtime connection opened since then (Unix seconds), in order."""
    found: dict[str, list[Event]] = {}
    opened: dict[str, float] = {}
    for row in _rows(log):
        opened.setdefault(row["connection"], row["time"])
        of_ours = row["from"] == "client" and opened[row["connection"]] > since
        if of_ours and not row["event"]["type"].startswith("http."):
            found.setdefault(row["connection"], []).append(row["event"])
    return list(found.values())


def sounds(log: Path, *, since: float) -> list[tuple[str, str]]:
    """What sounded since then, in order: the voice, and the text where it was given (a sentence said word for word)."""
    found = []
    for row in _rows(log):
        event = row["event"]
        if row["time"] <= since:
            continue
        if event["type"] == "response.created" and event["response"]["output_modalities"] == ["audio"]:
            found.append((event["response"]["audio"]["output"]["voice"], ""))
        elif event["type"] == "http.request" and event["path"] == "/v1/audio/speech":
            found.append((event["body"]["voice"], event["body"]["input"]))
    return found


def voices(events: list[Event]) -> list[str]:
    return [audio["output"]["voice"] for audio in _audio(events) if "voice" in audio.get("output", {})]


def turn_detections(events: list[Event]) -> list[Any]:
    """How it shall find turns, each time it was told; None: not at all."""
    inputs = [audio.get("input", {}) for audio in _audio(events)]
    return [given["turn_detection"] for given in inputs if "turn_detection" in given]


def items(events: list[Event]) -> list[str]:
    """The messages that it was given, as text."""
    given = [event["item"] for event in events if event["type"] == "conversation.item.create"]
    return [item["content"][0].get("text", "").strip() for item in given if item["type"] == "message"]


def _audio(events: list[Event]) -> list[Event]:
    return [event["session"].get("audio", {}) for event in events if event["type"] == "session.update"]


def _rows(log: Path) -> list[Event]:
    return [json.loads(row) for row in log.read_text().splitlines()]
