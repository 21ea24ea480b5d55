"""Whether a lesson needs a tutor, an end, or a word to its learner: decided from facts, without a clock or a room.

The lease decides whether there is a tutor. LiveKit cannot: a dead tutor stays a participant for about 20 s, its job
looks like running, and a dispatch that found no worker is never tried again. Nor does LiveKit show at once that it
found one: for 5 s it asks all its nodes for workers, and lists a job only afterwards, even one long assigned
(livekit-server 1.13.5; tests/token_server/test_rooms.py notices when that changes).
"""

from dataclasses import dataclass
from typing import Final, Literal

from contract.words import EndReason, NoticeCode
from token_server.tokens import TOKEN_SECONDS

TutorState = Literal["none", "alive", "dead"]
TutorStep = Literal["leave", "look", "replace"]

FIRST_LOOK_SECONDS: Final = 3.0  # a tutor is in the room 0.1 to 0.3 s after the join when a process is ready
LISTED_SECONDS: Final = 6.0  # after this a dispatch without a job is lost
CLAIM_SECONDS: Final = (
    20.0  # what a job may take to claim the lease: a cold process on a busy machine needs 12 s
)
RETRY_SECONDS: Final = 10.0
NEW_WORKER_SECONDS: Final = 1.0  # one that has just become free is tried sooner
BUSY_SECONDS: Final = 20.0
NEVER_JOINED_SECONDS: Final = TOKEN_SECONDS + 30.0
JOB_GRACE_SECONDS: Final = 10.0  # a living tutor ends its lesson itself; this much later it is done for it
TIME_GRACE_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One open sitting. All times in seconds until now; None where it has not happened."""

    tutor: TutorState  # by the lease
    present: bool | None  # the learner is in the room; None: LiveKit does not say
    since_created: float
    since_joined: float | None  # the first time
    since_left: float | None  # None while present
    since_activity: float
    since_sent_for: float  # a tutor, the last time; for the first one: since the learner came in
    sent_again: bool  # since the last tutor was lost, or since the start when none ever came
    here: float  # since the learner came in, the last time
    alone: float  # how much of it without a tutor
    candidates: int | None = None  # jobs that may yet become the tutor; None: not looked
    unlisted: bool = False  # a dispatch shows no job at all: it is lost, or its job is not listed yet
    worker_was_free: bool = False  # when a tutor was sent for
    new_worker: bool = False  # one became free after that
    told: frozenset[NoticeCode] = frozenset()  # since the learner is alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    return_seconds: float
    idle_seconds: float
    lesson_seconds: float


def end_reason(facts: Facts, limits: Limits) -> EndReason | None:
    """Why the lesson is over; None while it goes on."""
    if facts.since_joined is None:
        return "left" if facts.since_created >= NEVER_JOINED_SECONDS else None
    lost: EndReason | None = "worker_lost" if facts.tutor == "dead" else None
    if facts.since_left is not None and facts.present is not True:
        grace = JOB_GRACE_SECONDS if facts.tutor == "alive" else 0.0
        if facts.since_left >= limits.return_seconds + grace:
            return lost or "left"
    if facts.since_joined >= limits.lesson_seconds + TIME_GRACE_SECONDS:
        return "time"
    return (lost or "idle") if facts.since_activity >= limits.idle_seconds else None


def exchange_end_reason(*, since_activity: float, limits: Limits) -> EndReason | None:
    """The same of a lesson by messages, which waits as long as a silent one in a room does."""
    return "idle" if since_activity >= limits.idle_seconds else None


def tutor_step(facts: Facts) -> TutorStep:
    """`look`: ask LiveKit for candidates, then decide again; `replace`: send for one, and withdraw what is there."""
    if facts.present is not True or facts.tutor == "alive" or facts.here < FIRST_LOOK_SECONDS:
        return "leave"
    if facts.candidates is None:
        return "look"
    if facts.candidates:
        return "replace" if facts.since_sent_for >= CLAIM_SECONDS else "leave"
    if facts.unlisted and facts.worker_was_free and facts.since_sent_for < LISTED_SECONDS:
        return "leave"
    if not facts.sent_again or facts.since_sent_for >= RETRY_SECONDS:
        return "replace"
    return "replace" if facts.new_worker and facts.since_sent_for >= NEW_WORKER_SECONDS else "leave"


def notice(facts: Facts) -> NoticeCode | None:
    """What a learner without a tutor is told next."""
    if facts.present is not True or facts.tutor == "alive":
        return None
    if facts.alone >= BUSY_SECONDS:
        return None if "tutor_busy" in facts.told else "tutor_busy"
    waits = facts.tutor == "dead" or facts.alone >= FIRST_LOOK_SECONDS
    return "tutor_waiting" if waits and "tutor_waiting" not in facts.told else None
