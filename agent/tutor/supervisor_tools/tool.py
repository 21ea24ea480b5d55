"""What a tool of the supervisor offers."""

from collections.abc import Mapping
from typing import Any, Protocol


class ToolRefusalError(Exception):
    """The tool cannot do it; the text tells the model why and what to do, in one sentence."""


class SupervisorTool(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def description(self) -> str: ...

    @property
    def parameters(self) -> Mapping[str, Any]:
        """A JSON schema of type object, strict: all properties required, no others."""
        ...

    async def run(self, arguments: Mapping[str, Any]) -> str:
        """What was found, as text for the model. Raises ToolRefusalError."""
        ...


def takes(**properties: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def text_argument(arguments: Mapping[str, Any], name: str) -> str:
    """Raises ToolRefusalError where it is missing or blank."""
    value = arguments.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ToolRefusalError(f"{name} is missing: ask the learner for it, do not make one up.")
    return value.strip()
