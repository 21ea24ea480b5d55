"""What can be asked of storage. `storage.postgres` and `storage.memory` answer; both pass tests/storage.

Every call may raise `StorageUnavailableError`. "Now" is always the database's clock where times are compared
(leases, ages), so that two machines with different clocks agree. Calls that change a lesson that does not exist raise
`UnknownLessonError`; reading one gives None.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from contract.lesson import LessonSummary, Totals
from contract.scenario import Scenario
from contract.turn import StoredTurn
from contract.usage import Use
from contract.words import EndReason, Locale, Mode, Pace, Patience, Stage, Voice
from storage.records import (
    BuilderProgress,
    LearnerRecord,
    Lease,
    LessonRecord,
    NewLesson,
    OpenSitting,
    Recording,
    ReportDelivery,
    Sitting,
    StoredReport,
    StoredTranslation,
)

LEASE_SECONDS = 5.0  # a tutor that has not renewed for this long is dead (DESIGN.md, step 2)
RENEW_SECONDS = 2.0
HEARTBEAT_SECONDS = 6.0  # a worker that has not beaten for this long cannot serve
DELIVERY_CLAIM_SECONDS = (
    60.0  # a delivery handed out and never answered (its process died) is due again after this
)


class Learners(Protocol):
    async def ensure(self, learner_id: UUID, *, locale: Locale) -> None:
        """Make the guest if new; otherwise only note the activity."""
        ...

    async def exists(self, learner_id: UUID) -> bool: ...

    async def get(self, learner_id: UUID) -> LearnerRecord | None:
        """The learner, also one who is hidden for idleness and not purged yet."""
        ...

    async def delete(self, learner_id: UUID) -> None:
        """Remove the learner and every trace of their lessons."""
        ...

    async def purge_guests(self, *, idle_days: float, grace_days: float = 7.0) -> int:
        """Remove guests without activity for that long and no open lesson; how many.

        Removed is hidden (no longer found or listed); `grace_days` later every trace goes. Activity before that (the
        learner is back, a turn comes late from a journal) brings them back with all their lessons.
        """
        ...


class Lessons(Protocol):
    async def create(self, lesson: NewLesson) -> None:
        """Status `waiting`; stage `scenario` in mode build, else `roleplay`."""
        ...

    async def get(self, lesson_id: UUID) -> LessonRecord | None: ...

    async def list_for(
        self,
        learner_id: UUID,
        *,
        limit: int = 20,
        before: datetime | None = None,
        q: str | None = None,
        or_scenes: Collection[str] = (),
        or_unnamed: Collection[Mode] = (),
    ) -> tuple[list[LessonSummary], bool]:
        """Newest first by created_at, and whether there are more.

        `q` matches title, scenario and turn texts; `or_scenes` are ids of ready-made scenes that match it as well (the
        catalogue has titles in two languages, a lesson has one), `or_unnamed` modes whose lessons match where nothing of
        their scene is known (pages have a name of their own for those).
        """
        ...

    async def last_of(self, learner_id: UUID) -> LessonSummary | None:
        """The lesson to go on with: the open one, else the one that ended last. One that waits for its tutor, or has
        ended, is meant only if something was said in it.
        """
        ...

    async def totals_of(self, learner_id: UUID) -> Totals:
        """Over all that `list_for` lists."""
        ...

    async def ids_of(self, learner_id: UUID) -> list[UUID]:
        """All the learner's lessons, newest first, also those of a learner who is hidden for idleness."""
        ...

    async def open_of(self, learner_id: UUID) -> list[LessonRecord]:
        """The learner's lessons that are waiting or running."""
        ...

    async def stranded(self, *, older_seconds: float) -> list[UUID]:
        """Lessons not ended, without activity for that long, that have no open sitting: a crash came between."""
        ...

    async def start(self, lesson_id: UUID, *, at: datetime) -> None:
        """Status `running`; `started_at` is kept if the lesson had started before. An ended lesson stays ended."""
        ...

    async def reopen(self, lesson_id: UUID) -> None:
        """Continue another day: status `waiting`, stage as `create` would give it (roleplay once the builder is done)."""
        ...

    async def set_stage(self, lesson_id: UUID, stage: Stage) -> None:
        """An ended lesson stays ended, and `ended` is for `end` to set: both change nothing."""
        ...

    async def set_scenario(
        self,
        lesson_id: UUID,
        scenario: Scenario,
        *,
        builder: BuilderProgress,
        title: str | None = None,
        revision: int | None = None,
    ) -> None:
        """Store the scene and how far the builder is; stage `roleplay` once `builder.completed`.

        With a `revision`, nothing changes unless it is higher than the last one stored: a journal may bring an old
        scene when a later job has long stored a newer one. None always stores.
        """
        ...

    async def set_choices(
        self,
        lesson_id: UUID,
        *,
        voice: Voice | None = None,
        patience: Patience | None = None,
        pace: Pace | None = None,
    ) -> None:
        """What the learner changed in the lesson; None leaves a value."""
        ...

    async def end(
        self, lesson_id: UUID, *, reason: EndReason, at: datetime, sitting_id: UUID | None = None
    ) -> bool:
        """Close the lesson and its open sitting, release the lease. False (and no change) if already ended.

        With a `sitting_id`, also False unless that is the open sitting: an end that comes late from a journal must not
        close a lesson that the learner has continued since.
        """
        ...

    async def delete(self, lesson_id: UUID) -> None:
        """Remove the lesson, its sittings, turns, report and deliveries. Unknown is no error."""
        ...


