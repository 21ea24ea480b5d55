"""Messages on their way to the tutor: who may send one, in which sitting, and the answer handed on as it comes.

A message is a sitting of its own, so that the time between two messages counts for nothing. A lesson that goes on in a room takes
none: its tutor is there. Only a learner who says that they leave the room takes the lesson out of it, and only with a message that
is understood: until then nothing has changed.
"""

import contextlib
import logging
from collections import Counter
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

import aiohttp
from pydantic import ValidationError
from starlette.responses import Response, StreamingResponse

from contract.http import MAX_BODY_BYTES, Problem
from contract.message_pass import sign_pass
from contract.messages import MAX_CLIP_BYTES
from contract.plan import learner_identity
from contract.words import EndReason
from storage.errors import LessonEndedError, SittingExistsError
from storage.records import LessonRecord, Sitting
from storage.repositories import Storage
from token_server.limits import StartLimits
from token_server.problems import Refusal
from token_server.rooms import LiveKitUnavailableError, Rooms
from token_server.tokens import plan_of
from token_server.watched import tutor_state

logger = logging.getLogger(__name__)

MAX_UPLOAD_BYTES: Final = MAX_CLIP_BYTES + MAX_BODY_BYTES  # a recording in a form, with the form's own lines
CONNECT_SECONDS: Final = 3.0
SILENT_SECONDS: Final = 180.0  # an upload over a bad network and an answer, with nothing to read meanwhile
RETRY_SECONDS: Final = 2.0
GIVEN_UP: Final[frozenset[EndReason | None]] = frozenset({"left", "idle", "worker_lost"})
UPLOADS_PER_LEARNER: Final = 2  # one, and another try after a network that broke unseen


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A request's body as it comes in. `length` is what its sender says, None if it does not."""

    body: AsyncIterable[bytes]
    content_type: str
    length: int | None


