"""One sitting's life: wired, opened, closed. What is said in it is `agent.conversation`'s; the rules are lesson/'s."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from typing import Any

from livekit.agents import (
    Agent,
    AgentStateChangedEvent,
    CloseEvent,
    ErrorEvent,
    JobContext,
    UserStateChangedEvent,
    room_io,
)

from agent.calls import LearnerCalls
from agent.conversation import Conversation
from agent.engine.ahead import LostAhead
from agent.engine.clients import Clients
from agent.engine.ears import Ears
from agent.engine.exact_speech import ExactSpeech
from agent.engine.failover import Failover
from agent.engine.floor import SessionFloor
from agent.engine.making import Maker
from agent.engine.resilience import (
    FAILED_ANSWER_WAIT_SECONDS,
    FAILED_ANSWERS,
    FAILED_ANSWERS_WITH_SPARE,
    LOST_CONNECTIONS,
    LOST_CONNECTIONS_WITH_SPARE,
    Loss,
)
from agent.engine.spare import Wishes
from agent.engine.stages import Stages
from agent.engine.voice import NO_RECORDING, Session, build_session, room_options
from agent.farewell import Farewell
from agent.figures import FigureSender, GuardrailVerdict
from agent.help.chat_model import OpenAIChatModel
from agent.help.desk import ANSWER_SECONDS, HelpDesk
from agent.help.offering import HintOffering
from agent.lease import KeptLease
from agent.link import Link
from agent.presence import Presence
from agent.scenario.fallback import SceneFiller
from agent.settings import AgentSettings
from agent.text_models import TextModels
from agent.timekeeper import Timekeeper
from agent.tracker.latency import LatencyLog
from agent.tracker.tracker import ConversationTracker
from agent.tutor.consultation import consultation_of
from agent.tutor.guardrail import Guardrail, guardrail_of
from agent.usage import LessonUsage
from contract.events import HintOffered, LessonEnded, LessonReady, LessonSnapshot, PaceFigures, TurnAdded
from contract.lesson import Lesson
from contract.plan import LessonPlan
from contract.turn import StoredTurn
from contract.words import MAX_TEXT_CHARACTERS, EndReason, EngineKind
from lesson.patience import turn_taking
from lesson.report import make_report
from storage.closing import close_lesson
from storage.durable import DurableLesson
from storage.errors import StorageError
from storage.journal import Journal
from storage.records import Lease, LessonRecord, summary_of
from storage.repositories import Storage

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 3.0  # for the last turns to reach Postgres; what does not is in the journal
FAREWELL_SECONDS = 3.0  # for the learner's page to leave by itself before the room goes


class Sitting:
    def __init__(
        self,
        *,
        ctx: JobContext,
        settings: AgentSettings,
        plan: LessonPlan,
        lesson: LessonRecord,
        earlier: list[StoredTurn],
        began: datetime,
        storage: Storage,
        lease: Lease,
        kept_lease: KeptLease,
        now: Callable[[], datetime],
    ) -> None:
        self._ctx = ctx
        self._plan = plan
        self._began = began
        self._storage = storage
        self._kept_lease = kept_lease
        self._now = now
        self._deliver = settings.report_webhook_url is not None
        self._reason: EndReason | None = None
        self._time_is_up = False
        self._mine = True
        self._cut_by_leaving = False
        self._reply_lost = False
        self._engine_errors = 0
        self._failed_answers = 0  # in a row
        self._tasks: set[asyncio.Task[None]] = set()
        self._figures = FigureSender.of_environment()

        self._link = Link(ctx.room, learner_identity=plan.learner_identity, now=now)
        self._durable = DurableLesson(
            Journal(settings.tutor_data_dir / "journal", owner=ctx.job.id),
            storage,
            plan.lesson_id,
            sitting_id=plan.sitting_id,
            epoch=lease.epoch,
            on_delayed=self._storage_delayed,
            on_journal_failed=lambda _: self._link.notice("storage_delayed"),
        )
        self._tracker = ConversationTracker(
            lesson_id=plan.lesson_id,
            sitting_id=plan.sitting_id,
            job_id=ctx.job.id,
            epoch=lease.epoch,
            observer=self,
            earlier=[turn.public() for turn in earlier],
            latency=LatencyLog(plan.engine),
        )
        self._stages = Stages(self._tracker.latency)
        self._clients: Clients = ctx.proc.userdata["clients"]
        self._spare_settings = settings.spare
        self._models = TextModels(settings, self._clients.llm)
        self._engine = Maker(
            clients=self._clients,
            on_stage=self._stages.reached,
            on_unheard=self._tracker.session_heard_nothing,
            on_lost=lambda engine, error: self._failover.connection_lost(engine, error),
        ).engine_of(
            plan.engine, Wishes(lesson.voice, turn_taking(lesson.level, lesson.patience), lesson.stage)
        )
        if self._engine.began_with_spare:
            self._ask_the_spare()
        self._tracker.latency.engine = self._engine.kind
        self._session: Session = build_session(self._engine, detector=ctx.proc.userdata["vad"])
        self._stages.listen(self._session)
        self._usage = LessonUsage(
            storage.usage,
            lesson_id=plan.lesson_id,
            job_id=ctx.job.id,
            prices=settings.usage_prices,
            on_use=self._figures.send,
        )
        self._usage.follow(self._session, realtime_models=settings.realtime_models)
        on_use = self._usage.note
        self._guardrail = guardrail_of(
            settings,
            Guardrail,
            model=self._models.guardrail,
            current=lambda: self._conversation.lesson,
            on_hit=lambda speech: self._conversation.stop_line(speech),
            on_verdict=lambda verdict: self._figures.send(GuardrailVerdict(verdict=verdict)),
            on_use=on_use,
        )
        self._ears = Ears(
            self._session,
            self._tracker,
            silence=lambda: self._engine.silence,
            judged=self._guardrail,
        )
        consultation = consultation_of(
            settings,
            model=self._models.supervisor,
            storage=storage,
            voice=ExactSpeech(self._session, self._engine, free=lambda: self._conversation.talk.until_free()),
            lesson=lesson,
            current=lambda: self._conversation.lesson,
            talk=lambda: self._tracker.turns,
            now=now,
            on_use=on_use,
        )
        self._conversation = Conversation(
            session=self._session,
            engine=self._engine,
            filler=SceneFiller(self._models.usual, on_use=on_use),
            link=self._link,
            presses=self._tracker,
            durable=self._durable,
            plan=plan,
            lesson=lesson,
            earlier=earlier,
            now=now,
            on_end=lambda: self.end("said"),
            on_agent=self._follow,
            on_failed_answer=self._answer_failed,
            consultation=consultation,
            guardrail=self._guardrail,
        )
        self._offering = HintOffering(lambda: self._link.send(HintOffered(at=now())))
        talk = self._conversation.talk
        talk.on_change = lambda: self._offering.doing("press", goes_on=talk.held)
        self._calls = LearnerCalls(
            self._link,
            lesson_id=plan.lesson_id,
            conversation=self._conversation,
            engine=self._engine,
            desk=HelpDesk(
                OpenAIChatModel(self._models.usual, seconds=ANSWER_SECONDS, on_use=on_use),
                translations=storage.translations,
                lesson=lambda: self._conversation.lesson,
                turns=lambda: self._tracker.turns,
            ),
            offering=self._offering,
            lessons=storage.lessons,
            end=lambda: self.end("button"),
            send_snapshot=self._send_snapshot,
        )
        self._failover = Failover(
            self._engine,
            notice=self._link.notice,
            apologise=self._conversation.apologise,
            does_without=lambda: self._conversation.stage == "scenario",
            on_switched=self._engine_switched,
            on_gone=self.fail,
        )
        self._ahead = LostAhead(self._session, lambda error: self._failover.failed("llm_error", error))
        self._presence = Presence(
            ctx.room,
            learner_identity=plan.learner_identity,
            return_seconds=settings.lesson_return_seconds,
            on_left=self._learner_left,
            on_back=self._learner_back,
            on_gone=lambda: self.end("left"),
        )
        limit = settings.lesson_max_minutes * 60
        self._timekeeper = Timekeeper(
            seconds_left=limit - (now() - began).total_seconds(),
            on_nearly_up=self._time_nearly_up,
            on_up=self._say_farewell,
        )

    async def start(self) -> None:
        self._link.start()
        self._session.on("error", self._engine_error)
        self._session.on("close", self._session_closed)
        self._session.on("agent_state_changed", self._agent_state)
        self._session.on("user_state_changed", self._user_state)
        await self._session.start(
            self._conversation.first_agent,
            room=self._ctx.room,
            room_options=room_options(learner_identity=self._plan.learner_identity, on_typed=self._typed),
            session_host=False,
            record=NO_RECORDING,
        )
        self._conversation.take_turns()
        self._calls.serve()
        await self._link.set_attributes(
            {"lesson.id": str(self._plan.lesson_id), "lesson.stage": self._conversation.stage}
        )
        self._presence.start()
        self._timekeeper.start()
        self._own(self._open())

    def end(self, reason: EndReason) -> None:
        """The lesson is over; the first reason counts. LiveKit closes the session and then calls `finish`."""
        if self._reason is None:
            self._reason = reason
            logger.info("the lesson ends", extra={"reason": reason})
            self._ctx.shutdown(reason)

    def fail(self) -> None:
        """The engine is gone for good."""
        if self._time_is_up:  # it had only the goodbye to say
            self.end("time")
            return
        if self._reason is None:
            self._link.notice("engine_failed")
        self.end("engine")

    def lease_lost(self) -> None:
        """Another tutor has the lesson, or it has ended elsewhere: leave, change nothing."""
        self._mine = False
        self._ctx.shutdown("lease lost")

    async def finish(self) -> None:
        """After the session: last turns, report, farewell. The room is still there unless LiveKit lost it.

        A room that is gone without a reason of ours (LiveKit restarted) does not end the lesson: its lease is given
        back, and whoever watches it sends the next tutor, or closes it when the learner does not return.
        """
        self._presence.stop()
        self._offering.stop()
        self._calls.stop()
        await self._timekeeper.stop()
        self._conversation.stop()
        self._ahead.stop()
        if self._guardrail is not None:
            self._guardrail.close()
        self._tracker.close()
        for task in self._tasks:
            task.cancel()
        await self._usage.finish()
        reason = self._reason
        if reason is None and self._mine and self._ctx.room.isconnected():
            reason = "shutdown"  # the worker is being stopped and its patience is over
        ends = reason is not None and self._mine
        await self._kept_lease.stop(release=self._mine and not ends)  # the end of the lesson gives it back
        if reason is not None and ends:
            await self._end_lesson(reason)
        await self._durable.flush(FLUSH_SECONDS)
        await self._durable.aclose()
        await self._link.aclose()
        self._figures.close()
        await self._storage.aclose()

    # What the tracker tells (agent.tracker.tracker.Observer)

    def turn_final(self, turn: StoredTurn) -> None:
        self._own(self._durable.save_turn(turn))
        self._link.send(TurnAdded(at=self._now(), turn=turn.public()))
        if turn.latency is not None:
            self._figures.send(turn.latency)
        self._offering.said(turn.role)
        if turn.role == "learner":
            self._ahead.turn_ended()
            self._reply_lost = False
            self._conversation.learner_turn(turn)
        else:
            self._conversation.tutor_turn(turn)

    def not_heard(self) -> None:
        self._ahead.turn_ended()
        self._link.notice("not_heard")
        self._engine.check()
        self._conversation.not_heard()

    # Opening and closing

    async def _open(self) -> None:
        await self._presence.wait_until_here()
        # A database that went away meanwhile must not keep the tutor from speaking; the turns are journalled anyway.
        with contextlib.suppress(StorageError):
            await self._storage.lessons.start(self._plan.lesson_id, at=self._now())
        self._link.send(
            LessonReady(
                at=self._now(),
                lesson_id=self._plan.lesson_id,
                stage=self._conversation.stage,
                engine=self._engine.kind,
            )
        )
        if self._engine.began_with_spare:
            self._link.notice("engine_switched")
            self._conversation.speaks_as(self._engine.voice)
        if self._tracker.earlier:
            self._send_snapshot()
        if self._timekeeper.is_short:
            self._time_nearly_up()
        self._conversation.open()

    async def _end_lesson(self, reason: EndReason) -> None:
        at = self._now()
        await self._durable.end(reason, at)
        report = None
        if await self._durable.flush(FLUSH_SECONDS):
            with contextlib.suppress(StorageError):
                report = await close_lesson(
                    self._storage,
                    self._plan.lesson_id,
                    reason=reason,
                    at=at,
                    make_report=make_report,
                    deliver=self._deliver,
                )
        self._link.send(LessonEnded(at=at, end_reason=reason, report=report))
        await self._link.flush()
        if self._ctx.room.isconnected():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(FAREWELL_SECONDS):
                    await self._presence.wait_until_gone()
            await self._ctx.delete_room()

    def _time_nearly_up(self) -> None:
        self._link.notice("time_nearly_up")
        self._conversation.prepare_goodbye()

    def _say_farewell(self) -> None:
        self._time_is_up = True
        floor = SessionFloor(self._session, self._engine, self._conversation.talk)
        self._own(Farewell(self._conversation, floor, on_over=lambda: self.end("time")).say())

    # The learner

    def _learner_left(self) -> None:
        self._offering.doing("away", goes_on=True)
        self._cut_by_leaving = self._session.agent_state == "speaking"
        self._own(self._conversation.talk.open())
        self._own(self._conversation.interrupt())

    def _learner_back(self) -> None:
        self._offering.doing("away", goes_on=False)
        self._send_snapshot()
        if self._cut_by_leaving:
            self._cut_by_leaving = False
            self._conversation.go_on_after_break(cut=True)

    def _send_snapshot(self) -> None:
        lesson = Lesson(**summary_of(self._conversation.lesson).model_dump(), turns=self._tracker.turns)
        pace = self._conversation.pacing.state
        self._link.send(
            LessonSnapshot(
                at=self._now(),
                lesson=lesson,
                pace=PaceFigures(wpm=pace.wpm, band=pace.band),
                seconds_elapsed=(self._now() - self._began).total_seconds(),
            )
        )

    async def _typed(self, _: Session, event: room_io.TextInputEvent) -> None:
        if text := event.text.strip()[:MAX_TEXT_CHARACTERS]:
            self._offering.said("learner")
            await self._conversation.typed(text)

    # The engine

    def _follow(self, agent: Agent) -> None:
        self._failover.moved()
        if self._engine.kind != "realtime":
            return
        realtime = agent.realtime_llm_session
        if self._ears.follow(realtime):
            self._stages.follow(realtime)
            realtime.on("session_reconnected", lambda _: self._engine_back())
            realtime.on("openai_server_event_received", self._engine_event)

    def _user_state(self, event: UserStateChangedEvent) -> None:
        self._offering.doing("voice", goes_on=event.new_state == "speaking")
        if event.new_state == "speaking":
            self._ahead.voice_began()
        if event.old_state == "speaking":
            self._ahead.voice_ended()
            self._engine.check()  # a deaf engine owes nothing: it would never be found

    def _agent_state(self, event: AgentStateChangedEvent) -> None:
        self._offering.doing("tutor", goes_on=event.new_state in ("thinking", "speaking"))
        if event.new_state == "speaking":
            self._reply_lost = False
            self._engine_errors = self._failed_answers = 0
            self._ahead.spoke()
            self._failover.spoke(own_words=self._conversation.says_its_own)

    def _engine_error(self, event: ErrorEvent) -> None:
        if not self._failover.concerns(event.source):
            return
        if not event.error.recoverable:
            if event.error.type == "llm_error":
                self._ahead.failed(event.error.error)
            else:
                self._failover.failed(event.error.type, event.error.error)
            return
        limit = LOST_CONNECTIONS_WITH_SPARE if self._engine.has_spare else LOST_CONNECTIONS
        if self._engine_errors >= limit:
            self._failover.failed("realtime_model_error", event.error.error)
            return
        self._reply_lost = self._reply_lost or self._session.agent_state in ("thinking", "speaking")
        self._engine_errors += 1
        if self._engine_errors > 1:  # the first retry is silent (docs/behaviours.md)
            self._link.notice("engine_reconnecting")

    def _engine_event(self, event: Mapping[str, Any]) -> None:
        if event.get("type") == "response.done" and event["response"].get("status") == "failed":
            self._answer_failed()

    def _answer_failed(self) -> None:
        """The engine could not answer and is still there: it is asked again, and soon given up."""
        self._failed_answers += 1
        if self._conversation.stage == "roleplay":  # the builder does without
            self._own(self._ask_again(self._failed_answers))

    async def _ask_again(self, failures: int) -> None:
        if failures > (FAILED_ANSWERS_WITH_SPARE if self._engine.has_spare else FAILED_ANSWERS):
            self._failover.answers_failed()
            return
        await asyncio.sleep(FAILED_ANSWER_WAIT_SECONDS * 2 ** (failures - 1))
        if self._reason is None and self._session.current_speech is None:
            self._engine_back()

    def _engine_switched(self, kind: EngineKind, loss: Loss) -> None:
        self._tracker.latency.engine = kind
        self._ask_the_spare()
        if self._session.user_state == "speaking":
            # The rest of it may be too short for the next engine's detector; LiveKit would never say that it ended.
            self._session.input.set_audio_enabled(False)
            self._session.input.set_audio_enabled(True)
        told = self._tracker.engine_lost(told=loss == "ears")
        self._conversation.speaks_as(self._engine.voice)
        self._conversation.move(
            reply_lost=self._reply_lost or loss in ("reply", "voice"), line_lost=loss == "ears", told=told
        )
        self._engine_errors, self._failed_answers, self._reply_lost = 0, 0, False

    def _ask_the_spare(self) -> None:
        """Text models too: the address that the first engine was at may be what is gone."""
        if self._spare_settings is not None and self._clients.spare is not None:
            self._models.move(self._spare_settings, self._clients.spare.llm)

    def _engine_back(self) -> None:
        """A reply that the break cut is asked for again, or never began; LiveKit asks nothing again by itself."""
        cut, self._reply_lost = self._reply_lost, False
        self._conversation.go_on_after_break(cut=cut)

    def _session_closed(self, event: CloseEvent) -> None:
        if event.error is not None:
            self.fail()

    def _storage_delayed(self, late: bool) -> None:  # noqa: FBT001 - the callback's shape
        if late:
            self._link.notice("storage_delayed")

    def _own(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
