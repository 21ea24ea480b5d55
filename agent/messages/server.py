"""The HTTP side of the messages process: a pass in, a stream of events out. Only the token server comes here.

A message is refused with a problem as long as nothing has changed: its recording is judged, decoded and understood before the
stream begins. Upon that the token server opens the message's sitting, and the lesson's lease is claimed; what goes wrong from
here on is an event. Once it has begun the answer is finished and stored, whether or not somebody still reads it.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, cast, get_args
from uuid import UUID, uuid4

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from agent.lease import KeptLease
from agent.messages.clips import ClipError
from agent.messages.decoder import Decoder
from agent.messages.exchange import Exchange, Incoming, Tools
from agent.messages.folders import RecordingFolders
from agent.messages.hearing import Hearing, NotHeardError, RecogniserError
from agent.messages.keeping import kept_beside
from agent.messages.problems import RefusedError
from agent.messages.uploads import Upload, receive
from agent.usage import LessonUsage
from contract.events import Event, encode
from contract.message_pass import plan_in
from contract.messages import MessageFailed, ReplyAudio
from contract.model import Message
from contract.plan import LessonPlan
from contract.usage import Use
from contract.words import Stage
from storage.errors import StorageUnavailableError, UnknownLessonError
from storage.records import Lease, LessonRecord

logger = logging.getLogger(__name__)

CLAIM_SECONDS: Final = (
    8.0  # a tutor that has just been sent out of its room still holds the lease for a moment
)
CLAIM_AGAIN_SECONDS: Final = 0.25
OPENED_AGAIN_SECONDS: Final = 0.01  # to begin with: it is opened at once
BUSY_RETRY_SECONDS: Final = 2.0
MAX_UPLOADS: Final = 128  # on their way in at once, each up to 10 MB on disk
HEARD: Final = b": heard\n\n"  # a comment, which readers of server-sent events pass over
CLEAR_SECONDS: Final = 60.0  # what a killed neighbour left goes within


class Figures:
    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self._messages = Counter(
            "tutor_messages", "Messages of learners", ["kind", "outcome"], registry=registry
        )
        self.running = Gauge("tutor_messages_running", "Messages being answered", registry=registry)

    def message(self, kind: str, outcome: str) -> None:
        self._messages.labels(kind, outcome).inc()


class MessageServer:
    def __init__(
        self,
        tools: Tools,
        *,
        hearing: Hearing,
        decoder: Decoder,
        figures: Figures,
        at_once: int,
        clear_seconds: float = CLEAR_SECONDS,
    ) -> None:
        self._tools = tools
        self._hearing = hearing
        self._decoder = decoder
        self._figures = figures
        self._at_once = at_once
        self._folders = RecordingFolders(tools.settings.tutor_data_dir / "messages")
        self._clear_seconds = clear_seconds
        self._clearing: asyncio.Task[None] | None = None
        self._answering: set[asyncio.Task[None]] = set()
        self._running = 0
        self._uploads = 0

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/messages", self._handle)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/metrics", self._metrics)
        return app

    async def start(self) -> None:
        await asyncio.to_thread(self._folders.clear)
        self._clearing = asyncio.create_task(self._clear(), name="messages.clear")

    async def aclose(self, *, within_seconds: float) -> None:
        """Let running answers end, then cut them off; what was said is stored."""
        if self._answering:
            _, late = await asyncio.wait(set(self._answering), timeout=within_seconds)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
        if self._clearing is not None:
            self._clearing.cancel()
            await asyncio.wait({self._clearing})

    async def _clear(self) -> None:
        while True:
            await asyncio.sleep(self._clear_seconds)
            try:
                if left := await asyncio.to_thread(self._folders.clear):
                    logger.warning("recordings of a killed process were removed", extra={"count": left})
            except OSError as error:  # a folder that went meanwhile
                logger.warning("recordings were not cleared", extra={"error": type(error).__name__})

    async def _healthz(self, _: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def _metrics(self, _: web.Request) -> web.Response:
        return web.Response(
            body=generate_latest(self._figures.registry),
            headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
        )

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        kind = "text" if request.content_type == "application/json" else "voice"
        stream = web.StreamResponse(
            headers={"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store"}
        )
        try:
            await self._answer(request, stream)
        except RefusedError as error:
            refused = error
        except StorageUnavailableError:
            refused = RefusedError("storage_unavailable", retry_after_seconds=BUSY_RETRY_SECONDS)
        except UnknownLessonError:
            refused = RefusedError("unknown_lesson")
        except (
            ConnectionError
        ):  # the learner's network broke on the way in, or nobody reads the answer any more
            self._figures.message(kind, "gone")
            return stream if stream.prepared else RefusedError("internal").response()
        else:
            self._figures.message(kind, "answered")
            return stream
        self._figures.message(kind, refused.problem.code)
        if not stream.prepared:
            return refused.response()
        with contextlib.suppress(ConnectionError):
            await stream.write(as_server_sent(MessageFailed(code=refused.problem.code)))
            await stream.write_eof()
        return stream

    async def _answer(self, request: web.Request, stream: web.StreamResponse) -> None:
        """Once the message is understood the stream begins, which is what the token server opens its sitting upon."""
        plan = self._plan(request)
        audio = _audio(request.query.get("audio", "mp3"))
        keep = request.query.get("keep") == "true"
        turn_id = _turn_id(request.query.get("turn_id"))
        self._has_place()
        lesson = await self._lesson(plan)
        await self._is_open(plan)
        await self._is_new(turn_id, plan)
        job_id = f"messages-{uuid4()}"
        usage = LessonUsage(
            self._tools.storage.usage,
            lesson_id=plan.lesson_id,
            job_id=job_id,
            prices=self._tools.settings.usage_prices,
            on_use=self._tools.on_figure,
        )
        with contextlib.ExitStack() as place:
            try:
                async with self._folders.one() as folder:
                    came = await self._received(request, folder)
                    place.enter_context(self._place())
                    incoming = await self._understood(came, lesson.stage, usage.note, keep=keep)
                incoming = replace(incoming, turn_id=turn_id)
                await self._may_begin(incoming, plan)
                await stream.prepare(request)
                await stream.write(HEARD)
                await self._until_opened(plan, request)
                events = await self._begun(plan, incoming, job_id=job_id, usage=usage, audio=audio)
            except BaseException:
                await usage.finish()  # of what was refused too; else the exchange does it
                raise
            while (message := await events.get()) is not None:
                await stream.write(as_server_sent(message))
            await stream.write_eof()

    async def _received(self, request: web.Request, folder: Path) -> str | Upload | None:
        """What is only on its way takes nobody's place: it costs a file, and its sender may take minutes."""
        if self._uploads >= MAX_UPLOADS:
            raise RefusedError("messages_busy", retry_after_seconds=BUSY_RETRY_SECONDS)
        self._uploads += 1
        try:
            return await receive(request, folder)
        finally:
            self._uploads -= 1

    def _has_place(self) -> None:
        """Raises RefusedError."""
        if self._running >= self._at_once:
            raise RefusedError("messages_busy", retry_after_seconds=BUSY_RETRY_SECONDS)

    @contextlib.contextmanager
    def _place(self) -> Iterator[None]:
        """Of those that are understood and answered at once. Raises RefusedError."""
        self._has_place()
        self._running += 1
        self._figures.running.set(self._running)
        try:
            yield
        finally:
            self._running -= 1
            self._figures.running.set(self._running)

    async def _may_begin(self, incoming: Incoming, plan: LessonPlan) -> None:
        """Raises RefusedError."""
        if incoming.text is None and await self._tools.storage.turns.of_lesson(plan.lesson_id):
            raise RefusedError("missing", field="text", detail="the tutor begins only where nothing was said")

    async def _until_opened(self, plan: LessonPlan, request: web.Request) -> None:
        """The token server opens the sitting when it sees that the message is understood. Raises RefusedError."""
        deadline, wait = time.monotonic() + CLAIM_SECONDS, OPENED_AGAIN_SECONDS
        while not await self._is_open(plan):
            if request.transport is None or request.transport.is_closing():
                raise ConnectionResetError("the token server opened no sitting")
            if time.monotonic() > deadline:
                raise _gone_elsewhere()
            await asyncio.sleep(wait)
            wait = min(2 * wait, CLAIM_AGAIN_SECONDS)

    async def _begun(
        self, plan: LessonPlan, incoming: Incoming, *, job_id: str, usage: LessonUsage, audio: ReplyAudio
    ) -> "asyncio.Queue[Message | None]":
        """The events of the answer, which is on its way. Raises RefusedError."""
        events: asyncio.Queue[Message | None] = asyncio.Queue()
        answering: asyncio.Task[None] | None = None

        def lost() -> None:
            if answering is not None:
                answering.cancel()

        kept = KeptLease(self._tools.storage.leases, lesson_id=plan.lesson_id, job_id=job_id, on_lost=lost)
        lease = await self._claimed(kept)
        try:
            lesson = await self._lesson(plan)  # as it is now that nobody else changes it
            if not await self._is_open(plan):
                raise _gone_elsewhere()
            await self._is_new(incoming.turn_id, plan)
            earlier = await self._tools.storage.turns.of_lesson(plan.lesson_id)
            exchange = Exchange(
                self._tools,
                plan=plan,
                lesson=lesson,
                earlier=earlier,
                lease=lease,
                usage=usage,
                audio=audio,
                send=events.put_nowait,
            )
        except BaseException:
            await kept.stop(release=True)
            raise
        answering = asyncio.create_task(_run(exchange, incoming, kept, events), name="messages.answer")
        self._answering.add(answering)
        answering.add_done_callback(self._answering.discard)
        return events

    def _plan(self, request: web.Request) -> LessonPlan:
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        secret = self._tools.settings.tutor_secret
        plan = plan_in(value, secret=secret, now=time.time()) if scheme == "Bearer" else None
        if plan is None:
            raise RefusedError("bad_pass")
        return plan

    async def _lesson(self, plan: LessonPlan) -> LessonRecord:
        """The lesson of the pass. Raises RefusedError."""
        lesson = await self._tools.storage.lessons.get(plan.lesson_id)
        if lesson is None:
            raise RefusedError("unknown_lesson")
        if lesson.status == "ended":
            raise RefusedError("lesson_ended")
        return lesson

    async def _is_open(self, plan: LessonPlan) -> bool:
        """Whether the sitting of the pass is the lesson's: False before it is opened. Raises RefusedError if it is over."""
        sitting = await self._tools.storage.sittings.current(plan.lesson_id)
        if sitting is not None and sitting.sitting_id == plan.sitting_id:
            return True
        sittings = await self._tools.storage.sittings.of_lesson(plan.lesson_id)
        if any(one.sitting_id == plan.sitting_id for one in sittings):
            raise _gone_elsewhere()
        return False

    async def _is_new(self, turn_id: UUID | None, plan: LessonPlan) -> None:
        """Raises RefusedError for a message that was heard before: its sender did not learn of it."""
        stored = None if turn_id is None else await self._tools.storage.turns.get(turn_id)
        if stored is None:
            return
        if stored.lesson_id == plan.lesson_id:
            raise RefusedError("already_sent")
        raise RefusedError("invalid", field="turn_id", detail="a new UUID of the sender's own")

    async def _understood(
        self, came: str | Upload | None, stage: Stage, on_use: Callable[[Use], None], *, keep: bool
    ) -> Incoming:
        at = time.time()
        if not isinstance(came, Upload):
            return Incoming(text=came, at=at)
        try:
            decoded = await self._decoder.decode(came.file, came.declared)
            # The builder understands Korean too; in the scene a pinned language transcribes an accent better.
            language = None if stage == "scenario" else "en"
            async with kept_beside(decoded, wished=keep) as kept:
                heard = await self._hearing.hear(decoded, language=language, on_use=on_use)
        except ClipError as error:
            raise RefusedError(error.code, detail=error.detail) from None
        except NotHeardError:
            raise RefusedError("not_heard") from None
        except RecogniserError:
            raise RefusedError("engine_unavailable", retry_after_seconds=BUSY_RETRY_SECONDS) from None
        return Incoming(text=heard.text, at=at, heard=heard, clip=decoded.clip, recording=kept.recording)

    async def _claimed(self, kept: KeptLease) -> Lease:
        deadline = time.monotonic() + CLAIM_SECONDS
        while (lease := await kept.claim()) is None:
            if time.monotonic() > deadline:
                raise RefusedError("message_in_progress", retry_after_seconds=BUSY_RETRY_SECONDS)
            await asyncio.sleep(CLAIM_AGAIN_SECONDS)
        return lease


