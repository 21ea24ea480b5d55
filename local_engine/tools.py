"""Tools and the choice among them, as both the realtime and the HTTP wire state them."""

from collections.abc import Mapping, Sequence
from typing import Any

from local_engine.errors import invalid
from local_engine.protocols import Tool

NO_PARAMETERS = {"type": "object", "properties": {}}


def checked_tools(given: object, param: str) -> list[dict[str, Any]]:
    """Function tools as the client wrote them, flat (realtime) or under `function` (chat). Raises ApiError."""
    if given is None:
        return []
    if not isinstance(given, list):
        raise invalid(param, given, "a list of tools")
    for at, tool in enumerate(given):
        kind = tool.get("type") if isinstance(tool, dict) else tool
        if kind != "function":
            raise invalid(f"{param}[{at}].type", kind, "'function'")
        function = _function(tool)
        if not isinstance(function.get("name"), str) or not function["name"]:
            raise invalid(f"{param}[{at}].name", function.get("name"), "a name")
        if not isinstance(function.get("parameters") or {}, Mapping):
            raise invalid(f"{param}[{at}].parameters", function["parameters"], "a JSON schema")
    return given


def as_tools(tools: Sequence[Mapping[str, Any]]) -> list[Tool]:
    return [
        Tool(
            name=function["name"],
            description=str(function.get("description") or ""),
            parameters=function.get("parameters") or NO_PARAMETERS,
        )
        for function in map(_function, tools)
    ]


def tool_choice(given: object, names: Sequence[str], param: str = "tool_choice") -> tuple[str | None, bool]:
    """The tool that must be called, if any, and whether any may be. Raises ApiError."""
    match given:
        case None | "auto":
            return None, True
        case "none":
            return None, False
        case "required":
            if not names:
                raise invalid(param, given, "'auto' or 'none', for there are no tools")
            return names[0], True
        case {"type": "function", "function": {"name": name}} | {"type": "function", "name": name}:
            if name not in names:
                raise invalid(f"{param}.name", name, f"one of {', '.join(names) or 'no tools'}")
            return str(name), True
        case _:
            raise invalid(param, given, "'auto', 'none', 'required' or {'type': 'function', 'name': …}")


def _function(tool: Mapping[str, Any]) -> Mapping[str, Any]:
    nested = tool.get("function")
    return nested if isinstance(nested, Mapping) else tool
