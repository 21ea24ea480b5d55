"""Errors in OpenAI's shape, for HTTP bodies and realtime `error` events."""

from dataclasses import dataclass
from typing import Any


@dataclass
class ApiError(Exception):
    """A client's mistake, or ours: what to change stands in `message`.

    `param` is the path of the field, such as `session.audio.output.voice`. `status` is the HTTP status.
    """

    message: str
    code: str | None = None
    param: str | None = None
    status: int = 400
    kind: str = "invalid_request_error"

    def __str__(self) -> str:
        return self.message

    def body(self) -> dict[str, Any]:
        return {"message": self.message, "type": self.kind, "param": self.param, "code": self.code}


def invalid(param: str, came: object, expected: str) -> ApiError:
    return ApiError(
        f"Invalid value for '{param}': {came!r}, expected {expected}.", code="invalid_value", param=param
    )


def missing(param: str) -> ApiError:
    return ApiError(f"Missing required parameter: '{param}'.", code="missing_required_parameter", param=param)


def wrong_key() -> ApiError:
    return ApiError(
        "Incorrect API key provided: expected the LOCAL_ENGINE_API_KEY of this server as a bearer token.",
        code="invalid_api_key",
        status=401,
    )
