"""Sound as the wire carries it: base64 of PCM16."""

import base64
import binascii

from local_engine.errors import ApiError, invalid
from local_engine.protocols import BYTES_PER_SAMPLE


def pcm_of(audio: str, param: str) -> bytes:
    """Raises ApiError."""
    try:
        pcm = base64.b64decode(audio, validate=True)
    except (binascii.Error, ValueError):
        raise ApiError(
            f"Invalid value for '{param}': expected base64.", code="invalid_value", param=param
        ) from None
    if len(pcm) % BYTES_PER_SAMPLE:
        raise invalid(param, f"{len(pcm)} bytes", "whole samples of 2 bytes")
    return pcm