@dataclass(frozen=True, kw_only=True)
class MessageDesk:
    storage: Storage
    rooms: Rooms
    limits: StartLimits
    secret: str
    url: str
    now: Callable[[], datetime]
    uploads: Counter[UUID] = field(default_factory=Counter)  # on their way in, by learner

    async def send(
        self,
        lesson: LessonRecord,
        upload: Upload,
        *,
        audio: str,
        keep: bool,
        leave_room: bool,
        turn_id: UUID | None,
        address: str | None,
    ) -> Response:
        """The answer of the messages process, a stream or a problem. Raises Refusal."""
        if lesson.status == "ended":
            raise Refusal("lesson_ended", detail="POST /api/lessons with continue_lesson_id goes on with it")
        if upload.length is not None and upload.length > MAX_UPLOAD_BYTES:
            raise Refusal("clip_too_large", detail=f"at most {MAX_CLIP_BYTES} bytes")
        wait = self.limits.start(learner_id=lesson.learner_id, address=address)
        if wait is not None:
            raise Refusal("too_many_messages", retry_after_seconds=round(wait, 1))
        current = await self.storage.sittings.current(lesson.lesson_id)
        if current is not None:
            await self._may_follow(current, leave_room=leave_room)
        sitting = self._new_sitting(lesson)
        message_pass = sign_pass(plan_of(lesson, sitting), secret=self.secret, now=self.now().timestamp())
        query = {"audio": audio, "keep": str(keep).lower()}
        if turn_id is not None:
            query["turn_id"] = str(turn_id)
        with self._on_its_way(lesson.learner_id):
            answer = await self._handed_on(upload, message_pass, query)
        if isinstance(answer, Response):
            return answer
        try:
            await self._open_sitting(sitting, leave_room=leave_room)
        except BaseException:
            await answer.aclose()
            raise
        return StreamingResponse(
            answer.pieces(),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    @contextlib.contextmanager
    def _on_its_way(self, learner_id: UUID) -> Iterator[None]:
        """Raises Refusal for one too many."""
        if self.uploads[learner_id] >= UPLOADS_PER_LEARNER:
            raise Refusal(
                "message_in_progress",
                detail=f"{UPLOADS_PER_LEARNER} messages of this learner are being sent",
                retry_after_seconds=RETRY_SECONDS,
            )
        self.uploads[learner_id] += 1
        try:
            yield
        finally:
            self.uploads[learner_id] -= 1
            if not self.uploads[learner_id]:
                del self.uploads[learner_id]

    def _new_sitting(self, lesson: LessonRecord) -> Sitting:
        return Sitting(
            sitting_id=(sitting_id := uuid4()),
            lesson_id=lesson.lesson_id,
            room_name=f"messages-{sitting_id}",
            learner_identity=learner_identity(lesson.learner_id),
            created_at=self.now(),
            dispatches=0,
            kind="messages",
        )

    async def _open_sitting(self, sitting: Sitting, *, leave_room: bool) -> None:
        """Its message is understood. Raises Refusal."""
        current = await self.storage.sittings.current(sitting.lesson_id)
        try:
            if current is None:
                await self._reopen_if_given_up(sitting.lesson_id)
                await self.storage.sittings.create(sitting)
            else:
                await self._may_follow(current, leave_room=leave_room)
                await self.storage.sittings.replace(current.sitting_id, by=sitting)
        except LessonEndedError:
            raise Refusal("lesson_ended") from None
        except SittingExistsError:  # another message, or the way back into the room, was quicker
            raise Refusal("message_in_progress", retry_after_seconds=RETRY_SECONDS) from None
        if current is not None and current.kind == "room":
            await self._close_room(current)

    async def _reopen_if_given_up(self, lesson_id: UUID) -> None:
        """The upload may take longer than anybody waits for a learner who is away: they were not gone.

        Unless they have begun another lesson since.
        """
        lesson = await self.storage.lessons.get(lesson_id)
        if lesson is None or lesson.end_reason not in GIVEN_UP:
            return
        if not await self.storage.lessons.open_of(lesson.learner_id):
            await self.storage.lessons.reopen(lesson_id)

    async def _may_follow(self, current: Sitting, *, leave_room: bool) -> None:
        lease = await self.storage.leases.get(current.lesson_id)
        alive = tutor_state(lease) == "alive"
        if current.kind == "messages":
            if alive:
                raise Refusal("message_in_progress", retry_after_seconds=RETRY_SECONDS)
        elif not leave_room and await self._is_in_room(current, if_unknown=alive):
            raise Refusal("lesson_in_room", detail="leave the room first, or send leave_room=true")

    async def _is_in_room(self, sitting: Sitting, *, if_unknown: bool) -> bool:
        try:
            occupants = await self.rooms.occupants(
                sitting.room_name, learner_identity=sitting.learner_identity
            )
        except LiveKitUnavailableError:
            return if_unknown
        return occupants.learner

    async def _close_room(self, sitting: Sitting) -> None:
        """Its tutor gives the lesson back when the room goes; the messages process waits a moment for that."""
        try:
            await self.rooms.close(sitting.room_name)
        except LiveKitUnavailableError as error:
            logger.warning("room not closed", extra={"sitting_id": sitting.sitting_id, "why": str(error)})

    async def _handed_on(
        self, upload: Upload, message_pass: str, query: dict[str, str]
    ) -> "Response | _Answer":
        """A problem, or the answer to a message that is understood. Raises Refusal."""
        counted = _Counted(upload.body)
        headers = {"Authorization": f"Bearer {message_pass}", "Content-Type": upload.content_type}
        http = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(sock_connect=CONNECT_SECONDS, sock_read=SILENT_SECONDS)
        )
        try:
            answer = await http.post(self.url, params=query, headers=headers, data=counted)
            if answer.status == 200:
                return _Answer(http, answer)
            problem = _as_problem(answer.status, await answer.read())
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            await http.close()
            if counted.too_much:
                raise Refusal("clip_too_large", detail=f"at most {MAX_CLIP_BYTES} bytes") from None
            logger.warning("a message did not reach the tutor", extra={"error": type(error).__name__})
            raise Refusal("messages_unavailable", retry_after_seconds=RETRY_SECONDS) from None
        except BaseException:
            await http.close()
            raise
        await http.close()
        return problem


class _Counted:
    """The body on its way through; `too_much` when it was cut off."""

    def __init__(self, body: AsyncIterable[bytes]) -> None:
        self._body = body
        self.too_much = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self._body:
            size += len(chunk)
            if size > MAX_UPLOAD_BYTES:
                self.too_much = True
                raise ConnectionError("the body is too large")
            if chunk:
                yield chunk


class _Answer:
    """What the messages process answers, on its way through."""

    def __init__(self, http: aiohttp.ClientSession, answer: aiohttp.ClientResponse) -> None:
        self._http = http
        self._answer = answer

    async def pieces(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._answer.content.iter_any():
                yield piece
        except (
            aiohttp.ClientError,
            TimeoutError,
        ) as error:  # the answer stops short: its reader sees no message.done
            logger.warning("an answer broke off", extra={"error": type(error).__name__})
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        self._answer.close()
        await self._http.close()


def _as_problem(status: int, body: bytes) -> Response:
    """What the messages process refuses is refused here, in the same words; a pass is between the two."""
    try:
        problem = Problem.model_validate_json(body)
    except ValidationError:
        problem = None
    if problem is None or status == 401:
        logger.error("the messages process answered with what it should not", extra={"status": status})
        raise Refusal("messages_unavailable", retry_after_seconds=RETRY_SECONDS)
    headers = {"Cache-Control": "no-store"}
    if problem.retry_after_seconds is not None:
        headers["Retry-After"] = str(max(1, round(problem.retry_after_seconds)))
    return Response(
        problem.model_dump_json(exclude_none=True),
        status_code=status,
        media_type="application/problem+json",
        headers=headers,
    )
