"""What a chat request asks for, checked with errors that name the field."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from local_engine.errors import ApiError, invalid, missing
from local_engine.http.bodies import text_field
from local_engine.protocols import HistoryItem, Message, Task, ToolCall, ToolResult
from local_engine.tools import as_tools, checked_tools, tool_choice

ROLES: Final = ("system", "developer", "user", "assistant", "tool")
MAX_STOPS: Final = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    model: str
    task: Task
    stream: bool
    include_usage: bool
    max_tokens: int | None
    stops: tuple[str, ...]  # the answer ends before the first of them


def parse(body: Mapping[str, Any]) -> Wanted:
    """Raises ApiError naming the field."""
    model = text_field(body, "model")
    if body.get("n") not in (None, 1):
        raise invalid("n", body["n"], "1")
    tools = checked_tools(body.get("tools"), "tools")
    described = as_tools(tools)
    forced, may_call = tool_choice(body.get("tool_choice"), [tool.name for tool in described])
    instructions, history = _messages(body.get("messages"))
    stream_options = body.get("stream_options") or {}
    task = Task(
        instructions=instructions,
        history=history,
        tools=described,
        forced_tool=forced,
        may_call=may_call,
        response_schema=_response_schema(body.get("response_format")),
    )
    return Wanted(
        model=model,
        task=task,
        stream=bool(body.get("stream")),
        include_usage=isinstance(stream_options, Mapping) and bool(stream_options.get("include_usage")),
        max_tokens=_limit(body),
        stops=_stops(body.get("stop")),
    )


def _limit(body: Mapping[str, Any]) -> int | None:
    for name in ("max_completion_tokens", "max_tokens"):
        value = body.get(name)
        if value is not None:
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise invalid(name, value, "a whole number from 1")
            return value
    return None


def _stops(given: object) -> tuple[str, ...]:
    stops = [given] if isinstance(given, str) else given or []
    if (
        not isinstance(stops, list)
        or len(stops) > MAX_STOPS
        or not all(isinstance(stop, str) and stop for stop in stops)
    ):
        raise invalid("stop", given, f"a text, or at most {MAX_STOPS} of them")
    return tuple(stops)


def _response_schema(given: object) -> Mapping[str, Any] | None:
    match given:
        case None | {"type": "text"}:
            return None
        case {"type": "json_object"}:
            return {"type": "object"}
        case {"type": "json_schema", "json_schema": {"schema": dict(schema)}}:
            return schema
        case _:
            raise invalid(
                "response_format", given, "type 'text', 'json_object' or 'json_schema' with a schema"
            )


def _messages(given: object) -> tuple[str, list[HistoryItem]]:
    """What the system says, joined, and the talk."""
    if not isinstance(given, list) or not given:
        raise missing("messages") if given is None else invalid("messages", given, "a list that is not empty")
    system: list[str] = []
    history: list[HistoryItem] = []
    names: dict[str, str] = {}
    for at, message in enumerate(given):
        param = f"messages[{at}]"
        if not isinstance(message, Mapping):
            raise invalid(param, message, "an object")
        text = _content(message.get("content"), f"{param}.content")
        match message.get("role"):
            case "system" | "developer":
                system.append(text)
            case "user":
                history.append(Message("user", text))
            case "assistant":
                if text:
                    history.append(Message("assistant", text))
                for call in message.get("tool_calls") or ():
                    name, arguments = _past_call(call, f"{param}.tool_calls")
                    names[str(call.get("id"))] = name
                    history.append(ToolCall(name, arguments))
            case "tool":
                history.append(ToolResult(names.get(str(message.get("tool_call_id")), ""), text))
            case role:
                raise invalid(f"{param}.role", role, f"one of {', '.join(ROLES)}")
    return "\n\n".join(system), history


def _past_call(call: object, param: str) -> tuple[str, Mapping[str, Any]]:
    match call:
        case {"function": {"name": str(name), "arguments": str(arguments)}}:
            try:
                parsed = json.loads(arguments)
            except json.JSONDecodeError:
                parsed = None
            return name, parsed if isinstance(parsed, dict) else {}
        case _:
            raise ApiError(
                f"Invalid value for '{param}': expected function calls.", code="invalid_value", param=param
            )


def _content(given: object, param: str) -> str:
    """Text, or the text parts of a list."""
    if given is None:
        return ""
    if isinstance(given, str):
        return given
    if isinstance(given, list):
        return " ".join(str(part["text"]) for part in given if isinstance(part, Mapping) and "text" in part)
    raise invalid(param, type(given).__name__, "a text or a list of parts")
