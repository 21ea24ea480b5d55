"""JSON bodies and their fields, checked with errors that name the field."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from local_engine.errors import ApiError, invalid, missing


async def json_body(request: web.Request) -> Mapping[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        raise ApiError("The body is no JSON, expected a JSON object.", code="invalid_json") from None
    if not isinstance(body, dict):
        raise ApiError("The body is no JSON object.", code="invalid_json")
    return body


def text_field(body: Mapping[str, Any], name: str, *, longest: int | None = None) -> str:
    value = body.get(name)
    if value is None:
        raise missing(name)
    if not isinstance(value, str) or not value.strip():
        raise invalid(name, type(value).__name__, "a text that is not blank")
    if longest is not None and len(value) > longest:
        raise invalid(name, f"{len(value)} characters", f"at most {longest} characters")
    return value


def number_field(body: Mapping[str, Any], name: str, *, default: float, low: float, high: float) -> float:
    value = body.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise invalid(name, value, f"a number from {low:g} to {high:g}")
    return value
