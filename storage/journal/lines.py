r"""A journal's bytes: lines of `<CRC-32 as 8 hex digits> <JSON>\n`, an entry `{"n": 3, "entry": {…}}` or `{"ack": 3}`.

The checksum tells a damaged line from a whole one, JSON that still parses included. Only the last line can have been cut
by a crash; it was never said to be safe, and is ignored. Any other line that cannot be read is damage.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from storage.journal.entries import Entry


class _EntryLine(BaseModel):
    model_config = ConfigDict(extra="forbid")
    n: int
    entry: Entry


class _AckLine(BaseModel):
    model_config = ConfigDict(extra="forbid")
    ack: int


_LINE: TypeAdapter[_EntryLine | _AckLine] = TypeAdapter(_EntryLine | _AckLine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a journal holds."""

    pending: dict[int, Entry]  # not acknowledged, by number, in order of writing
    damaged: tuple[bytes, ...]  # lines, without their ends
    whole_bytes: int  # where the last readable line ends; what follows was cut


def entry_line(number: int, entry: Entry) -> bytes:
    return _line(_EntryLine(n=number, entry=entry))


def ack_line(number: int) -> bytes:
    return _line(_AckLine(ack=number))


def read(data: bytes) -> Contents:
    lines = data.split(b"\n")
    pending: dict[int, Entry] = {}
    acked: set[int] = set()
    damaged: list[bytes] = []
    whole_bytes = position = 0
    for line in lines:
        position += len(line) + 1
        parsed = _parse(line) if line else None
        if parsed is None:
            if line:
                damaged.append(line)
            continue
        whole_bytes = min(position, len(data))
        if isinstance(parsed, _AckLine):
            acked.add(parsed.ack)
        else:
            pending[parsed.n] = parsed.entry
    return Contents(
        pending={number: entry for number, entry in pending.items() if number not in acked},
        damaged=tuple(damaged[:-1] if damaged and _is_last(damaged[-1], lines) else damaged),
        whole_bytes=whole_bytes,
    )


def _line(message: BaseModel) -> bytes:
    body = message.model_dump_json().encode()
    return b"%08x %s\n" % (zlib.crc32(body), body)


def _parse(line: bytes) -> _EntryLine | _AckLine | None:
    checksum, _, body = line.partition(b" ")
    if checksum != b"%08x" % zlib.crc32(body):
        return None
    try:
        return _LINE.validate_json(body)
    except ValidationError:
        return None


def _is_last(line: bytes, lines: Sequence[bytes]) -> bool:
    return line is next((other for other in reversed(lines) if other), None)
