"""Frames between the server and its recogniser processes, over their standard input and output.

A frame is op (1 byte), utterance number (4 bytes), length (4 bytes), little-endian, then that many bytes of payload.
"""

import struct
from typing import Final

HEADER = struct.Struct("<cII")

# To the worker: sound, "what so far?", "that was all", "forget it".
FEED: Final = b"F"
SO_FAR: Final = b"S"
FINISH: Final = b"E"
DISCARD: Final = b"D"
# From the worker: ready to hear (utterance 0, once), and the text asked for (utf-8) under the op that asked.
READY: Final = b"R"


def frame(op: bytes, utterance: int, payload: bytes = b"") -> bytes:
    return HEADER.pack(op, utterance, len(payload)) + payload
