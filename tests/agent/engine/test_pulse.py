"""Whether an engine that says nothing is dead. Events as (second, side, kind); responses are called r."""

import pytest

from agent.engine.pulse import Pulse

Event = tuple[float, str, str]


@pytest.mark.parametrize(
    ("events", "silent"),
    [
        pytest.param([], 0.0, id="nothing was asked"),
        pytest.param([(1, "out", "input_audio_buffer.append")], 0.0, id="sound alone"),
        pytest.param([(1, "out", "response.create")], 9.0, id="an answer was asked for"),
        pytest.param([(1, "out", "session.update"), (2, "in", "session.updated")], 0.0, id="it confirmed"),
        pytest.param(
            [(1, "out", "response.create"), (2, "in", "response.created")], 8.0, id="it began an answer"
        ),
        pytest.param(
            [(2, "in", "response.created"), (5, "in", "response.output_audio.delta")], 5.0, id="it speaks"
        ),
        pytest.param([(2, "in", "response.created"), (5, "in", "response.done")], 0.0, id="it is done"),
        pytest.param(
            [(1, "out", "session.update"), (6, "out", "response.create")], 9.0, id="since the first question"
        ),
        pytest.param(
            [(1, "in", "session.created"), (6, "out", "response.create")], 4.0, id="not since before it"
        ),
        pytest.param(
            [(2, "in", "response.created"), (3, "out", "response.cancel"), (4, "in", "response.done")],
            0.0,
            id="stopped",
        ),
        pytest.param(
            [(1, "out", "session.update"), (2, "out", "response.create"), (3, "in", "session.updated")],
            7.0,
            id="it confirmed something earlier, and owes an answer",
        ),
        pytest.param(
            [(1, "out", "response.create"), (2, "in", "error")], 0.0, id="it said that it will not answer"
        ),
        pytest.param([(4, "in", "response.done"), (5, "out", "response.cancel")], 0.0, id="nothing to stop"),
    ],
)
def test_silence_is_counted_while_something_is_due(events: list[Event], silent: float) -> None:
    """At second 10."""
    pulse = Pulse()
    for at, side, kind in events:
        if side == "out":
            pulse.sent(kind, at)
        else:
            pulse.received(
                kind, at, response_id="r" if kind in ("response.created", "response.done") else None
            )
    assert pulse.silent_for(10.0) == silent
