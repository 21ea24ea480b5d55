"""One realtime connection: the client's events in, one after another, and what each does."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from local_engine.errors import ApiError, invalid, missing
from local_engine.ids import new_id
from local_engine.protocols import BYTES_PER_SAMPLE, WIRE_RATE, Mind, Recogniser, SpeechProbability, Voice
from local_engine.realtime import session as settings
from local_engine.realtime.conversation import Conversation, Item, checked_item
from local_engine.realtime.hearing import Hearing
from local_engine.realtime.orders import order_of
from local_engine.realtime.reply import Reply, Sender
from local_engine.realtime.session import Session
from local_engine.realtime.sound import pcm_of
from local_engine.tokens import heard_tokens, text_tokens

logger = logging.getLogger(__name__)

MIN_COMMIT_MS = 100
CLOSE_SECONDS = 0.3


@dataclass(frozen=True, kw_only=True)
class Engine:
    """The parts that every connection shares."""

    mind: Mind
    voice: Voice
    recogniser: Recogniser
    detector: Callable[[], SpeechProbability]
    threads: Executor
    monotonic: Callable[[], float] = time.monotonic
    unix_time: Callable[[], float] = time.time


class Connection:
    """`open` once, `receive` each event in turn, `aclose` at the end."""

    def __init__(
        self, *, engine: Engine, sender: Sender, model: str, kind: settings.Kind = "realtime"
    ) -> None:
        self._engine = engine
        self._sender = sender
        self._session = Session(
            session_id=new_id("sess"),
            model=model,
            voices=engine.voice.names,
            expires_at=round(engine.unix_time()) + settings.SESSION_SECONDS,
            kind=kind,
        )
        self._conversation = Conversation()
        self._hearing = Hearing(
            detector=engine.detector, recogniser=engine.recogniser, threads=engine.threads, events=self
        )
        self._hearing.configure(self._session.detection, self._session.language)
        self._speech_item_id: str | None = None  # of the speech going on
        self._speech_start_ms = 0
        self._reply: Reply | None = None  # the one in the conversation
        self._aside: set[Reply] = set()  # those outside it
        self._reply_owed = False
        self._background: set[asyncio.Task[Any]] = set()
        self._handlers: dict[str, Callable[[Mapping[str, Any]], Awaitable[None] | None]] = {
            "session.update": self._session_update,
            "input_audio_buffer.append": self._append,
            "input_audio_buffer.commit": self._commit,
            "input_audio_buffer.clear": self._clear,
            "conversation.item.create": self._item_create,
            "conversation.item.delete": self._item_delete,
            "conversation.item.truncate": self._item_truncate,
            "conversation.item.retrieve": self._item_retrieve,
            "response.create": self._response_create,
            "response.cancel": self._response_cancel,
        }

    def open(self) -> None:
        self._sender.emit("session.created", session=self._session.view)

    async def receive(self, event: Mapping[str, Any]) -> None:
        """Act on one event; a mistake in it is answered with an `error` event."""
        try:
            kind = event.get("type")
            if kind is None:
                raise missing("type")
            handler = self._handlers.get(str(kind))
            if handler is None:
                raise invalid("type", kind, f"one of {', '.join(self._handlers)}")
            if (pending := handler(event)) is not None:
                await pending
        except ApiError as error:
            self._refuse(error, event)
        except Exception:  # one event that we cannot handle must not end a talk
            logger.exception("realtime event failed", extra={"event_type": event.get("type")})
            self._refuse(
                ApiError("The server failed on this event.", code="server_error", kind="server_error"), event
            )

    def _refuse(self, error: ApiError, event: Mapping[str, Any]) -> None:
        self._sender.emit("error", error={**error.body(), "event_id": event.get("event_id")})

    async def aclose(self) -> None:
        self._reply_owed = False
        replies = [*self._aside, *([self._reply] if self._reply is not None else [])]
        for reply in replies:
            reply.cancel("client_cancelled")
        self._hearing.clear()
        if self._background:
            # Transcripts nobody waits for any more: let them come, so that the recogniser is free again.
            _, late = await asyncio.wait(self._background, timeout=CLOSE_SECONDS)
            for task in late:
                task.cancel()
        await asyncio.gather(*(reply.wait_closed() for reply in replies), return_exceptions=True)

    # --- the session

    def _session_update(self, event: Mapping[str, Any]) -> None:
        change = event.get("session")
        if not isinstance(change, Mapping):
            raise missing("session")
        self._session.update(change)
        self._hearing.configure(self._session.detection, self._session.language)
        if self._session.detection is None:
            self._speech_item_id = None
        self._sender.emit("session.updated", session=self._session.view)

    # --- sound

    async def _append(self, event: Mapping[str, Any]) -> None:
        audio = event.get("audio")
        if not isinstance(audio, str):
            raise missing("audio")
        await self._hearing.append(pcm_of(audio, "audio"))

    def _commit(self, _: Mapping[str, Any]) -> None:
        if self._hearing.buffered_ms < MIN_COMMIT_MS:
            raise ApiError(
                "Error committing input audio buffer: buffer too small. Expected at least "
                f"{MIN_COMMIT_MS}ms of audio, but buffer only has {self._hearing.buffered_ms:.2f}ms of audio.",
                code="input_audio_buffer_commit_empty",
            )
        item_id, self._speech_item_id = self._speech_item_id or new_id("item"), None
        heard_ms = self._hearing.buffered_ms
        self._add_speech(item_id, self._hearing.commit(), seconds=heard_ms / 1000)

    def _clear(self, _: Mapping[str, Any]) -> None:
        self._hearing.clear()
        self._speech_item_id = None
        self._sender.emit("input_audio_buffer.cleared")

    def speech_started(self, *, audio_start_ms: int) -> None:
        """From Hearing."""
        self._speech_item_id, self._speech_start_ms = new_id("item"), audio_start_ms
        self._sender.emit(
            "input_audio_buffer.speech_started", audio_start_ms=audio_start_ms, item_id=self._speech_item_id
        )
        if self._hearing.detection.interrupt_response:
            self._reply_owed = False
            if self._reply is not None:
                self._reply.cancel("turn_detected")

    def speech_stopped(self, *, audio_end_ms: int, transcript: Coroutine[Any, Any, str]) -> None:
        """From Hearing."""
        item_id, self._speech_item_id = self._speech_item_id or new_id("item"), None
        self._sender.emit("input_audio_buffer.speech_stopped", audio_end_ms=audio_end_ms, item_id=item_id)
        self._add_speech(item_id, transcript, seconds=(audio_end_ms - self._speech_start_ms) / 1000)
        if self._hearing.detection.create_response:
            if self._reply is None:
                self._reply = self._start_reply({}, in_conversation=True)
            else:
                self._reply_owed = True  # interruptions are off: answer when the running reply is over

    def _add_speech(self, item_id: str, transcript: Coroutine[Any, Any, str], *, seconds: float) -> None:
        item = Item(
            {
                "id": item_id,
                "object": "realtime.item",
                "type": "message",
                "status": "completed",
                "role": "user",
                "content": [{"type": "input_audio", "transcript": None}],
            }
        )
        previous = self._conversation.tail_id
        self._sender.emit("input_audio_buffer.committed", previous_item_id=previous, item_id=item_id)
        self._insert(item)
        self._transcribe(item, 0, transcript, seconds=seconds, tell=self._session.transcribes)

    def _transcribe(
        self,
        item: Item,
        content_index: int,
        transcript: Coroutine[Any, Any, str],
        *,
        seconds: float,
        tell: bool,
    ) -> None:
        async def recognise() -> str:
            text = await transcript
            item.body["content"][content_index]["transcript"] = text
            if tell:
                self._sender.emit(
                    "conversation.item.input_audio_transcription.completed",
                    item_id=item.id,
                    content_index=content_index,
                    transcript=text,
                    usage=_transcription_usage(text, seconds),
                )
            return text

        item.transcript = self._keep(asyncio.create_task(recognise(), name="transcript"))

    # --- items

    def _insert(self, item: Item, previous_item_id: object = None) -> None:
        previous = self._conversation.insert(item, previous_item_id)
        for kind in ("added", "done"):
            self._sender.emit(f"conversation.item.{kind}", previous_item_id=previous, item=dict(item.body))

    def _item_create(self, event: Mapping[str, Any]) -> None:
        item = Item(checked_item(event.get("item")))
        sound = [
            (at, pcm_of(part.pop("audio"), f"item.content[{at}].audio"))
            for at, part in enumerate(item.body.get("content", ()))
            if part.get("audio") and not part.get("transcript")
        ]
        self._insert(item, event.get("previous_item_id"))
        for at, pcm in sound:
            seconds = len(pcm) / (WIRE_RATE * BYTES_PER_SAMPLE)
            self._transcribe(
                item, at, self._hearing.transcribe(pcm), seconds=seconds, tell=self._session.transcribes
            )

    def _item_delete(self, event: Mapping[str, Any]) -> None:
        self._conversation.delete(event.get("item_id"))
        self._sender.emit("conversation.item.deleted", item_id=event["item_id"])

    def _item_truncate(self, event: Mapping[str, Any]) -> None:
        self._conversation.truncate(
            event.get("item_id"), event.get("content_index"), event.get("audio_end_ms")
        )
        self._sender.emit(
            "conversation.item.truncated",
            item_id=event["item_id"],
            content_index=event["content_index"],
            audio_end_ms=event["audio_end_ms"],
        )

    def _item_retrieve(self, event: Mapping[str, Any]) -> None:
        self._sender.emit(
            "conversation.item.retrieved", item=dict(self._conversation.get(event.get("item_id")).body)
        )

    # --- responses

    def _response_create(self, event: Mapping[str, Any]) -> None:
        if not self._session.answers:
            raise ApiError("A transcription session gives no answers.", code="invalid_value", param="type")
        asked = event.get("response") or {}
        if not isinstance(asked, Mapping):
            raise invalid("response", asked, "an object")
        match asked.get("conversation") or "auto":
            case "none":
                self._aside.add(self._start_reply(asked, in_conversation=False))
            case "auto":
                if self._reply is not None:
                    raise ApiError(
                        f"Conversation already has an active response in progress: {self._reply.id}. "
                        "Wait until the response is finished before creating a new one.",
                        code="conversation_already_has_active_response",
                    )
                self._reply = self._start_reply(asked, in_conversation=True)
            case other:
                raise invalid("response.conversation", other, "'auto' or 'none'")

    def _response_cancel(self, event: Mapping[str, Any]) -> None:
        wanted = event.get("response_id")
        running = [self._reply] if self._reply is not None else []
        if wanted is not None:
            running = [reply for reply in [*running, *self._aside] if reply.id == wanted]
        if not running:
            raise ApiError("Cancellation failed: no active response found", code="response_cancel_not_active")
        running[0].cancel("client_cancelled")

    def fail_response(self, response_id: str, code: str, message: str) -> None:
        """For faults on purpose: an answer that fails in the middle."""
        for reply in [*self._aside, *([self._reply] if self._reply is not None else [])]:
            if reply.id == response_id:
                reply.fail(code, message)

    def _start_reply(self, asked: Mapping[str, Any], *, in_conversation: bool) -> Reply:
        reply = Reply(
            order=order_of(
                asked,
                session=self._session,
                conversation=self._conversation,
                voices=self._engine.voice.names,
                in_conversation=in_conversation,
            ),
            mind=self._engine.mind,
            voice=self._engine.voice,
            sender=self._sender,
            conversation=self._conversation,
            monotonic=self._engine.monotonic,
            on_closed=self._reply_closed,
        )
        reply.start()
        return reply

    def _reply_closed(self, reply: Reply) -> None:
        self._aside.discard(reply)
        if reply is self._reply:
            self._reply = None
            if self._reply_owed:
                self._reply_owed = False
                self._reply = self._start_reply({}, in_conversation=True)

    def _keep(self, task: asyncio.Task[Any]) -> asyncio.Task[Any]:
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        return task


def _transcription_usage(text: str, seconds: float) -> dict[str, Any]:
    heard, written = heard_tokens(seconds), text_tokens(len(text))
    return {
        "type": "tokens",
        "total_tokens": heard + written,
        "input_tokens": heard,
        "input_token_details": {"text_tokens": 0, "audio_tokens": heard},
        "output_tokens": written,
    }
