"""The pass with which the token server sends a learner's message to the tutor: whose lesson, signed, valid for seconds.

`<base64url of JSON {"plan": LessonPlan, "expires_at": unix seconds}>.<hex HMAC-SHA256>`, by a key made from TUTOR_SECRET for
this use alone.
"""

import base64
import binascii
import hmac
from typing import Final

from pydantic import ValidationError

from contract.model import Message
from contract.plan import LessonPlan

PASS_SECONDS: Final = 60.0  # a slow upload has begun by then
_USE: Final = b"english-tutor message pass v1"


class _Content(Message):
    plan: LessonPlan
    expires_at: float


def sign_pass(plan: LessonPlan, *, secret: str, now: float) -> str:
    content = _Content(plan=plan, expires_at=now + PASS_SECONDS).model_dump_json().encode()
    body = base64.urlsafe_b64encode(content).decode().rstrip("=")
    return f"{body}.{_signature(body, secret)}"


def plan_in(value: str, *, secret: str, now: float) -> LessonPlan | None:
    """The plan of a pass that is ours and still valid; None for anything else."""
    body, _, signature = value.partition(".")
    if not hmac.compare_digest(signature.encode(errors="replace"), _signature(body, secret).encode()):
        return None
    try:
        content = _Content.model_validate_json(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (ValidationError, binascii.Error):
        return None
    return content.plan if now < content.expires_at else None


def _signature(body: str, secret: str) -> str:
    key = hmac.digest(secret.encode(), _USE, "sha256")
    return hmac.digest(key, body.encode(errors="replace"), "sha256").hex()
