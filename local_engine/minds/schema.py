"""A value that is valid under a JSON schema, with what is known filled in where the names fit.

Covers what tool and response schemas are made of: type (also as a list), enum, const, properties, required, items,
anyOf, oneOf, allOf, $ref into the same schema, and the limits on length, size and number of items. Patterns are not
solved: such a text may be invalid.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Schema = Mapping[str, Any]
MAX_DEPTH = 12  # of a schema that refers to itself: what is optional is left out below it


def fill(schema: Schema, known: Mapping[str, Any]) -> Any:
    """`known` gives values by property name at any depth, where their type fits; the rest is null, or the smallest."""
    return _Filler(schema, known).value(schema, name=None, depth=0)


def fits(schema: Schema, value: Any, root: Schema | None = None) -> bool:
    """Whether a value may stand there, as far as type, enum and const say."""
    schema = _resolved(schema, root or schema)
    if branches := _branches(schema):
        return any(fits(branch, value, root or schema) for branch in branches)
    if "const" in schema:
        return bool(schema["const"] == value)
    if "enum" in schema:
        return value in schema["enum"]
    return any(_is_a(kind, value) for kind in _types(schema)) and _within(schema, value)


class _Filler:
    def __init__(self, root: Schema, known: Mapping[str, Any]) -> None:
        self._root = root
        self._known = known

    def value(self, schema: Schema, *, name: str | None, depth: int) -> Any:
        if name is not None and name in self._known and fits(schema, self._known[name], self._root):
            return self._known[name]
        schema = _resolved(schema, self._root)
        if "const" in schema:
            return schema["const"]
        if "default" in schema:
            return schema["default"]
        if branches := _branches(schema):
            return self._of_branches(branches, name=name, depth=depth)
        if "enum" in schema:
            return None if None in schema["enum"] else schema["enum"][0]
        kinds = _types(schema)
        if "null" in kinds:
            return None
        return self._of_kind(kinds[0], schema, depth)

    def _of_branches(self, branches: Sequence[Schema], *, name: str | None, depth: int) -> Any:
        if any("null" in _types(_resolved(branch, self._root)) for branch in branches):
            return None
        return self.value(branches[0], name=name, depth=depth + 1)

    def _of_kind(self, kind: str, schema: Schema, depth: int) -> Any:
        match kind:
            case "object":
                return self._object(schema, depth)
            case "array":
                items = schema.get("items") or {}
                return [
                    self.value(items, name=None, depth=depth + 1) for _ in range(schema.get("minItems", 0))
                ]
            case "string":
                return "-" * int(schema.get("minLength", 0))
            case "integer" | "number":
                return _smallest(schema)
            case "boolean":
                return False
        return None

    def _object(self, schema: Schema, depth: int) -> dict[str, Any]:
        required = schema.get("required", ())
        return {
            name: self.value(part, name=name, depth=depth + 1)
            for name, part in schema.get("properties", {}).items()
            if name in required or (depth < MAX_DEPTH and name in self._known)
        }


def _resolved(schema: Schema, root: Schema) -> Schema:
    """Without $ref and allOf at its top."""
    for _ in range(MAX_DEPTH):
        if "$ref" in schema:
            target: Any = root
            for step in str(schema["$ref"]).removeprefix("#").strip("/").split("/"):
                target = target.get(step.replace("~1", "/").replace("~0", "~"), {}) if step else target
            schema = target
        elif "allOf" in schema:
            schema = _merged(
                [
                    {k: v for k, v in schema.items() if k != "allOf"},
                    *(_resolved(p, root) for p in schema["allOf"]),
                ]
            )
        else:
            break
    return schema


def _merged(parts: Sequence[Schema]) -> Schema:
    merged: dict[str, Any] = {}
    for part in parts:
        properties = {**merged.get("properties", {}), **part.get("properties", {})}
        required = [*merged.get("required", ()), *part.get("required", ())]
        merged = {**merged, **part}
        if properties:
            merged["properties"], merged["required"] = properties, required
    return merged


def _branches(schema: Schema) -> Sequence[Schema]:
    return schema.get("anyOf") or schema.get("oneOf") or ()


def _types(schema: Schema) -> list[str]:
    given = schema.get("type")
    if isinstance(given, str):
        return [given]
    if isinstance(given, list) and given:
        return [str(kind) for kind in given]
    return ["object"] if "properties" in schema else ["string"]


def _is_a(kind: str, value: Any) -> bool:
    match kind:
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "null":
            return value is None
        case "array":
            return isinstance(value, list)
        case "object":
            return isinstance(value, dict)
    return False


def _within(schema: Schema, value: Any) -> bool:
    if isinstance(value, str):
        return bool(schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)))
    if isinstance(value, list):
        return bool(schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)))
    return True


def _smallest(schema: Schema) -> int | float:
    """0 where it may be, else the nearest number to it that may."""
    low, high = schema.get("minimum"), schema.get("maximum")
    if (above := schema.get("exclusiveMinimum")) is not None:
        low = above + 1
    if (below := schema.get("exclusiveMaximum")) is not None:
        high = below - 1
    value: int | float = 0
    if low is not None and value < low:
        value = low
    if high is not None and value > high:
        value = high
    step = schema.get("multipleOf")
    return value if not step else -(-value // step) * step
