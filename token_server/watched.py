"""What the watch remembers of one open sitting between two looks; times are monotonic seconds."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from uuid import UUID

from contract.words import NoticeCode
from storage.records import Lease, OpenSitting
from token_server.rooms import Dispatch, Occupants
from token_server.watch import Facts, TutorState

POLL_SECONDS = 1.0
_AGENT_PREFIX = "agent-"  # livekit-agents calls a job's participant so
HEALTHY_POLL_SECONDS = 5.0  # learner and tutor are there: the tutor itself watches the learner


@dataclass(kw_only=True)
class Watched:
    occupants: Occupants | None = None  # None: not known
    here_since: float | None = None
    alone_since: float | None = None
    told: set[NoticeCode] = field(default_factory=set)
    polled_at: float | None = None  # None: at once
    worker_was_free: bool = False  # when a tutor was sent for
    free_since_sent: frozenset[str] = frozenset()  # workers that were free then and ever since
    new_worker: bool = False

    def saw_workers(self, free: AbstractSet[str]) -> None:
        """Note who is free. A worker that was full, or away, when a tutor was sent for is a new one."""
        if self.here_since is None:  # the token sends for a tutor when the learner comes in
            self.sent_for_tutor(free)
        self.new_worker = bool(free - self.free_since_sent)
        self.free_since_sent &= frozenset(free)

    def sent_for_tutor(self, free: AbstractSet[str]) -> None:
        self.worker_was_free = bool(free)
        self.free_since_sent = frozenset(free)
        self.new_worker = False

    def poll_is_due(self, tutor: TutorState, *, at: float) -> bool:
        healthy = tutor == "alive" and self.here_since is not None
        wait = HEALTHY_POLL_SECONDS if healthy else POLL_SECONDS
        return self.polled_at is None or at - self.polled_at >= wait

    def saw(self, occupants: Occupants | None, *, at: float) -> None:
        """Note who is in the room, or that LiveKit did not say."""
        self.occupants = occupants
        self.polled_at = at
        if occupants is not None:
            if not occupants.learner:
                self.here_since = None
            elif self.here_since is None:
                self.here_since = at

    def judged(self, tutor: TutorState, *, at: float) -> None:
        """Note whether the learner is alone."""
        if tutor == "alive" or self.here_since is None:
            self.alone_since = None
            self.told.clear()
        elif self.alone_since is None:
            self.alone_since = at

    def facts(
        self, item: OpenSitting, *, at: float, candidates: int | None = None, unlisted: bool = False
    ) -> Facts:
        here = at - self.here_since if self.here_since is not None else 0.0
        sent_again = item.sitting.dispatches > 1
        if item.lease is not None and item.lease.seconds_left <= 0:
            # A tutor sent for before this one died was the one that died.
            sent_again = item.seconds_since_dispatched < -item.lease.seconds_left
        return Facts(
            tutor=tutor_state(item.lease),
            present=self.occupants.learner if self.occupants is not None else None,
            since_created=item.seconds_since_created,
            since_joined=item.seconds_since_joined,
            since_left=item.seconds_since_left,
            since_activity=item.seconds_since_activity,
            since_sent_for=min(here, item.seconds_since_dispatched) if item.sitting.dispatches > 1 else here,
            sent_again=sent_again,
            here=here,
            alone=at - self.alone_since if self.alone_since is not None else 0.0,
            candidates=candidates,
            unlisted=unlisted,
            worker_was_free=self.worker_was_free,
            new_worker=self.new_worker,
            told=frozenset(self.told),
        )


def candidates_of(item: OpenSitting, occupants: Occupants, dispatches: Sequence[Dispatch]) -> int:
    """Jobs that may yet claim the lesson: LiveKit's list and the agents in the room, for the list may lag behind.

    The dead tutor's job, which LiveKit takes for running, is none.
    """
    jobs = {job_id for dispatch in dispatches for job_id in dispatch.job_ids}
    jobs |= {identity.removeprefix(_AGENT_PREFIX) for identity in occupants.tutors}
    if item.lease is not None:
        jobs.discard(item.lease.job_id)
    return len(jobs)


def superseded(open_sittings: Sequence[OpenSitting]) -> set[UUID]:
    """Sittings of learners who have begun a newer one: two starts at two token servers in the same moment."""
    newest: dict[UUID, OpenSitting] = {}
    for item in sorted(open_sittings, key=lambda item: item.seconds_since_created, reverse=True):
        newest[item.lesson.learner_id] = item
    return {item.sitting.sitting_id for item in open_sittings if newest[item.lesson.learner_id] is not item}


def tutor_state(lease: Lease | None) -> TutorState:
    if lease is None:
        return "none"
    return "alive" if lease.seconds_left > 0 else "dead"