class Sittings(Protocol):
    async def create(self, sitting: Sitting) -> None:
        """Raises LessonEndedError (reopen first) and SittingExistsError (one is open, or id or room is taken)."""
        ...

    async def replace(self, sitting_id: UUID, *, by: Sitting) -> None:
        """End that sitting and open `by`, in one step; the lesson goes on.

        Raises as `create` does, and SittingExistsError when the lesson's open sitting is another one by now.
        """
        ...

    async def current(self, lesson_id: UUID) -> Sitting | None:
        """The one not ended."""
        ...

    async def of_lesson(self, lesson_id: UUID) -> list[Sitting]:
        """All of them, oldest first."""
        ...

    async def of_room(self, room_name: str) -> Sitting | None: ...

    async def learner_joined(self, sitting_id: UUID) -> None:
        """joined_at now (kept if set), left_at cleared; counts as activity of the lesson."""
        ...

    async def learner_left(self, sitting_id: UUID) -> None:
        """left_at now."""
        ...

    async def dispatched(self, sitting_id: UUID, *, seen: int) -> bool:
        """Take the right to send for a tutor again: dispatched_at now, dispatches + 1.

        False, and no change, if `dispatches` is no longer `seen` (another watcher was quicker) or the sitting ended.
        """
        ...

    async def open(self) -> list[OpenSitting]:
        """All sittings not ended, of lessons not ended."""
        ...


class Leases(Protocol):
    async def claim(self, lesson_id: UUID, *, job_id: str) -> Lease | None:
        """Compare-and-swap: the lease if it was free, dead or already this job's; None if another job lives or the
        lesson has ended. Each new claim raises the epoch by 1 (1 for the first); the same job claiming again keeps it.
        """
        ...

    async def renew(self, lesson_id: UUID, *, job_id: str) -> bool:
        """Another LEASE_SECONDS. False if the lease is another job's, or the lesson ended or is gone."""
        ...

    async def release(self, lesson_id: UUID, *, job_id: str) -> None:
        """Give it back if it is this job's."""
        ...

    async def get(self, lesson_id: UUID) -> Lease | None: ...


class Turns(Protocol):
    async def save(self, turns: Sequence[StoredTurn]) -> None:
        """Store turns in one transaction; a turn_id already there is left as it is. Counts as activity.

        A turn whose seq another turn of the lesson has gets the next free one after it: a job that took over has
        numbered its own turns while this one waited in a journal. Raises UnknownLessonError if the lesson is not there
        (deleted), UnknownSittingError if it has no such sitting, storing nothing.
        """
        ...

    async def of_lesson(self, lesson_id: UUID) -> list[StoredTurn]:
        """In order of seq."""
        ...

    async def get(self, turn_id: UUID) -> StoredTurn | None: ...