async def _run(
    exchange: Exchange, incoming: Incoming, kept: KeptLease, events: "asyncio.Queue[Message | None]"
) -> None:
    """To its end, whoever still reads; the lease is given back in any case."""
    try:
        await exchange.run(incoming)
    except asyncio.CancelledError:
        events.put_nowait(MessageFailed(code="taken_over"))
        raise
    except Exception as error:
        logger.exception("a message was not answered", extra={"error": type(error).__name__})
        events.put_nowait(MessageFailed(code="internal"))
    finally:
        await kept.stop(release=True)
        events.put_nowait(None)


def _gone_elsewhere() -> RefusedError:
    return RefusedError("message_in_progress", detail="the lesson went on in a room or by another message")


def as_server_sent(message: Message) -> bytes:
    """One event of the stream: its `type` is the event's name, its JSON one line."""
    data = encode(message) if isinstance(message, Event) else message.model_dump_json()
    return f"event: {getattr(message, 'type', 'message')}\ndata: {data}\n\n".encode()


def _audio(value: str) -> ReplyAudio:
    if value not in get_args(ReplyAudio):
        raise RefusedError("invalid", field="audio", detail=f"one of {', '.join(get_args(ReplyAudio))}")
    return cast(ReplyAudio, value)


def _turn_id(value: str | None) -> UUID | None:
    try:
        return None if value is None else UUID(value)
    except ValueError:
        raise RefusedError("invalid", field="turn_id", detail="a UUID") from None
