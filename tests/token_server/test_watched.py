from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from storage.records import Lease, OpenSitting
from tests.token_server.test_tokens import a_lesson, a_sitting
from token_server.rooms import Dispatch, Occupants
from token_server.watched import Watched, candidates_of, superseded

HERE = Occupants(learner=True)
GONE = Occupants()


def open_sitting(
    *,
    lease: Lease | None = None,
    dispatches: int = 1,
    since_dispatched: float = 30.0,
    learner_id: UUID | None = None,
    since_created: float = 35.0,
) -> OpenSitting:
    lesson = a_lesson() if learner_id is None else replace(a_lesson(), learner_id=learner_id)
    return OpenSitting(
        sitting=replace(a_sitting(lesson), dispatches=dispatches),
        lesson=lesson,
        lease=lease,
        seconds_since_joined=30.0,
        seconds_since_left=None,
        seconds_since_created=since_created,
        seconds_since_dispatched=since_dispatched,
        seconds_since_activity=2.0,
    )


def lease(seconds_left: float) -> Lease:
    return Lease(job_id="AJ_old", epoch=1, seconds_left=seconds_left)


@pytest.mark.parametrize(
    ("held", "tutors", "dispatched", "candidates"),
    [
        pytest.param(None, (), [], 0, id="nobody"),
        pytest.param(None, (), [()], 0, id="a dispatch without a job is lost"),
        pytest.param(None, (), [("AJ_1",)], 1, id="a job"),
        pytest.param(None, ("agent-AJ_1",), [("AJ_1",)], 1, id="a job and its participant are one"),
        pytest.param(
            None, ("agent-AJ_1",), [()], 1, id="a participant that LiveKit's list does not know yet"
        ),
        pytest.param(None, ("agent-AJ_1",), [("AJ_2",)], 2, id="two"),
        pytest.param(lease(-1), ("agent-AJ_old",), [("AJ_old",)], 0, id="the dead one that lingers"),
        pytest.param(
            lease(-1), ("agent-AJ_old",), [("AJ_old", "AJ_new")], 1, id="the dead one and a new one"
        ),
    ],
)
def test_candidates(
    held: Lease | None, tutors: tuple[str, ...], dispatched: list[tuple[str, ...]], candidates: int
) -> None:
    dispatches = [Dispatch(dispatch_id=str(n), job_ids=jobs) for n, jobs in enumerate(dispatched)]
    occupants = Occupants(learner=True, tutors=tutors)
    assert candidates_of(open_sitting(lease=held), occupants, dispatches) == candidates


@pytest.mark.parametrize(
    ("item", "sent_again", "since_sent_for"),
    [
        pytest.param(open_sitting(), False, 8.0, id="by the token: since the learner came in"),
        pytest.param(open_sitting(dispatches=2, since_dispatched=5.0), True, 5.0, id="again, by the watch"),
        pytest.param(
            open_sitting(dispatches=2, since_dispatched=50.0),
            True,
            8.0,
            id="again, before the learner came back",
        ),
        pytest.param(
            open_sitting(lease=lease(-2), dispatches=2, since_dispatched=5.0),
            False,
            5.0,
            id="the one sent for has lived and died",
        ),
        pytest.param(
            open_sitting(lease=lease(-9), dispatches=2, since_dispatched=5.0), True, 5.0, id="since the death"
        ),
    ],
)
def test_when_a_tutor_was_sent_for(item: OpenSitting, sent_again: bool, since_sent_for: float) -> None:
    watched = Watched()
    watched.saw(HERE, at=100.0)
    found = watched.facts(item, candidates=0, at=108.0)
    assert (found.sent_again, found.since_sent_for) == (sent_again, since_sent_for)


def test_a_learner_is_alone_from_the_tutors_death_until_the_next_one_lives() -> None:
    watched = Watched()
    watched.saw(HERE, at=100.0)
    watched.judged("alive", at=130.0)
    assert watched.facts(open_sitting(), at=130.0).alone == 0.0
    watched.judged("dead", at=131.0)
    watched.told.add("tutor_waiting")
    watched.judged("dead", at=135.0)
    assert watched.facts(open_sitting(), at=135.0).alone == 4.0
    watched.judged("alive", at=136.0)
    assert (watched.alone_since, watched.told) == (None, set())


def test_coming_back_begins_anew_and_not_knowing_changes_nothing() -> None:
    watched = Watched()
    assert watched.facts(open_sitting(), at=99.0).present is None
    watched.saw(HERE, at=100.0)
    watched.saw(None, at=103.0)
    assert watched.facts(open_sitting(), at=103.0).here == 3.0
    watched.saw(GONE, at=104.0)
    watched.judged("none", at=104.0)
    assert (watched.here_since, watched.alone_since) == (None, None)
    watched.saw(HERE, at=110.0)
    assert watched.facts(open_sitting(), at=111.0).here == 1.0


def test_rooms_are_looked_into_every_second_and_healthy_ones_every_five() -> None:
    watched = Watched()
    assert watched.poll_is_due("none", at=100.0), "at once"
    watched.saw(GONE, at=100.0)
    assert [watched.poll_is_due("alive", at=at) for at in (100.9, 101.0)] == [False, True]
    watched.saw(HERE, at=101.0)
    assert [watched.poll_is_due("alive", at=at) for at in (102.0, 105.9, 106.0)] == [False, False, True]
    assert watched.poll_is_due("dead", at=102.0)


def test_a_worker_is_new_if_it_was_not_free_all_the_time_since_a_tutor_was_sent_for() -> None:
    watched = Watched()

    def is_new(*free: str) -> bool:
        watched.saw_workers(set(free))
        return watched.new_worker

    assert [is_new("a"), is_new("a", "b")] == [False, False], "nobody was sent for yet"
    watched.saw(HERE, at=100.0)
    assert [is_new("a", "b"), is_new("a", "b", "c"), is_new("a", "b", "c")] == [False, True, True]
    watched.sent_for_tutor({"a", "b"})
    assert [is_new("a", "b"), is_new("b")] == [False, False]
    assert is_new("a", "b"), "a was full, or away, and is back"


@pytest.mark.parametrize(("free", "was_free"), [({"a"}, True), (set[str](), False)], ids=["one", "none"])
def test_whether_a_worker_was_free_is_judged_when_the_learner_came(free: set[str], was_free: bool) -> None:
    watched = Watched()
    watched.saw_workers({"b"} - free)
    watched.saw_workers(free)
    watched.saw(HERE, at=100.0)
    watched.saw_workers({"a", "b"})
    assert watched.facts(open_sitting(), at=101.0).worker_was_free is was_free


def test_of_two_open_sittings_of_a_learner_the_newer_one_counts() -> None:
    learner = uuid4()
    older = open_sitting(learner_id=learner, since_created=9.0)
    newer = open_sitting(learner_id=learner, since_created=8.0)
    other = open_sitting(since_created=50.0)
    assert superseded([newer, other, older]) == {older.sitting.sitting_id}
    assert superseded([]) == set()
