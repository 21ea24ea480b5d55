"""The desk: lessons begin and continue here. Each opens a sitting with a room of its own and gives the way in."""

import asyncio
import dataclasses
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID, uuid4
from weakref import WeakValueDictionary

from contract.http import JoinResponse, StartLessonRequest
from contract.plan import learner_identity
from contract.scenario import CatalogueScenario
from contract.turn import StoredTurn
from contract.words import EngineKind
from storage.errors import LessonEndedError, SittingExistsError
from storage.records import LessonRecord, Sitting
from storage.repositories import Storage
from token_server.endings import Endings
from token_server.learners import LearnerSigner
from token_server.limits import StartLimits
from token_server.metrics import Metrics
from token_server.problems import Refusal
from token_server.starting import check_continuation, new_lesson, voice_to_continue_in
from token_server.tokens import RoomTokens, plan_of

logger = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OwnedTurn:
    turn: StoredTurn
    lesson: LessonRecord


@dataclasses.dataclass(frozen=True, kw_only=True)
class Desk:
    storage: Storage
    endings: Endings
    catalogue: Mapping[str, CatalogueScenario]
    signer: LearnerSigner
    tokens: RoomTokens
    limits: StartLimits
    metrics: Metrics
    browser_livekit_url: str
    default_engine: EngineKind
    now: Callable[[], datetime]
    # One start at a time for each learner, so that two clicks do not make two lessons.
    _starting: WeakValueDictionary[UUID, asyncio.Lock] = dataclasses.field(
        default_factory=WeakValueDictionary
    )

    async def start(
        self, request: StartLessonRequest, *, asker: UUID | None, address: str | None
    ) -> JoinResponse:
        """The way into a new lesson, or into the continued one; a guest is made for who is nobody yet.

        A running lesson of the learner ends. Raises Refusal.
        """
        learner_id = asker or uuid4()
        lock = self._starting.setdefault(learner_id, asyncio.Lock())
        async with lock:
            if request.continue_lesson_id is not None:
                lesson = await self.own_lesson(learner_id, request.continue_lesson_id)
                return await self._continue(lesson, request, address)
            wanted = new_lesson(
                request,
                lesson_id=uuid4(),
                learner_id=learner_id,
                catalogue=self.catalogue,
                default_engine=self.default_engine,
            )
            # A guest made just now has started nothing, and one more source to remember helps nobody.
            self._count_start(asker, address)
            await self.storage.learners.ensure(learner_id, locale=wanted.locale)
            await self._end_running(learner_id)
            await self.storage.lessons.create(wanted)
            return await self._open_sitting(await self.own_lesson(learner_id, wanted.lesson_id))

    async def join(self, lesson: LessonRecord) -> JoinResponse:
        """A fresh token for the running sitting. Raises Refusal when the lesson has ended."""
        if lesson.status == "ended":
            raise Refusal("lesson_ended", detail="POST /api/lessons with continue_lesson_id goes on with it")
        sitting = await self.storage.sittings.current(lesson.lesson_id)
        if sitting is None:  # a start that died between its two steps
            return await self._open_sitting(lesson)
        if sitting.kind == "messages":  # the call is tried again
            return await self._open_sitting(lesson, after=sitting)
        return self._way_in(lesson, sitting)

    async def own_lesson(self, learner_id: UUID, lesson_id: UUID) -> LessonRecord:
        """The lesson, if it is this learner's; someone else's does not exist. Raises Refusal."""
        lesson = await self.storage.lessons.get(lesson_id)
        if lesson is None or lesson.learner_id != learner_id:
            raise Refusal("unknown_lesson", field="lesson_id")
        return lesson

    async def own_turn(self, learner_id: UUID, turn_id: UUID) -> OwnedTurn:
        """The turn with its lesson, if they are this learner's; someone else's do not exist. Raises Refusal."""
        turn = await self.storage.turns.get(turn_id)
        lesson = await self.storage.lessons.get(turn.lesson_id) if turn else None
        if turn is None or lesson is None or lesson.learner_id != learner_id:
            raise Refusal("unknown_turn", field="turn_id")
        return OwnedTurn(turn=turn, lesson=lesson)

    async def forget_learner(self, learner_id: UUID) -> None:
        """Remove every trace; not while the same learner's start makes new ones."""
        async with self._starting.setdefault(learner_id, asyncio.Lock()):
            await self.endings.delete_learner(learner_id)

    async def _continue(
        self, lesson: LessonRecord, request: StartLessonRequest, address: str | None
    ) -> JoinResponse:
        check_continuation(request)
        if lesson.status != "ended":
            return await self.join(lesson)
        self._count_start(lesson.learner_id, address)
        await self.storage.learners.ensure(lesson.learner_id, locale=lesson.locale)
        await self._end_running(lesson.learner_id)
        await self.storage.lessons.reopen(lesson.lesson_id)
        await self.storage.lessons.set_choices(
            lesson.lesson_id,
            voice=voice_to_continue_in(request, lesson.engine),
            patience=request.patience,
            pace=request.pace,
        )
        return await self._open_sitting(await self.own_lesson(lesson.learner_id, lesson.lesson_id))

    async def _open_sitting(self, lesson: LessonRecord, *, after: Sitting | None = None) -> JoinResponse:
        sitting_id = uuid4()
        sitting = Sitting(
            sitting_id=sitting_id,
            lesson_id=lesson.lesson_id,
            room_name=f"lesson-{sitting_id}",
            learner_identity=learner_identity(lesson.learner_id),
            created_at=self.now(),
        )
        try:
            if after is None:
                await self.storage.sittings.create(sitting)
            else:
                await self.storage.sittings.replace(after.sitting_id, by=sitting)
        except LessonEndedError:
            raise Refusal("lesson_ended") from None
        except SittingExistsError:  # another tab was quicker
            current = await self.storage.sittings.current(lesson.lesson_id)
            if current is None or current.kind == "messages":
                raise Refusal("lesson_ended") from None
            return self._way_in(lesson, current)
        self.metrics.lesson_started(lesson.mode)
        logger.info(
            "sitting opened",
            extra={"lesson_id": lesson.lesson_id, "sitting_id": sitting_id, "mode": lesson.mode},
        )
        return self._way_in(lesson, sitting)

    def _way_in(self, lesson: LessonRecord, sitting: Sitting) -> JoinResponse:
        return JoinResponse(
            lesson_id=lesson.lesson_id,
            room_name=sitting.room_name,
            server_url=self.browser_livekit_url,
            participant_token=self.tokens.sign(plan_of(lesson, sitting), room_name=sitting.room_name),
            participant_identity=sitting.learner_identity,
            learner_token=self.signer.sign(lesson.learner_id),
        )

    def _count_start(self, learner_id: UUID | None, address: str | None) -> None:
        wait = self.limits.start(learner_id=learner_id, address=address)
        if wait is not None:
            raise Refusal("too_many_lessons", retry_after_seconds=round(wait, 1))

    async def _end_running(self, learner_id: UUID) -> None:
        for lesson in await self.storage.lessons.open_of(learner_id):
            await self.endings.end(lesson.lesson_id, reason="replaced")
