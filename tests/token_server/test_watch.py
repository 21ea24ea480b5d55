"""The rules of the watch, as tables: each row changes what matters of one ordinary situation."""

from typing import Any

import pytest

from token_server.trust import LeaseTrust
from token_server.watch import Facts, Limits, end_reason, notice, tutor_step

LIMITS = Limits(return_seconds=60, idle_seconds=1800, lesson_seconds=1800)


def facts(**given: Any) -> Facts:
    """A learner who joined a minute ago and talks to a living tutor."""
    values: dict[str, Any] = {
        "tutor": "alive",
        "present": True,
        "since_created": 65.0,
        "since_joined": 60.0,
        "since_left": None,
        "since_activity": 4.0,
        "since_sent_for": 60.0,
        "sent_again": False,
        "here": 60.0,
        "alone": 0.0,
    }
    return Facts(**values | given)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param({}, None, id="it goes on"),
        pytest.param(
            {"since_joined": None, "present": False, "since_created": 629}, None, id="not joined yet"
        ),
        pytest.param(
            {"since_joined": None, "present": False, "since_created": 630}, "left", id="the token is dead"
        ),
        pytest.param({"present": False, "since_left": 59.9, "tutor": "none"}, None, id="gone for 59.9 s"),
        pytest.param({"present": False, "since_left": 60.0, "tutor": "none"}, "left", id="gone for 60 s"),
        pytest.param({"present": False, "since_left": 69.9}, None, id="its tutor ends it itself"),
        pytest.param({"present": False, "since_left": 70.0}, "left", id="its tutor did not"),
        pytest.param(
            {"present": False, "since_left": 60.0, "tutor": "dead"},
            "worker_lost",
            id="gone, and the tutor dead",
        ),
        pytest.param({"present": False, "since_left": 59.0, "tutor": "dead"}, None, id="may still come back"),
        pytest.param({"since_left": 300.0, "tutor": "none"}, None, id="back, the row does not know yet"),
        pytest.param({"present": None, "since_left": 80.0}, "left", id="gone, LiveKit away"),
        pytest.param({"present": None}, None, id="was there, LiveKit away"),
        pytest.param({"since_activity": 1799.0}, None, id="silent for 29:59"),
        pytest.param({"since_activity": 1800.0}, "idle", id="silent for 30 min"),
        pytest.param({"since_activity": 1800.0, "tutor": "none"}, "idle", id="silent, no tutor ever came"),
        pytest.param({"since_activity": 1800.0, "tutor": "dead"}, "worker_lost", id="waited 30 min in vain"),
        pytest.param({"since_activity": 1800.0, "present": None}, "idle", id="silent, LiveKit away"),
        pytest.param({"since_joined": 1919.0}, None, id="over its time, the tutor says goodbye"),
        pytest.param({"since_joined": 1920.0}, "time", id="over its time, nobody ended it"),
    ],
)
def test_end_reason(given: dict[str, Any], reason: str | None) -> None:
    assert end_reason(facts(**given), LIMITS) == reason


NEVER_CAME: dict[str, Any] = {"tutor": "none", "here": 3.0, "since_sent_for": 3.0, "alone": 3.0}
DIED: dict[str, Any] = {"tutor": "dead", "alone": 0.1}


