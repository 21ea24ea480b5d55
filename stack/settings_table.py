"""The table of settings in README.md, made from the settings classes; one line per environment variable.

python -m stack.settings_table           writes it
python -m stack.settings_table --check   fails where README.md differs
"""

import sys
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from pydantic_settings import BaseSettings

from agent.messages.settings import MessageSettings
from agent.settings import AgentSettings
from local_engine.settings import EngineSettings
from stack.paths import ROOT
from stack.settings import StackSettings
from token_server.settings import TokenServerSettings

README = ROOT / "README.md"
BEGIN = "<!-- settings: made by `make settings`, do not edit -->"
END = "<!-- end of settings -->"
RUN = "make run"
# `make run` last: what it does when a value is empty is told beside the meaning, which its readers know.
READERS: dict[str, type[BaseSettings]] = {
    "token server": TokenServerSettings,
    "worker": AgentSettings,
    "messages": MessageSettings,
    "local engine": EngineSettings,
    RUN: StackSettings,
}


@dataclass
class Row:
    name: str
    meaning: str
    default: str
    readers: list[str] = field(default_factory=list)

    def line(self) -> str:
        return f"| `{self.name}` | {self.meaning} | {self.default} | {', '.join(self.readers)} |"


def rows(readers: dict[str, type[BaseSettings]] = READERS) -> list[Row]:
    """By name of the variable, in alphabetical order."""
    found: dict[str, Row] = {}
    for reader, settings in readers.items():
        prefix = str(settings.model_config.get("env_prefix", ""))
        for field_name, info in settings.model_fields.items():
            name = (prefix + field_name).upper()
            default = _default(info)
            row = found.setdefault(name, Row(name, info.description or "", default))
            row.readers.append(reader)
            if reader == RUN and len(row.readers) > 1 and default != row.default:
                row.default += f"; `make run`: {info.description if default == '' else default}"
    return [found[name] for name in sorted(found)]


def table() -> str:
    lines = [
        "| setting | meaning | default | read by |",
        "|---|---|---|---|",
        *(row.line() for row in rows()),
    ]
    return "\n".join(lines)


def with_table(readme: str, new_table: str) -> str:
    """The README's text with the part between the markers replaced. Raises ValueError without markers."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md lacks the lines {BEGIN} and {END}, expected both")
    return f"{before}{BEGIN}\n{new_table}\n{END}{after}"


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "required"
    return "" if info.default in (None, (), "", PydanticUndefined) else f"`{_text(info.default)}`"


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return str(value.value if isinstance(value, Enum) else value)


def main(arguments: list[str], readme: Path = README) -> int:
    old = readme.read_text()
    new = with_table(old, table())
    if "--check" in arguments:
        if new != old:
            sys.stderr.write(
                "The settings table in README.md is not what the code says; run `make settings`\n"
            )
            return 1
        return 0
    readme.write_text(new)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
