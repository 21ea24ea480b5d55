"""Refusals: RFC 9457 problem details with a stable code. All codes of the API stand in `CODES`."""

from typing import Final, Literal, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from starlette.responses import Response

from contract.http import Problem

Code = Literal[
    "bad_json",
    "wrong_content_type",
    "body_too_large",
    "body_too_slow",
    "unknown_field",
    "too_long",
    "missing",
    "invalid",
    "conflicting",
    "unknown_scenario",
    "not_signed_in",
    "origin_not_allowed",
    "bad_signature",
    "unknown_voice",
    "unknown_lesson",
    "unknown_turn",
    "no_recording",
    "not_ready",
    "lesson_ended",
    "too_many_lessons",
    "too_many_requests",
    "too_many_messages",
    "lesson_in_room",
    "message_in_progress",
    "clip_too_large",
    "messages_unavailable",
    "not_found",
    "method_not_allowed",
    "translation_unavailable",
    "audio_unavailable",
    "storage_unavailable",
    "web_client_missing",
    "internal",
]

CODES: Final[dict[Code, tuple[int, str]]] = {
    "bad_json": (400, "The body is not JSON"),
    "wrong_content_type": (415, "The body must be application/json"),
    "body_too_large": (413, "The body is over 64 KiB"),
    "body_too_slow": (408, "The body did not arrive in time"),
    "unknown_field": (422, "There is no such field"),
    "too_long": (422, "The value is too long"),
    "missing": (422, "A value is missing"),
    "invalid": (422, "The value is not valid"),
    "conflicting": (422, "The values do not go together"),
    "unknown_scenario": (422, "There is no such scenario in the catalogue"),
    "not_signed_in": (401, "Nobody is signed in"),
    "origin_not_allowed": (403, "This origin may not act for a learner"),
    "bad_signature": (401, "The signature is not valid"),
    "unknown_voice": (404, "There is no such voice"),
    "unknown_lesson": (404, "There is no such lesson"),
    "unknown_turn": (404, "There is no such turn"),
    "no_recording": (404, "The sound of this line was not kept"),
    "not_ready": (404, "The report is not ready"),
    "lesson_ended": (409, "The lesson has ended"),
    "too_many_lessons": (429, "Too many lessons were started"),
    "too_many_requests": (429, "This was asked for too often"),
    "too_many_messages": (429, "Too many messages were sent"),
    "lesson_in_room": (409, "The lesson is going on in its room"),
    "message_in_progress": (409, "The tutor is answering another message"),
    "clip_too_large": (413, "The recording is too large"),
    "messages_unavailable": (503, "Messages cannot be answered at the moment"),
    "not_found": (404, "There is nothing here"),
    "method_not_allowed": (405, "This method is not possible here"),
    "translation_unavailable": (503, "The line cannot be translated at the moment"),
    "audio_unavailable": (503, "This cannot be spoken at the moment"),
    "storage_unavailable": (503, "The lessons cannot be reached at the moment"),
    "web_client_missing": (503, "The web client is not built"),
    "internal": (500, "Something went wrong here"),
}
assert set(CODES) == set(get_args(Code))  # noqa: S101 - a code without its status is a mistake at import


class Refusal(Exception):  # noqa: N818 - an answer, not a fault
    """The request is answered with this problem. `field` is the input at fault, as a dotted path."""

    def __init__(
        self,
        code: Code,
        *,
        detail: str | None = None,
        field: str | None = None,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        status, title = CODES[code]
        self.problem = Problem(
            title=title,
            status=status,
            code=code,
            detail=detail,
            field=field,
            retry_after_seconds=retry_after_seconds,
        )

    def response(self) -> Response:
        headers = {"Cache-Control": "no-store"}
        if self.problem.retry_after_seconds is not None:
            headers["Retry-After"] = str(max(1, round(self.problem.retry_after_seconds)))
        if self.problem.status == 401:
            headers["WWW-Authenticate"] = "Bearer"
        return Response(
            self.problem.model_dump_json(exclude_none=True),
            status_code=self.problem.status,
            media_type="application/problem+json",
            headers=headers,
        )


_BY_TYPE: Final[dict[str, Code]] = {
    "extra_forbidden": "unknown_field",
    "string_too_long": "too_long",
    "missing": "missing",
    "json_invalid": "bad_json",
}
_MAX_FIELD_CHARACTERS = 100  # a misspelt field's name is echoed to who sent it, but not at any length


def refusal_of(error: ValidationError) -> Refusal:
    """The first fault of a body, without what was in it."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return Refusal(_BY_TYPE.get(first["type"], "invalid"), detail=_detail(first), field=_field(first))


def _field(item: ErrorDetails) -> str | None:
    return ".".join(str(part) for part in item["loc"])[:_MAX_FIELD_CHARACTERS] or None


def _detail(item: ErrorDetails) -> str | None:
    return (
        None
        if item["type"] in ("json_invalid", "uuid_parsing")
        else item["msg"].removeprefix("Value error, ")
    )
