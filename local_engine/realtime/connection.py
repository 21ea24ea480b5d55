"""One realtime connection: the client's events in, one after another, and what each does."""

import asyncio
import base64
import binascii
import functools
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from local_engine.errors import ApiError, invalid, missing
from local_engine.ids import new_id
from local_engine.protocols import HistoryItem, Mind, Recogniser, SpeechProbability, Task, Voice
from local_engine.realtime import session as settings
from local_engine.realtime.conversation import Conversation, Item, as_history, checked_item
from local_engine.realtime.hearing import Hearing
from local_engine.realtime.reply import Order, Reply, Sender
from local_engine.realtime.session import Session
from local_engine.tools import as_tools, checked_tools, tool_choice

logger = logging.getLogger(__name__)

MIN_COMMIT_MS = 100


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

    def __init__(self, *, engine: Engine, sender: Sender, model: str) -> None:
        self._engine = engine
        self._sender = sender
        self._session = Session(
            session_id=new_id("sess"),
            model=model,
            voices=engine.voice.names,
            expires_at=round(engine.unix_time()) + settings.SESSION_SECONDS,
        )
        self._conversation = Conversation()
        self._hearing = Hearing(
            detector=engine.detector, recogniser=engine.recogniser, threads=engine.threads, events=self
        )
        self._hearing.configure(self._session.detection)
        self._speech_item_id: str | None = None  # of the speech going on
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
            self._sender.emit("error", error={**error.body(), "event_id": event.get("event_id")})

    async def aclose(self) -> None:
        self._hearing.clear()
        replies = [*self._aside, *([self._reply] if self._reply is not None else [])]
        for reply in replies:
            reply.cancel("client_cancelled")
        for task in self._background:
            task.cancel()
        await asyncio.gather(
            *(reply.wait_closed() for reply in replies), *self._background, return_exceptions=True
        )

    # --- the session

    def _session_update(self, event: Mapping[str, Any]) -> None:
        change = event.get("session")
        if not isinstance(change, Mapping):
            raise missing("session")
        self._session.update(change)
        self._hearing.configure(self._session.detection)
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
        self._add_speech(item_id, self._hearing.commit())

    def _clear(self, _: Mapping[str, Any]) -> None:
        self._hearing.clear()
        self._speech_item_id = None
        self._sender.emit("input_audio_buffer.cleared")

    def speech_started(self, *, audio_start_ms: int) -> None:
        """From Hearing."""
        self._speech_item_id = new_id("item")
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
        self._add_speech(item_id, transcript)
        if self._hearing.detection.create_response:
            if self._reply is None:
                self._reply = self._start_reply({}, in_conversation=True)
            else:
                self._reply_owed = True  # interruptions are off: answer when the running reply is over

    def _add_speech(self, item_id: str, transcript: Coroutine[Any, Any, str]) -> None:
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
        self._transcribe(item, 0, transcript, tell=self._session.transcribes)

    def _transcribe(
        self, item: Item, content_index: int, transcript: Coroutine[Any, Any, str], *, tell: bool
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
                    usage={"type": "tokens", "total_tokens": 0, "input_tokens": 0, "output_tokens": 0},
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
            self._transcribe(item, at, self._hearing.transcribe(pcm), tell=self._session.transcribes)

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

    def _start_reply(self, asked: Mapping[str, Any], *, in_conversation: bool) -> Reply:
        reply = Reply(
            order=self._order(asked, in_conversation=in_conversation),
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

    def _order(self, asked: Mapping[str, Any], *, in_conversation: bool) -> Order:
        """What the client asked, with the session's settings where it asked nothing. Raises ApiError."""
        now = self._session
        instructions = asked.get("instructions") or now.instructions
        tools = now.tools if asked.get("tools") is None else checked_tools(asked["tools"], "response.tools")
        choice = now.tool_choice if asked.get("tool_choice") is None else asked["tool_choice"]
        forced, may_call = tool_choice(choice, [str(tool["name"]) for tool in tools])
        kinds = now.output_modalities
        if asked.get("output_modalities") is not None:
            kinds = settings.modalities(asked["output_modalities"], "response.output_modalities")
        output = (asked.get("audio") or {}).get("output") or {}
        voice = now.voice
        if output.get("voice") is not None:
            voice = settings.checked_voice(
                output["voice"], self._engine.voice.names, "response.audio.output.voice"
            )
        limit = now.max_output_tokens
        if asked.get("max_output_tokens") is not None:
            given = settings.output_limit(asked["max_output_tokens"], "response.max_output_tokens")
            limit = given if isinstance(given, int) else None
        metadata = asked.get("metadata")
        if metadata is not None and not isinstance(metadata, Mapping):
            raise invalid("response.metadata", metadata, "an object")
        return Order(
            instructions=instructions,
            voice=voice,
            speed=now.speed,
            modality="audio" if kinds == ["audio"] else "text",
            max_output_tokens=limit,
            metadata=metadata,
            in_conversation=in_conversation,
            make_task=functools.partial(
                _task,
                instructions=instructions,
                tools=tools,
                forced_tool=forced,
                may_call=may_call,
            ),
            history=self._history_of(asked.get("input")),
        )

    def _history_of(self, given: object) -> Callable[[], Awaitable[list[HistoryItem]]]:
        """The conversation, or the items of `response.input` in its place."""
        if given is None:
            return self._conversation.history
        if not isinstance(given, list):
            raise invalid("response.input", given, "a list of items")
        bodies = [
            self._conversation.get(item.get("id"), f"response.input[{at}].id").body
            if isinstance(item, Mapping) and item.get("type") == "item_reference"
            else checked_item(item, f"response.input[{at}]")
            for at, item in enumerate(given)
        ]

        async def chosen() -> list[HistoryItem]:
            await self._conversation.history()  # words of referenced items may still be on their way
            return as_history(bodies)

        return chosen

    def _keep(self, task: asyncio.Task[Any]) -> asyncio.Task[Any]:
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        return task


def pcm_of(audio: str, param: str) -> bytes:
    try:
        pcm = base64.b64decode(audio, validate=True)
    except (binascii.Error, ValueError):
        raise ApiError(
            f"Invalid value for '{param}': expected base64.", code="invalid_value", param=param
        ) from None
    if len(pcm) % 2:
        raise invalid(param, f"{len(pcm)} bytes", "whole samples of 2 bytes")
    return pcm


def _task(
    history: Sequence[HistoryItem],
    *,
    instructions: str,
    tools: Sequence[Mapping[str, Any]],
    forced_tool: str | None,
    may_call: bool,
) -> Task:
    return Task(
        instructions=instructions,
        history=history,
        tools=as_tools(tools),
        forced_tool=forced_tool,
        may_call=may_call,
    )
