from typing import Any

import pytest

from local_engine.minds.schema import fill

TEXT_OR_NULL = {"anyOf": [{"type": "string"}, {"type": "null"}]}


def an_object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


@pytest.mark.parametrize(
    ("schema", "known", "value"),
    [
        pytest.param(an_object(a=TEXT_OR_NULL), {}, {"a": None}, id="null where it may be"),
        pytest.param(an_object(a=TEXT_OR_NULL), {"a": "x"}, {"a": "x"}, id="known"),
        pytest.param(
            an_object(a={"type": ["string", "null"]}), {"a": 5}, {"a": None}, id="known, but no text"
        ),
        pytest.param(an_object(a={"type": "string", "minLength": 2}), {}, {"a": "--"}, id="a length"),
        pytest.param(
            an_object(a={"type": "string", "maxLength": 2}),
            {"a": "long"},
            {"a": ""},
            id="known, but too long",
        ),
        pytest.param(an_object(a={"type": "integer", "minimum": 3}), {}, {"a": 3}, id="a minimum"),
        pytest.param(an_object(a={"type": "number", "exclusiveMaximum": -1}), {}, {"a": -2}, id="below"),
        pytest.param(
            an_object(a={"type": "integer", "minimum": 5, "multipleOf": 4}), {}, {"a": 8}, id="a multiple"
        ),
        pytest.param(an_object(a={"type": "boolean"}), {"a": True}, {"a": True}, id="a truth"),
        pytest.param(an_object(a={"enum": ["en", "ko"]}), {}, {"a": "en"}, id="a choice"),
        pytest.param(an_object(a={"enum": ["en", "ko"]}), {"a": "fr"}, {"a": "en"}, id="no choice of theirs"),
        pytest.param(an_object(a={"const": 7}), {"a": 8}, {"a": 7}, id="a constant"),
        pytest.param(
            an_object(a={"type": "array", "items": {"type": "string"}, "minItems": 2}),
            {},
            {"a": ["", ""]},
            id="a list",
        ),
        pytest.param(
            an_object(hints={"type": "array", "items": {"type": "string"}}),
            {"hints": ["one"]},
            {"hints": ["one"]},
            id="a known list",
        ),
        pytest.param(
            an_object(a=an_object(b={"type": "string"})), {"b": "x"}, {"a": {"b": "x"}}, id="deeper"
        ),
        pytest.param(
            {**an_object(a={"$ref": "#/$defs/A"}), "$defs": {"A": {"type": "integer"}}},
            {},
            {"a": 0},
            id="a reference",
        ),
        pytest.param(
            {"allOf": [an_object(a={"type": "string"}), an_object(b={"type": "boolean"})]},
            {},
            {"a": "", "b": False},
            id="all of",
        ),
        pytest.param(
            {
                "type": "object",
                "properties": {"name": {"type": "string"}, "next": {"$ref": "#"}},
                "required": ["name"],
            },
            {"next": {"name": "x"}},
            {"name": "", "next": {"name": "x"}},
            id="a schema in itself",
        ),
        pytest.param({"type": "object"}, {}, {}, id="any object"),
        pytest.param(
            {"type": "object", "properties": {"a": {"type": "string"}}}, {}, {}, id="optional is left out"
        ),
        pytest.param(an_object(a={"type": "string", "default": "d"}), {}, {"a": "d"}, id="a default"),
    ],
)
def test_fill(schema: dict[str, Any], known: dict[str, Any], value: Any) -> None:
    assert fill(schema, known) == value
