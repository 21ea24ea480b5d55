"""Writes `contract/schema.json`, the one JSON Schema of all borders. `--check` fails where the file differs."""

import json
import sys
from pathlib import Path

from pydantic.json_schema import models_json_schema

from contract import (
    debug,
    events,
    http,
    latency,
    lesson,
    messages,
    notices,
    plan,
    report,
    rpc,
    scenario,
    turn,
    usage,
)
from contract.model import Message

SCHEMA_FILE = Path(__file__).with_name("schema.json")
_MODULES = (debug, events, http, latency, lesson, messages, notices, plan, report, rpc, scenario, turn, usage)


def schema() -> str:
    models = sorted(
        {
            value
            for module in _MODULES
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, Message) and value.__module__ == module.__name__
        },
        key=lambda model: model.__name__,
    )
    _, definitions = models_json_schema([(model, "serialization") for model in models], title="Contract")
    return json.dumps(definitions, indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    text = schema()
    if "--check" in arguments:
        if not SCHEMA_FILE.exists() or SCHEMA_FILE.read_text() != text:
            sys.stderr.write("contract/schema.json is not what contract/ says; run `make contract`\n")
            return 1
        return 0
    SCHEMA_FILE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
