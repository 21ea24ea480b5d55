"""What a message can be refused for: RFC 9457 problem details, as the token server hands them on."""

from typing import Final, Literal, get_args

from aiohttp import web

from agent.messages.clips import ClipCode
from contract.http import Problem

MessageCode = Literal[
    "bad_pass",
    "bad_json",
    "bad_form",
    "body_too_large",
    "body_too_slow",
    "missing",
    "invalid",
    "too_long",
    "not_heard",
    "unknown_lesson",
    "lesson_ended",
    "message_in_progress",
    "already_sent",
    "messages_busy",
    "engine_unavailable",
    "storage_unavailable",
    "internal",
]

PROBLEMS: Final[dict[MessageCode | ClipCode, tuple[int, str]]] = {
    "bad_pass": (401, "The pass is not valid"),
    "bad_json": (400, "The body is not JSON"),
    "bad_form": (400, "The form cannot be read"),
    "body_too_large": (413, "The body is over 64 KiB"),
    "body_too_slow": (408, "The body did not arrive in time"),
    "missing": (422, "A value is missing"),
    "invalid": (422, "The value is not valid"),
    "too_long": (422, "The value is too long"),
    "not_heard": (422, "No words were heard in the recording"),
    "unknown_lesson": (404, "There is no such lesson"),
    "lesson_ended": (409, "The lesson has ended"),
    "message_in_progress": (409, "The tutor is answering somewhere else"),
    "already_sent": (409, "This message has been heard before"),
    "messages_busy": (503, "All tutors are answering messages"),
    "engine_unavailable": (503, "The speech engine cannot be reached at the moment"),
    "storage_unavailable": (503, "The lessons cannot be reached at the moment"),
    "internal": (500, "Something went wrong here"),
    "clip_empty": (422, "The recording is empty"),
    "clip_too_large": (413, "The recording is too large"),
    "clip_too_short": (422, "The recording is too short"),
    "clip_too_long": (422, "The recording is too long"),
    "clip_not_audio": (415, "The recording is of no kind that is taken"),
    "clip_odd_length": (422, "The recording ends within a sample"),
    "clip_truncated": (422, "The recording is cut"),
    "clip_damaged": (422, "The recording cannot be read"),
    "clip_unsupported": (415, "The recording's sound is of no kind that is taken"),
}
assert set(PROBLEMS) == {*get_args(MessageCode), *get_args(ClipCode)}  # noqa: S101 - a code without its status


class RefusedError(Exception):
    """The message is answered with this problem, and changes nothing."""

    def __init__(
        self,
        code: MessageCode | ClipCode,
        *,
        detail: str | None = None,
        field: str | None = None,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(code)
        status, title = PROBLEMS[code]
        self.problem = Problem(
            title=title,
            status=status,
            code=code,
            detail=detail,
            field=field,
            retry_after_seconds=retry_after_seconds,
        )

    def response(self) -> web.Response:
        return web.Response(
            text=self.problem.model_dump_json(exclude_none=True),
            status=self.problem.status,
            content_type="application/problem+json",
        )
