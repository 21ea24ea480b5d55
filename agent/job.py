"""One job is one sitting, from join to end: reads the plan, takes the lease, wires the sitting, closes it.

A job that may not teach leaves without a word: no plan, an ended lesson, a lease that is another tutor's. Whatever goes
wrong on the way in, the learner is told before the job leaves: an exception in an entry point is silent for them.
"""

import logging
from datetime import UTC, datetime

from livekit.agents import AutoSubscribe, JobContext
from pydantic import ValidationError

from agent.lease import KeptLease
from agent.link import Link
from agent.settings import agent_settings
from agent.sitting import Sitting
from contract.plan import LessonPlan
from contract.words import NoticeCode
from storage.errors import StorageUnavailableError
from storage.postgres import open_storage
from storage.repositories import Storage

logger = logging.getLogger(__name__)

_SITTING = "sitting"  # where the entry point leaves its sitting for the end


async def sit(ctx: JobContext) -> None:
    """LiveKit's entry point."""
    try:
        plan = LessonPlan.model_validate_json(ctx.job.metadata or "{}")
    except ValidationError as error:
        logger.error(
            "the job has no valid plan", extra={"job_id": ctx.job.id, "problems": error.error_count()}
        )
        await _tell_everyone(ctx, "engine_failed")
        ctx.shutdown("no plan")
        return
    ctx.log_context_fields = {"lesson_id": str(plan.lesson_id), "job_id": ctx.job.id}
    # A lesson asks for little at once; twenty of them share one Postgres.
    storage = await open_storage(agent_settings().database_url, pool_size=3)
    try:
        sitting = await _take_over(ctx, plan, storage)
        if sitting is None:
            await storage.aclose()
            ctx.shutdown("not ours")
            return
        ctx.proc.userdata[_SITTING] = sitting
        await sitting.start()
    except Exception as error:
        logger.exception("the sitting did not start", extra={"error": type(error).__name__})
        if (begun := ctx.proc.userdata.get(_SITTING)) is not None:
            begun.fail()
        else:
            await _tell_everyone(ctx, "engine_failed")
            await storage.aclose()
            ctx.shutdown("failed to start")


async def leave(ctx: JobContext) -> None:
    """LiveKit's end of session: the room is still there, the session is closed. Not called after SIGKILL."""
    sitting: Sitting | None = ctx.proc.userdata.pop(_SITTING, None)
    if sitting is not None:
        await sitting.finish()


async def _take_over(ctx: JobContext, plan: LessonPlan, storage: Storage) -> Sitting | None:
    """Claim the lease, then join the room. None if this job must not teach."""
    lesson = await storage.lessons.get(plan.lesson_id)
    if lesson is None or lesson.status == "ended":
        logger.info("the lesson is gone or has ended")
        return None
    sitting_row = await storage.sittings.current(plan.lesson_id)
    if sitting_row is None or sitting_row.sitting_id != plan.sitting_id:
        logger.info("the plan is of an earlier sitting")
        return None
    kept = KeptLease(
        storage.leases,
        lesson_id=plan.lesson_id,
        job_id=ctx.job.id,
        on_lost=lambda: _on_lease_lost(ctx),
    )
    lease = await kept.claim()
    if lease is None:
        logger.info("another tutor has the lesson")
        return None
    # All that a learner can publish is a microphone (token), and LiveKit's own subscribing survives its restart;
    # AUDIO_ONLY is done by the client, which does not hear of the track again (livekit 1.1.21).
    await ctx.connect(auto_subscribe=AutoSubscribe.SUBSCRIBE_ALL)
    if not await kept.still_mine():
        logger.info("the lease was lost on the way in")
        await kept.stop(release=False)
        return None
    earlier = await storage.turns.of_lesson(plan.lesson_id)
    # Read again: the scene may have been completed between the first look and the claim.
    lesson = await storage.lessons.get(plan.lesson_id) or lesson
    return Sitting(
        ctx=ctx,
        settings=agent_settings(),
        plan=plan,
        lesson=lesson,
        earlier=earlier,
        began=sitting_row.joined_at or sitting_row.created_at,
        storage=storage,
        lease=lease,
        kept_lease=kept,
        now=lambda: datetime.now(UTC),
    )


def _on_lease_lost(ctx: JobContext) -> None:
    sitting: Sitting | None = ctx.proc.userdata.get(_SITTING)
    if sitting is not None:
        sitting.lease_lost()
    else:
        ctx.shutdown("lease lost")


async def _tell_everyone(ctx: JobContext, code: NoticeCode) -> None:
    """A notice to all learners in the room, where there is no sitting to tell it."""
    try:
        if not ctx.room.isconnected():
            await ctx.connect(auto_subscribe=AutoSubscribe.SUBSCRIBE_NONE)
        for identity in list(ctx.room.remote_participants):
            link = Link(ctx.room, learner_identity=identity, now=lambda: datetime.now(UTC))
            link.start()
            link.notice(code)
            await link.flush()
            await link.aclose()
    except (StorageUnavailableError, OSError, RuntimeError) as error:
        logger.warning("the learner could not be told", extra={"error": type(error).__name__})
