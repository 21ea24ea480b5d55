from uuid import uuid4

import pytest

from token_server.limits import StartLimits, address_source


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.mark.parametrize(
    ("host", "count_loopback", "source"),
    [
        pytest.param("203.0.113.7", False, "203.0.113.7", id="v4"),
        pytest.param(
            "2001:db8:1:2:3:4:5:6", False, "2001:0db8:0001:0002", id="v6: one household is one source"
        ),
        pytest.param("2001:db8:1:2:ffff::1", False, "2001:0db8:0001:0002", id="v6: another address of it"),
        pytest.param("::ffff:203.0.113.7", False, "203.0.113.7", id="v4 written as v6"),
        pytest.param("127.0.0.1", False, None, id="loopback in development"),
        pytest.param("::1", False, None, id="v6 loopback in development"),
        pytest.param("::ffff:127.0.0.1", False, None, id="v4 loopback written as v6"),
        pytest.param("127.0.0.1", True, "127.0.0.1", id="loopback in production"),
        pytest.param(None, True, None, id="no address: a unix socket"),
        pytest.param("testclient", True, "testclient", id="a name"),
    ],
)
def test_address_source(host: str | None, count_loopback: bool, source: str | None) -> None:
    assert address_source(host, count_loopback=count_loopback) == source


def test_a_learner_starts_so_many_lessons_in_an_hour_and_then_waits_for_the_first_to_be_an_hour_old() -> None:
    clock = Clock()
    limits = StartLimits(per_learner=2, per_address=100, monotonic=clock)
    learner = uuid4()
    assert limits.start(learner_id=learner, address="a") is None
    clock.seconds += 600
    assert limits.start(learner_id=learner, address="a") is None
    clock.seconds += 600
    assert limits.start(learner_id=learner, address="a") == pytest.approx(2400)
    assert limits.start(learner_id=uuid4(), address="a") is None
    clock.seconds += 2400
    assert limits.start(learner_id=learner, address="a") is None
    assert limits.start(learner_id=learner, address="a") == pytest.approx(600)


def test_guests_of_one_address_are_counted_together_and_a_refusal_counts_nothing() -> None:
    clock = Clock()
    limits = StartLimits(per_learner=1, per_address=2, monotonic=clock)
    assert limits.start(learner_id=None, address="a") is None
    assert limits.start(learner_id=None, address="a") is None
    learner = uuid4()
    assert limits.start(learner_id=learner, address="a") == pytest.approx(3600)
    assert limits.start(learner_id=learner, address="b") is None, "the refusal above counted for the learner"


def test_who_is_not_counted_starts_as_often_as_they_like() -> None:
    limits = StartLimits(per_learner=1, per_address=1, monotonic=Clock())
    assert [limits.start(learner_id=None, address=None) for _ in range(50)] == [None] * 50


def test_sources_of_long_ago_are_forgotten() -> None:
    clock = Clock()
    limits = StartLimits(per_learner=1, per_address=1, monotonic=clock)
    for number in range(10_000):
        limits.start(learner_id=None, address=str(number))
    clock.seconds += 3601
    limits.start(learner_id=None, address="new")
    assert len(limits._window._times) == 1