@pytest.mark.parametrize(
    ("given", "step"),
    [
        pytest.param({}, "leave", id="a tutor lives"),
        pytest.param(NEVER_CAME | {"here": 2.9}, "leave", id="2.9 s after the join"),
        pytest.param(NEVER_CAME, "look", id="3 s after the join"),
        pytest.param(NEVER_CAME | {"present": False}, "leave", id="the learner is gone"),
        pytest.param(NEVER_CAME | {"present": None}, "leave", id="LiveKit does not say"),
        pytest.param(NEVER_CAME | {"candidates": 0, "unlisted": True}, "replace", id="no worker was free"),
        pytest.param(NEVER_CAME | {"candidates": 0}, "replace", id="no dispatch at all"),
        pytest.param(
            NEVER_CAME | {"candidates": 0, "unlisted": True, "worker_was_free": True},
            "leave",
            id="a worker was free: its job may not be listed yet",
        ),
        pytest.param(
            NEVER_CAME
            | {
                "candidates": 0,
                "unlisted": True,
                "worker_was_free": True,
                "here": 6.0,
                "since_sent_for": 6.0,
            },
            "replace",
            id="a worker was free, and no job is listed after 6 s",
        ),
        pytest.param(NEVER_CAME | {"candidates": 1}, "leave", id="a job is starting"),
        pytest.param(
            NEVER_CAME | {"candidates": 1, "here": 19.9, "since_sent_for": 19.9}, "leave", id="it has 20 s"
        ),
        pytest.param(
            NEVER_CAME | {"candidates": 1, "here": 20.0, "since_sent_for": 20.0}, "replace", id="it had 20 s"
        ),
        pytest.param(
            NEVER_CAME | {"candidates": 0, "sent_again": True, "here": 12.9, "since_sent_for": 9.9},
            "leave",
            id="sent for again 9.9 s ago",
        ),
        pytest.param(
            NEVER_CAME | {"candidates": 0, "sent_again": True, "here": 13.0, "since_sent_for": 10.0},
            "replace",
            id="sent for again 10 s ago",
        ),
        pytest.param(
            NEVER_CAME | {"candidates": 0, "sent_again": True, "since_sent_for": 1.0, "new_worker": True},
            "replace",
            id="a worker became free meanwhile",
        ),
        pytest.param(
            NEVER_CAME | {"candidates": 0, "sent_again": True, "since_sent_for": 0.9, "new_worker": True},
            "leave",
            id="a worker became free, LiveKit still asks it",
        ),
        pytest.param(
            NEVER_CAME | {"candidates": 1, "sent_again": True, "since_sent_for": 9.0, "new_worker": True},
            "leave",
            id="a worker became free, and one is starting already",
        ),
        pytest.param(DIED, "look", id="the tutor died"),
        pytest.param(DIED | {"candidates": 0}, "replace", id="the tutor died, nobody was sent"),
        pytest.param(
            DIED
            | {
                "candidates": 0,
                "unlisted": True,
                "worker_was_free": True,
                "since_sent_for": 3.0,
                "here": 3.0,
            },
            "leave",
            id="died; the room is new, and so is its dispatch",
        ),
        pytest.param(
            DIED
            | {
                "candidates": 0,
                "unlisted": True,
                "worker_was_free": True,
                "sent_again": True,
                "since_sent_for": 5.0,
                "new_worker": True,
            },
            "leave",
            id="died, was sent for 5 s ago; whoever was free may be coming",
        ),
        pytest.param(DIED | {"candidates": 0, "here": 1.0}, "leave", id="died; the learner is just back"),
        pytest.param(
            DIED | {"candidates": 1, "since_sent_for": 4.0}, "leave", id="died, a fresh job came with a token"
        ),
        pytest.param(
            DIED | {"candidates": 0, "sent_again": True, "since_sent_for": 5.0},
            "leave",
            id="died, was sent for",
        ),
        pytest.param(
            DIED | {"candidates": 0, "sent_again": True, "since_sent_for": 10.0},
            "replace",
            id="and did not come",
        ),
        pytest.param(
            DIED | {"candidates": 1, "sent_again": True, "since_sent_for": 20.0},
            "replace",
            id="came, did not claim",
        ),
    ],
)
def test_tutor_step(given: dict[str, Any], step: str) -> None:
    assert tutor_step(facts(**given)) == step


@pytest.mark.parametrize(
    ("given", "code"),
    [
        pytest.param({}, None, id="nothing to say"),
        pytest.param(NEVER_CAME | {"alone": 2.9}, None, id="a tutor may still come"),
        pytest.param(NEVER_CAME, "tutor_waiting", id="none after 3 s"),
        pytest.param(NEVER_CAME | {"told": frozenset({"tutor_waiting"})}, None, id="said once"),
        pytest.param(DIED, "tutor_waiting", id="died: at once"),
        pytest.param(DIED | {"present": False}, None, id="nobody there to tell"),
        pytest.param(DIED | {"present": None}, None, id="LiveKit away"),
        pytest.param(
            DIED | {"alone": 20.0, "told": frozenset({"tutor_waiting"})}, "tutor_busy", id="none after 20 s"
        ),
        pytest.param(DIED | {"alone": 20.0}, "tutor_busy", id="none after 20 s, waiting was not told"),
        pytest.param(
            DIED | {"alone": 99.0, "told": frozenset({"tutor_waiting", "tutor_busy"})}, None, id="all said"
        ),
        pytest.param(
            DIED | {"alone": 99.0, "told": frozenset({"tutor_busy"})}, None, id="busy is the last word"
        ),
    ],
)
def test_notice(given: dict[str, Any], code: str | None) -> None:
    assert notice(facts(**given)) == code


def test_leases_are_judged_six_seconds_after_the_first_good_read_of_a_series() -> None:
    trust = LeaseTrust()
    assert [trust.read(at=at) for at in (100.0, 103.0, 105.9, 106.0, 200.0)] == [
        False,
        False,
        False,
        True,
        True,
    ]
    trust.failed()
    assert [trust.read(at=at) for at in (201.0, 206.9, 207.0)] == [False, False, True]
    trust.failed()
    trust.failed()
    assert not trust.read(at=300.0)
