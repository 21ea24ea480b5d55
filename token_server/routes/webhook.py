"""LiveKit's webhooks: signed news about rooms. They only hurry the watch, so a repeat does no harm."""

import logging

from fastapi import APIRouter, Request, Response
from livekit.api import TokenVerifier, WebhookReceiver

from token_server.asking import PartsOf
from token_server.problems import Refusal

logger = logging.getLogger(__name__)
router = APIRouter()

_JOINED = "participant_joined"


@router.post("/livekit/webhook")
async def webhook(request: Request, parts: PartsOf) -> Response:
    """Answered at once: LiveKit sends a room's news one after another and waits for each."""
    body = await request.body()
    receiver = WebhookReceiver(
        TokenVerifier(parts.settings.livekit_api_key, parts.settings.livekit_api_secret)
    )
    try:
        # The signature is over the raw body, and is checked before any of it is parsed.
        event = receiver.receive(body.decode(), request.headers.get("authorization", ""))
    except Exception as error:  # noqa: BLE001 - the library raises bare Exceptions for a wrong hash
        logger.warning("webhook refused", extra={"why": type(error).__name__})
        raise Refusal("bad_signature") from None
    if event.room.name:
        parts.watcher.hint(event.room.name)
        if event.event == _JOINED:
            parts.chores.spawn(parts.sweep.clear_if_ended(event.room.name), name="clear ended room")
    return Response(status_code=200)
