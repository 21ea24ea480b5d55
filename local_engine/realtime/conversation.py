"""The items of one conversation, in order, with what was really heard of each answer."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from local_engine.errors import ApiError, invalid, missing
from local_engine.ids import new_id
from local_engine.protocols import HistoryItem, Message, ToolCall, ToolResult

# A player's position may be rounded past the end of what it got; beyond this it is a client's mistake.
TRUNCATION_SLACK_MS = 250

_ROLE_CONTENT = {
    "system": {"input_text"},
    "user": {"input_text", "input_audio", "input_image"},
    "assistant": {"output_text", "output_audio"},
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A stretch of an answer and how long it sounded, to cut text where the listener stopped hearing it."""

    text: str
    audio_ms: float


@dataclass(slots=True)
class Item:
    """`body` is the item as the client sees it. `transcript` is set while its words are still being recognised."""

    body: dict[str, Any]
    spoken: list[Spoken] = field(default_factory=list)
    transcript: asyncio.Task[str] | None = None

    @property
    def id(self) -> str:
        return str(self.body["id"])


class Conversation:
    """Items in order; None as a previous id means the head."""

    def __init__(self) -> None:
        self._items: list[Item] = []

    @property
    def tail_id(self) -> str | None:
        return self._items[-1].id if self._items else None

    def get(self, item_id: object, param: str = "item_id") -> Item:
        if not item_id:
            raise missing(param)
        for item in self._items:
            if item.id == item_id:
                return item
        raise ApiError(f"Item with item_id '{item_id}' not found.", code="item_not_found", param=param)

    def insert(self, item: Item, previous_item_id: object = None) -> str | None:
        """After `previous_item_id`: "root" is the head, None the end. Gives the id it now follows. Raises ApiError."""
        if any(kept.id == item.id for kept in self._items):
            raise ApiError(
                f"Item with id '{item.id}' already exists.",
                code="item_create_duplicate_item_id",
                param="item.id",
            )
        if previous_item_id is None:
            at = len(self._items)
        elif previous_item_id == "root":
            at = 0
        else:
            at = self._items.index(self.get(previous_item_id, "previous_item_id")) + 1
        self._items.insert(at, item)
        return self._items[at - 1].id if at else None

    def delete(self, item_id: object) -> None:
        self._items.remove(self.get(item_id))

    def truncate(self, item_id: object, content_index: object, audio_end_ms: object) -> None:
        """Keep only the text of the first `audio_end_ms` of an answer's sound. Raises ApiError."""
        item = self.get(item_id)
        if item.body.get("role") != "assistant" or not item.spoken:
            raise ApiError(
                "Only model output audio messages can be truncated.", code="invalid_value", param="item_id"
            )
        if content_index != 0:
            raise invalid("content_index", content_index, "0")
        if isinstance(audio_end_ms, bool) or not isinstance(audio_end_ms, int) or audio_end_ms < 0:
            raise invalid("audio_end_ms", audio_end_ms, "milliseconds >= 0")
        length_ms = sum(part.audio_ms for part in item.spoken)
        if audio_end_ms > length_ms + TRUNCATION_SLACK_MS:
            raise ApiError(
                f"Audio content of {length_ms:.0f}ms is already shorter than {audio_end_ms}ms.",
                code="invalid_value",
                param="audio_end_ms",
            )
        item.spoken = heard_until(item.spoken, audio_end_ms)
        item.body["content"][0]["transcript"] = "".join(part.text for part in item.spoken).strip()

    async def history(self) -> list[HistoryItem]:
        """What a mind is shown, once every item's words are known."""
        # `wait` and not `gather`: a reply that is cancelled while it waits must not take the transcripts with it.
        if pending := [item.transcript for item in self._items if item.transcript is not None]:
            await asyncio.wait(pending)
        return as_history([item.body for item in self._items])


def heard_until(parts: Sequence[Spoken], end_ms: float) -> list[Spoken]:
    """The parts up to `end_ms`; the one it falls into is cut at a word, in proportion to its length."""
    kept: list[Spoken] = []
    for part in parts:
        if end_ms <= 0:
            break
        if end_ms >= part.audio_ms:
            kept.append(part)
        else:
            letters = len(part.text) * end_ms / part.audio_ms
            cut = (
                part.text[: part.text.rfind(" ", 0, round(letters) + 1) + 1]
                if letters < len(part.text)
                else part.text
            )
            kept.append(Spoken(cut, end_ms))
        end_ms -= part.audio_ms
    return kept


def checked_item(given: object, param: str = "item") -> dict[str, Any]:
    """A client's item with id, object and status filled in. Raises ApiError."""
    if not isinstance(given, Mapping):
        raise missing(param) if given is None else invalid(param, given, "an object")
    body = dict(given)
    if not body.get("id"):
        body["id"] = new_id("item")
    body.setdefault("object", "realtime.item")
    body.setdefault("status", "completed")
    match body.get("type"):
        case "message":
            _check_message(body, param)
        case "function_call":
            _need_texts(body, param, "name", "arguments", "call_id")
        case "function_call_output":
            _need_texts(body, param, "output", "call_id")
        case other:
            raise invalid(f"{param}.type", other, "'message', 'function_call' or 'function_call_output'")
    return body


def as_history(items: Sequence[Mapping[str, Any]]) -> list[HistoryItem]:
    names = {item["call_id"]: item["name"] for item in items if item["type"] == "function_call"}
    history: list[HistoryItem] = []
    for item in items:
        match item["type"]:
            case "message":
                if text := text_of(item):
                    history.append(Message(item["role"], text))
            case "function_call":
                history.append(ToolCall(item["name"], parsed_arguments(item["arguments"])))
            case "function_call_output":
                history.append(ToolResult(names.get(item["call_id"], ""), item["output"]))
    return history


def parsed_arguments(text: str) -> dict[str, Any]:
    """A call's arguments; empty when they are no JSON object."""
    try:
        arguments = json.loads(text)
    except json.JSONDecodeError:
        return {}
    return arguments if isinstance(arguments, dict) else {}


def text_of(item: Mapping[str, Any]) -> str:
    parts = (part.get("text") or part.get("transcript") or "" for part in item.get("content", ()))
    return " ".join(part.strip() for part in parts if part.strip())


def _check_message(body: dict[str, Any], param: str) -> None:
    allowed = _ROLE_CONTENT.get(str(body.get("role")))
    if allowed is None:
        raise invalid(f"{param}.role", body.get("role"), f"one of {', '.join(_ROLE_CONTENT)}")
    content = body.get("content")
    if not isinstance(content, list):
        raise invalid(f"{param}.content", content, "a list of parts")
    for at, part in enumerate(content):
        kind = part.get("type") if isinstance(part, Mapping) else part
        if kind not in allowed:
            raise invalid(f"{param}.content[{at}].type", kind, f"one of {', '.join(sorted(allowed))}")
    body["content"] = [dict(part) for part in content]


def _need_texts(body: Mapping[str, Any], param: str, *names: str) -> None:
    for name in names:
        if not isinstance(body.get(name), str):
            raise (
                missing(f"{param}.{name}")
                if name not in body
                else invalid(f"{param}.{name}", body[name], "a text")
            )
