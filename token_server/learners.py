"""The learner's cookie: `<learner uuid>.<signature>`, the same value as bearer token.

The signature is HMAC-SHA256 by TUTOR_SECRET over a purpose and the uuid, so that no other signed thing passes for it.
"""

import base64
import hmac
from uuid import UUID

_PURPOSE = b"learner\x00"


class LearnerSigner:
    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def sign(self, learner_id: UUID) -> str:
        return f"{learner_id}.{self._signature(learner_id)}"

    def learner_of(self, value: str) -> UUID | None:
        """Whose value this is; None if it was not signed here."""
        name, _, signature = value.partition(".")
        try:
            learner_id = UUID(name)
        except ValueError:
            return None
        # One spelling a learner: UUID() also takes upper case, braces and no dashes.
        if str(learner_id) != name or not hmac.compare_digest(
            signature.encode(), self._signature(learner_id).encode()
        ):
            return None
        return learner_id

    def _signature(self, learner_id: UUID) -> str:
        digest = hmac.digest(self._secret, _PURPOSE + learner_id.bytes, "sha256")
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")