class Translations(Protocol):
    """Lines in the other language, kept with their turn: each is asked of a model once, and goes when its turn goes."""

    async def get(self, turn_id: UUID, language: Locale) -> str | None: ...

    async def put(self, turn_id: UUID, language: Locale, text: str) -> None:
        """Keep the first that comes; a turn that is not stored (yet, or any more) has none, which is no error."""
        ...

    async def of_lesson(self, lesson_id: UUID) -> list[StoredTranslation]:
        """In order of the turns."""
        ...


class Recordings(Protocol):
    """How a learner's voice messages sounded, each with its turn: it goes when its turn goes."""

    async def put(self, turn_id: UUID, recording: Recording) -> None:
        """Keep the first that comes; a turn that is not stored (yet, or any more) has none, which is no error."""
        ...

    async def get(self, turn_id: UUID) -> Recording | None: ...

    async def of_lesson(self, lesson_id: UUID) -> list[UUID]:
        """The turns that have one, in their order."""
        ...


class Usage(Protocol):
    """What each job of a lesson has used of each model so far, by purpose. A lesson that is gone is no error."""

    async def put(self, lesson_id: UUID, job_id: str, uses: Sequence[Use]) -> None:
        """In place of what the job wrote before of the same purpose, part and model."""
        ...

    async def add(self, lesson_id: UUID, job_id: str, uses: Sequence[Use]) -> None:
        """To what the job wrote before; not for a second try, which would count twice."""
        ...

    async def of_lesson(self, lesson_id: UUID) -> list[Use]:
        """Of all its jobs."""
        ...


class Reports(Protocol):
    async def save(self, report: StoredReport) -> None:
        """Store or replace."""
        ...

    async def get(self, lesson_id: UUID) -> StoredReport | None: ...

    async def missing(self) -> list[UUID]:
        """Ended lessons without a report, or whose report does not cover their last end, turn or scene."""
        ...

    async def enqueue_delivery(self, lesson_id: UUID) -> None:
        """Queue the report for the webhook; one delivery per lesson and end, none for a lesson that is open."""
        ...

    async def undelivered(self, *, newer_seconds: float) -> list[UUID]:
        """Lessons that ended no longer ago than that, whose report is stored and was never queued for this end."""
        ...

    async def due_deliveries(self, *, limit: int = 10) -> list[ReportDelivery]:
        """Deliveries whose time has come, oldest first. Each is handed to one caller, who answers with `delivered` or
        `delivery_failed`; without an answer it is due again after DELIVERY_CLAIM_SECONDS.
        """
        ...

    async def delivered(self, delivery_id: UUID) -> None: ...

    async def delivery_failed(self, delivery_id: UUID, *, retry_in_seconds: float | None) -> None:
        """Count the attempt; None gives up."""
        ...


class Workers(Protocol):
    async def beat(self, worker_id: str, *, has_room: bool, running_lessons: int) -> None:
        """The worker is registered with LiveKit; `has_room` when it could take one more lesson now."""
        ...

    async def remove(self, worker_id: str) -> None: ...

    async def alive(self) -> list[str]:
        """Ids of workers whose beat is younger than HEARTBEAT_SECONDS and which have room."""
        ...


class Storage(Protocol):
    """All repositories over one connection pool."""

    @property
    def learners(self) -> Learners: ...
    @property
    def lessons(self) -> Lessons: ...
    @property
    def sittings(self) -> Sittings: ...
    @property
    def leases(self) -> Leases: ...
    @property
    def turns(self) -> Turns: ...
    @property
    def translations(self) -> Translations: ...
    @property
    def recordings(self) -> Recordings: ...
    @property
    def usage(self) -> Usage: ...
    @property
    def reports(self) -> Reports: ...
    @property
    def workers(self) -> Workers: ...

    async def ping(self) -> None:
        """Raises StorageUnavailableError unless the database answers."""
        ...

    async def aclose(self) -> None: ...
