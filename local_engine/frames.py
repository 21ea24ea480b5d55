"""Frames between the server and the processes that hear and speak for it, over their standard input and output.

A frame is op (1 byte), number of the utterance or request (4 bytes), length (4 bytes), little-endian, then that many
bytes of payload.
"""

import struct
from typing import BinaryIO, Final

HEADER = struct.Struct("<cII")

# To a recogniser: sound, "what so far?", "that was all", "forget it".
FEED: Final = b"F"
SO_FAR: Final = b"S"
FINISH: Final = b"E"
DISCARD: Final = b"D"
# From it: the text asked for (utf-8) under the op that asked.

# To a voice: say this (JSON), stop saying it.
SAY: Final = b"Y"
STOP: Final = b"X"
# From it: PCM16, that was all, it failed (a text).
SOUND: Final = b"P"
ALL: Final = b"A"
FAILED: Final = b"!"

# From both, once, under number 0: ready. A voice says its sample rate in it.
READY: Final = b"R"


def frame(op: bytes, number: int, payload: bytes = b"") -> bytes:
    return HEADER.pack(op, number, len(payload)) + payload


def read_frame(source: BinaryIO) -> tuple[bytes, int, bytes] | None:
    """Blocking. None at the end."""
    header = source.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    op, number, length = HEADER.unpack(header)
    return op, number, source.read(length)
