"""One message of a learner and its answer: the same conversation, agents, rules and storage as a sitting in a room.

Nothing of a lesson lives here between two messages: each exchange reads what is stored, holds the lesson's lease while it
lasts, and stores what was said. So any process may answer the next one, and one that dies loses none.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from livekit.agents import AgentSession, ConversationItemAddedEvent, ErrorEvent
from livekit.plugins import openai

from agent.conversation import Conversation
from agent.engine.clients import Clients
from agent.engine.voice import Session
from agent.figures import Figure, GuardrailVerdict
from agent.messages.hearing import Heard
from agent.messages.outbox import Outbox
from agent.messages.roomless import ExactVoice, MessageEngine
from agent.messages.speaking import Speaking, Spoken, VoiceMaker
from agent.messages.voicing import voiced_of
from agent.scenario.fallback import SceneFiller
from agent.settings import AgentSettings
from agent.text_models import TextModels
from agent.tracker.latency import LatencyLog
from agent.tracker.tracker import ConversationTracker
from agent.tutor.consultation import consultation_of
from agent.tutor.guardrail import SentenceGuardrail, guardrail_of
from agent.usage import LessonUsage
from contract.events import Event, LessonEnded, Notice
from contract.messages import Clip, MessageDone, MessageFailed, MessageHeard, MessageSaid, ReplyAudio
from contract.model import Message
from contract.notices import NOTICES
from contract.plan import LessonPlan
from contract.turn import StoredTurn
from contract.words import NoticeCode
from lesson.report import make_report
from lesson.speech import Voiced
from storage.closing import close_lesson
from storage.durable import DurableLesson
from storage.errors import StorageError
from storage.journal import Journal
from storage.records import Lease, LessonRecord, Recording
from storage.repositories import Storage

logger = logging.getLogger(__name__)

ANSWER_SECONDS: Final = 60.0  # the whole answer; then what is there has to do
POLL_SECONDS: Final = 0.01
FLUSH_SECONDS: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What the learner sent; nothing at all asks the tutor to begin. `heard` and `clip` belong to a recording."""

    text: str | None
    at: float  # unix seconds
    turn_id: UUID | None = None  # chosen by the sender, so that it may be sent again
    heard: Heard | None = None
    clip: Clip | None = None
    recording: Recording | None = None  # None: not to be kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What all exchanges of a process share."""

    settings: AgentSettings
    storage: Storage
    clients: Clients
    now: Callable[[], datetime]
    on_figure: Callable[[Figure], None]


