"""A lesson without a room: text or a recording in, server-sent events out (contract/messages.py)."""

import asyncio
import contextlib
from typing import Annotated, Final, get_args
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from starlette.requests import ClientDisconnect

from contract.messages import ReplyAudio
from token_server.asking import OwnLesson, PartsOf
from token_server.message_desk import Upload
from token_server.problems import Refusal
from token_server.routes.lessons import address_of

router = APIRouter(prefix="/api/lessons")

POUR_BYTES: Final = 16 * 1024 * 1024
POUR_SECONDS: Final = 10.0


@router.post("/{lesson_id}/messages")
async def send_message(
    lesson: OwnLesson,
    request: Request,
    parts: PartsOf,
    audio: Annotated[str, Query(max_length=10)] = "mp3",
    leave_room: Annotated[bool, Query()] = False,  # noqa: FBT002 - a parameter of the URL
    keep: Annotated[bool, Query()] = False,  # noqa: FBT002 - as above
    turn_id: Annotated[UUID | None, Query()] = None,
) -> Response:
    """`audio`: the form of the answer's sound. `leave_room`: the learner leaves the lesson's room for messages. `keep`: they
    wish the sound of their recording kept with its words. `turn_id`: the one that their turn is to have, so that a message
    may be sent again where no answer came; once it was heard it is refused.
    """
    if parts.message_desk is None:
        raise Refusal("messages_unavailable", detail="MESSAGES_URL is not set")
    if audio not in get_args(ReplyAudio):
        raise Refusal("invalid", field="audio", detail=f"one of {', '.join(get_args(ReplyAudio))}")
    length = request.headers.get("content-length", "")
    upload = Upload(
        body=request.stream(),
        content_type=request.headers.get("content-type", "application/octet-stream"),
        length=int(length) if length.isascii() and length.isdigit() else None,
    )
    try:
        response = await parts.message_desk.send(
            lesson,
            upload,
            audio=audio,
            keep=keep,
            leave_room=leave_room,
            turn_id=turn_id,
            address=address_of(request, parts),
        )
    except Refusal as refusal:
        response = refusal.response()
    if response.status_code != 200:
        await _pour_away(request)
        response.headers["Connection"] = "close"  # what comes after that is not read
    return response


async def _pour_away(request: Request) -> None:
    """What is still coming in of a refused recording: most clients read no answer before they have sent it."""
    poured = 0
    with contextlib.suppress(TimeoutError, ClientDisconnect, RuntimeError):  # RuntimeError: it was all read
        async with asyncio.timeout(POUR_SECONDS):
            async for chunk in request.stream():
                poured += len(chunk)
                if poured > POUR_BYTES:
                    return
