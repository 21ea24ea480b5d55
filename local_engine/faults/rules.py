"""Which fault strikes now: pure, without clock or wire."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, cast, get_args

from local_engine.errors import invalid, missing
from local_engine.faults.events import Kind, Where, events_of, kinds_of

FIELDS: Final = ("where", "event", "kind", "nth", "times", "seconds", "status", "code", "message", "contains")
MAX_SECONDS: Final = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`nth` counts the events that match since the fault was set; `times` None: at every one from then on.

    `seconds` is how long a delay, stall or half-open connection lasts; None: until the fault is deleted.
    `contains` narrows the match to events whose text (the JSON of an event or a request) has these characters.
    """

    id: str
    where: Where
    event: str
    kind: Kind
    nth: int = 1
    times: int | None = 1
    seconds: float | None = None
    status: int = 500
    code: str = "server_error"
    message: str = "A fault was asked for."
    contains: str | None = None


@dataclass(slots=True)
class Entry:
    fault: Fault
    seen: int = 0
    struck: int = 0

    def view(self) -> dict[str, Any]:
        return {**asdict(self.fault), "seen": self.seen, "struck": self.struck}

    def due(self, where: Where, event: str, text: str) -> bool:
        """Counts the event if it matches."""
        fault = self.fault
        if (fault.where, fault.event) != (where, event):
            return False
        if fault.contains is not None and fault.contains not in text:
            return False
        self.seen += 1
        return self.seen >= fault.nth and (fault.times is None or self.struck < fault.times)


class Ledger:
    """The faults that are set, in their order, and how often each saw its event and struck."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    @property
    def entries(self) -> list[Entry]:
        return list(self._entries.values())

    def add(self, fault: Fault) -> Entry:
        self._entries[fault.id] = Entry(fault)
        return self._entries[fault.id]

    def remove(self, fault_id: str) -> Entry | None:
        return self._entries.pop(fault_id, None)

    def strike(self, where: Where, event: str, text: str) -> Fault | None:
        """The one fault that strikes this event: the first that is due. Every other that matches counts it too."""
        due = [entry for entry in self._entries.values() if entry.due(where, event, text)]
        if not due:
            return None
        due[0].struck += 1
        return due[0].fault


def parse(body: Mapping[str, Any], *, fault_id: str) -> Fault:
    """A fault as it was posted. Raises ApiError naming the field."""
    if unknown := [name for name in body if name not in FIELDS]:
        raise invalid(unknown[0], body[unknown[0]], f"none but {', '.join(FIELDS)}")
    where = _one_of(body, "where", get_args(Where))
    event = _one_of(body, "event", events_of(cast(Where, where)))
    kind = _one_of(body, "kind", kinds_of(cast(Where, where), event))
    seconds = body.get("seconds")
    if seconds is not None and (not _is_number(seconds) or not 0 <= seconds <= MAX_SECONDS):
        raise invalid("seconds", seconds, f"a number from 0 to {MAX_SECONDS:g}")
    if kind == "delay" and seconds is None:
        raise missing("seconds")
    times = body.get("times", 1)
    return Fault(
        id=fault_id,
        where=cast(Where, where),
        event=event,
        kind=cast(Kind, kind),
        nth=_whole(body.get("nth", 1), "nth", low=1),
        times=None if times is None else _whole(times, "times", low=1),
        seconds=seconds,
        status=_whole(body.get("status", 500), "status", low=400, high=599),
        code=_text(body.get("code", "server_error"), "code"),
        message=_text(body.get("message", "A fault was asked for."), "message"),
        contains=None if body.get("contains") is None else _text(body["contains"], "contains"),
    )


def _one_of(body: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    if (value := body.get(name)) is None:
        raise missing(name)
    if value not in allowed:
        raise invalid(name, value, f"one of {', '.join(allowed)}")
    return str(value)


def _whole(value: object, name: str, *, low: int, high: int | None = None) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < low or (high and value > high):
        raise invalid(name, value, f"a whole number from {low}" + (f" to {high}" if high else ""))
    return value


def _text(value: object, name: str) -> str:
    if not isinstance(value, str) or not value:
        raise invalid(name, value, "a text that is not empty")
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