class Exchange:
    """Its own observer of turns, and the audience of its conversation; all goes out by `send`, in order."""

    def __init__(
        self,
        tools: Tools,
        *,
        plan: LessonPlan,
        lesson: LessonRecord,
        earlier: list[StoredTurn],
        lease: Lease,
        usage: LessonUsage,
        audio: ReplyAudio,
        send: Callable[[Message], None],
    ) -> None:
        self._tools = tools
        self._plan = plan
        self._outbox = Outbox(send)
        self._usage = usage
        self._incoming: Incoming | None = None
        self._ends = False
        self._failed = False
        self._heard: UUID | None = None  # the learner's turn of this message
        self._tasks: set[asyncio.Task[None]] = set()
        settings, job_id = tools.settings, lease.job_id
        self._durable = DurableLesson(
            Journal(settings.tutor_data_dir / "journal", owner=job_id),
            tools.storage,
            plan.lesson_id,
            sitting_id=plan.sitting_id,
            epoch=lease.epoch,
            on_delayed=self._storage_delayed,
        )
        log = LatencyLog("pipeline")
        self._tracker = ConversationTracker(
            lesson_id=plan.lesson_id,
            sitting_id=plan.sitting_id,
            job_id=job_id,
            epoch=lease.epoch,
            observer=self,
            earlier=[turn.public() for turn in earlier],
            latency=log,
        )
        voice = VoiceMaker(
            tools.clients.tts, model=settings.openai_tts_model, voice=lesson.voice, on_use=usage.note
        )
        self._session: Session = AgentSession(
            llm=openai.LLM(
                model=settings.openai_llm_model,
                client=tools.clients.llm,
                temperature=settings.pipeline_temperature,
                max_completion_tokens=settings.pipeline_max_tokens,
            ),
            vad=None,
            turn_handling={"turn_detection": "manual"},
            user_away_timeout=None,
        )
        usage.follow(self._session)
        models = TextModels(settings, tools.clients.llm)
        guardrail = guardrail_of(
            settings,
            SentenceGuardrail,
            model=models.guardrail,
            current=lambda: self._conversation.lesson,
            on_hit=lambda speech: self._conversation.stop_line(speech),
            on_verdict=lambda verdict: tools.on_figure(GuardrailVerdict(verdict=verdict)),
            on_use=usage.note,
        )
        self._guardrail = guardrail
        self._speaking = Speaking(
            voice,
            form=audio,
            judge=guardrail,
            speech=lambda: self._session.current_speech,
            send=self._outbox.put,
            on_token=lambda at: log.first_token(None, at),
            on_sentence=lambda at: log.first_sentence(None, at),
            on_sound=lambda at: log.first_byte(None, at),
        )
        self._session.output.transcription = self._speaking
        self._session.on("conversation_item_added", self._item_added)
        self._session.on("error", self._engine_error)
        self._conversation = Conversation(
            session=self._session,
            engine=MessageEngine(voice, context_tokens=settings.pipeline_context_tokens),
            filler=SceneFiller(models.usual, on_use=usage.note),
            link=self,
            presses=self._tracker,
            durable=self._durable,
            plan=plan,
            lesson=lesson,
            earlier=earlier,
            now=tools.now,
            on_end=self._wish_to_end,
            on_agent=lambda _: None,
            consultation=consultation_of(
                settings,
                model=models.supervisor,
                storage=tools.storage,
                voice=ExactVoice(self._session),
                lesson=lesson,
                current=lambda: self._conversation.lesson,
                talk=lambda: self._tracker.turns,
                now=tools.now,
                on_use=usage.note,
            ),
            guardrail=guardrail,
        )

    async def run(self, incoming: Incoming) -> None:
        """Until the answer is out and stored. Cancelled: another tutor has the lesson; then nothing more is changed."""
        self._incoming = incoming
        mine = True
        try:
            with contextlib.suppress(StorageError):
                await self._tools.storage.lessons.start(self._plan.lesson_id, at=self._tools.now())
            await self._session.start(self._conversation.first_agent, record=False)
            self._conversation.take_turns()
            if incoming.text is None:
                self._conversation.open()
            else:
                self._conversation.go_on()
                await self._conversation.typed(incoming.text)
            await self._settle()
        except asyncio.CancelledError:
            mine = False
            raise
        finally:
            await self._close(mine=mine)
        if self._failed:
            self._outbox.put(MessageFailed(code="engine_failed"))
        self._outbox.put(MessageDone())

    # What the tracker tells (agent.tracker.tracker.Observer)

    def turn_final(self, turn: StoredTurn) -> None:
        on_disk = self._own(self._durable.save_turn(turn))
        if turn.latency is not None:
            self._tools.on_figure(turn.latency)
        if turn.role == "learner":
            self._heard = turn.turn_id
            clip = self._incoming.clip if self._incoming is not None else None
            self._outbox.put(MessageHeard(turn=turn.public(), clip=clip), after=on_disk)
            self._conversation.learner_turn(turn)
        else:
            self._outbox.put(MessageSaid(turn=turn.public()), after=on_disk)
            self._conversation.tutor_turn(turn)

    def not_heard(self) -> None:
        pass

    # What the conversation tells (agent.audience.Audience)

    def send(self, event: Event) -> None:
        self._outbox.put(event)

    def notice(self, code: NoticeCode) -> None:
        if code == "engine_reconnecting":  # a sentence could not be said, and here nothing connects again
            self._failed = True
        else:
            self._outbox.put(Notice(at=self._tools.now(), code=code, text=NOTICES[code]))

    async def set_attributes(self, attributes: dict[str, str]) -> None:
        """There is no participant to carry them."""

    # The session

    def _item_added(self, event: ConversationItemAddedEvent) -> None:
        item = event.item
        if item.type != "message":
            return
        text = item.text_content or ""
        if item.role == "user":
            self._learner_said(item.id, text)
        elif item.role == "assistant":
            at, spoken = self._tools.now().timestamp(), self._speaking.spoken()
            self._own(self._tutor_said(item.id, text, at, spoken, interrupted=item.interrupted))

    def _learner_said(self, item_id: str, text: str) -> None:
        incoming = self._incoming
        if incoming is None:
            return
        voiced, heard = Voiced(incoming.at, incoming.at, 0.0), incoming.heard
        if heard is not None:
            voiced = voiced_of(heard.segments, ended_at=incoming.at, seconds=heard.seconds) or voiced
        self._tracker.learner_sent(
            item_id,
            text,
            voiced,
            at=incoming.at,
            source="text" if heard is None else "message",
            turn_id=incoming.turn_id,
            understood_at=None if heard is None else heard.at,
        )

    async def _tutor_said(
        self,
        item_id: str,
        text: str,
        at: float,
        spoken: Coroutine[None, None, Spoken],
        *,
        interrupted: bool,
    ) -> None:
        """A line is a turn when it has its voice: only then are its seconds known. Of one that was cut, what was sent."""
        voice = await spoken
        blocked = voice.stopped
        began = voice.began or at
        self._tracker.tutor_said(
            item_id,
            voice.text if interrupted or blocked else text,
            began=began,
            ended=began + voice.seconds,
            interrupted=interrupted or blocked,
            blocked=blocked,
        )

    def _engine_error(self, event: ErrorEvent) -> None:
        if not event.error.recoverable:
            logger.error("the engine failed", extra={"error": type(event.error.error).__name__})
            self._failed = True

    def _storage_delayed(self, late: bool) -> None:  # noqa: FBT001 - the callback's shape
        if late:
            self.notice("storage_delayed")

    def _wish_to_end(self) -> None:
        self._ends = True

    # Its end

    async def _settle(self) -> None:
        """Until nobody has anything left to say."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ANSWER_SECONDS):
                while True:
                    await self._session.wait_for_idle()
                    if not self._conversation.busy and not self._tasks:
                        return
                    if self._failed:
                        return
                    await asyncio.sleep(POLL_SECONDS)
        logger.warning("an answer took too long", extra={"lesson_id": str(self._plan.lesson_id)})
        self._failed = True

    async def _close(self, *, mine: bool) -> None:
        self._conversation.stop()
        await self._session.aclose()
        self._tracker.close()
        await self._speaking.aclose()
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=FLUSH_SECONDS)
        for task in self._tasks:
            task.cancel()
        if self._guardrail is not None:  # not before: what waits for its verdict is not sent without it
            self._guardrail.close()
        await self._usage.finish()
        if self._ends and mine:
            await self._end_lesson()
        if await self._durable.flush(FLUSH_SECONDS):
            await self._keep_recording()
        await self._durable.aclose()

    async def _keep_recording(self) -> None:
        """Once its turn is stored. It is not journalled: where Postgres is away, the words are kept and the sound is not."""
        recording = self._incoming.recording if self._incoming is not None else None
        if recording is None or self._heard is None:
            return
        try:
            await self._tools.storage.recordings.put(self._heard, recording)
        except StorageError as error:
            logger.warning("a recording was not stored", extra={"error": type(error).__name__})

    async def _end_lesson(self) -> None:
        at = self._tools.now()
        await self._durable.end("said", at)
        report = None
        if await self._durable.flush(FLUSH_SECONDS):
            with contextlib.suppress(StorageError):
                report = await close_lesson(
                    self._tools.storage,
                    self._plan.lesson_id,
                    reason="said",
                    at=at,
                    make_report=make_report,
                    deliver=self._tools.settings.report_webhook_url is not None,
                )
        self._outbox.put(LessonEnded(at=at, end_reason="said", report=report))

    def _own(self, work: Coroutine[None, None, None]) -> "asyncio.Task[None]":
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
