"""Which fault strikes which event."""

from typing import Any

import pytest

from local_engine.errors import ApiError
from local_engine.faults.events import PATHS, events_of, kinds_of
from local_engine.faults.rules import Fault, Ledger, parse

ONE = {"where": "speech", "event": "request", "kind": "drop"}


def fault(**options: Any) -> Fault:
    return parse({**ONE, **options}, fault_id=options.pop("kind", "drop"))


def strikes(ledger: Ledger, texts: list[str]) -> str:
    """One character a request: the first letter of the fault that struck it, or a dot."""
    return "".join(
        struck.kind[0] if (struck := ledger.strike("speech", "request", text)) else "." for text in texts
    )


@pytest.mark.parametrize(
    ("options", "pattern"),
    [
        pytest.param({}, "d.....", id="the first, once"),
        pytest.param({"nth": 3}, "..d...", id="the third"),
        pytest.param({"nth": 2, "times": 3}, ".ddd..", id="three from the second"),
        pytest.param({"times": None}, "dddddd", id="always"),
        pytest.param({"contains": "b"}, ".d....", id="the first that has it"),
        pytest.param({"contains": "b", "nth": 2}, "...d..", id="the second that has it"),
        pytest.param({"contains": "z"}, "......", id="none has it"),
    ],
)
def test_a_fault_strikes(options: dict[str, Any], pattern: str) -> None:
    ledger = Ledger()
    ledger.add(fault(**options))
    assert strikes(ledger, ["a", "ab", "c", "b", "d", "b"]) == pattern


def test_of_two_that_are_due_the_first_strikes_and_the_other_follows() -> None:
    ledger = Ledger()
    ledger.add(parse({**ONE, "kind": "drop", "nth": 2}, fault_id="one"))
    ledger.add(parse({**ONE, "kind": "error", "nth": 2}, fault_id="two"))
    assert strikes(ledger, ["a"] * 5) == ".de.."
    assert [(entry.seen, entry.struck) for entry in ledger.entries] == [(5, 1), (5, 1)]


def test_other_places_and_events_are_let_alone() -> None:
    ledger = Ledger()
    ledger.add(fault(times=None))
    assert ledger.strike("chat", "request", "") is None
    assert ledger.strike("speech", "chunk", "") is None
    assert ledger.entries[0].seen == 0


def test_a_removed_fault_strikes_no_more() -> None:
    ledger = Ledger()
    entry = ledger.add(fault(times=None))
    assert ledger.remove(entry.fault.id) is entry
    assert ledger.remove(entry.fault.id) is None
    assert ledger.strike("speech", "request", "") is None


@pytest.mark.parametrize(
    ("body", "param"),
    [
        pytest.param({}, "where", id="nothing"),
        pytest.param({**ONE, "where": "kitchen"}, "where", id="where"),
        pytest.param({**ONE, "event": "response.done"}, "event", id="an event of another place"),
        pytest.param({**ONE, "kind": "explode"}, "kind", id="kind"),
        pytest.param({**ONE, "event": "answer", "kind": "out_of_order"}, "kind", id="no kind for this event"),
        pytest.param({**ONE, "event": "answer", "kind": "junk"}, "kind", id="no kind for this place"),
        pytest.param({**ONE, "kind": "delay"}, "seconds", id="a delay of what"),
        pytest.param({**ONE, "seconds": -1}, "seconds", id="seconds"),
        pytest.param({**ONE, "nth": 0}, "nth", id="nth"),
        pytest.param({**ONE, "times": True}, "times", id="times"),
        pytest.param({**ONE, "status": 200}, "status", id="status"),
        pytest.param({**ONE, "contains": ""}, "contains", id="contains"),
        pytest.param({**ONE, "secs": 1}, "secs", id="a misspelt field"),
    ],
)
def test_a_mistake_names_its_field(body: dict[str, Any], param: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse(body, fault_id="any")
    assert refused.value.param == param


def test_every_event_of_every_place_can_fail() -> None:
    for where in PATHS.values():
        for event in events_of(where):
            for kind in kinds_of(where, event):
                body = {"where": where, "event": event, "kind": kind, "seconds": 1}
                assert parse(body, fault_id="any").kind == kind
