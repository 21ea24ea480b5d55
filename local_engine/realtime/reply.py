"""One response: asked of the mind, spoken sentence by sentence, and ended once, whoever ends it.

Captions and sound go out in step and ahead of time, but not far: see `pacing.py`.
"""

import asyncio
import base64
import contextlib
import json
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from local_engine.ids import new_id
from local_engine.protocols import (
    BYTES_PER_SAMPLE,
    WIRE_RATE,
    HistoryItem,
    Mind,
    MindError,
    SynthesisError,
    Task,
    ToolCall,
    Voice,
)
from local_engine.realtime.conversation import Conversation, Item, Spoken
from local_engine.realtime.pacing import Captions, Pacer
from local_engine.tokens import CHARACTERS_A_TOKEN, audio_tokens, characters_of, text_tokens

logger = logging.getLogger(__name__)

DELTA_SECONDS = 0.1
DELTA_BYTES = round(DELTA_SECONDS * WIRE_RATE) * BYTES_PER_SAMPLE

Status = Literal["in_progress", "completed", "cancelled", "failed", "incomplete"]
CancelReason = Literal["turn_detected", "client_cancelled"]


class Sender(Protocol):
    """Puts an event on the wire, in order; `room` waits while the client is slow to read."""

    def emit(self, event_type: str, /, **fields: Any) -> None: ...
    async def room(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a response was asked to be. `history` waits for the words it answers; `task` makes of them what to ask."""

    voice: str
    speed: float
    modality: Literal["audio", "text"]
    max_output_tokens: int | None
    metadata: Mapping[str, Any] | None
    in_conversation: bool
    history: Callable[[], Awaitable[Sequence[HistoryItem]]]
    task: Callable[[Sequence[HistoryItem]], Task]


@dataclass(kw_only=True, eq=False)
class Reply:
    """Create it, then `start` it. `cancel` may come at any time; nothing is sent for it afterwards."""

    order: Order
    mind: Mind
    voice: Voice
    sender: Sender
    conversation: Conversation
    monotonic: Callable[[], float]
    on_closed: Callable[["Reply"], None]
    id: str = field(default_factory=lambda: new_id("resp"))
    status: Status = "in_progress"
    _item: Item | None = None
    _previous_item_id: str | None = None
    _output: list[dict[str, Any]] = field(default_factory=list)
    _task: asyncio.Task[None] | None = None
    _input_characters: int = 0
    _text: str = ""
    _audio_seconds: float = 0.0

    def start(self) -> None:
        self.sender.emit("response.created", response=self._view())
        self._task = asyncio.create_task(self._run(), name="reply")

    def cancel(self, reason: CancelReason) -> None:
        """Stop speaking now. Harmless when it is over."""
        if self.status == "in_progress":
            self._close("cancelled", {"type": "cancelled", "reason": reason})
        if self._task is not None:
            self._task.cancel()

    def fail(self, code: str, message: str) -> None:
        """Stop speaking now, as an answer that failed. Harmless when it is over."""
        self._fail(code, message)
        if self._task is not None:
            self._task.cancel()

    async def wait_closed(self) -> None:
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        try:
            history = await self.order.history()
            task = self.order.task(history)
            self._input_characters = characters_of(task)
            answer = await self.mind.answer(task)
            if isinstance(answer, ToolCall):
                self._call(answer)
                self._close("completed")
                return
            async with contextlib.aclosing(answer) as sentences:
                whole = await self._say(sentences)
            if whole:
                self._close("completed")
            else:
                self._close("incomplete", {"type": "incomplete", "reason": "max_output_tokens"})
        except SynthesisError as error:
            logger.error("synthesis failed: %s", error, extra={"response_id": self.id})
            self._fail("synthesis_failed", str(error))
        except MindError as error:
            logger.error("mind failed: %s", error, extra={"response_id": self.id})
            self._fail("mind_failed", str(error))
        except Exception:  # a mind's mistake must reach the client as a failed response, not as silence
            logger.exception("reply failed", extra={"response_id": self.id})
            self._fail("server_error", "The mind behind this server failed.")

    def _fail(self, code: str, message: str) -> None:
        error = {"type": "server_error", "code": code, "message": message}
        self._close("failed", {"type": "failed", "error": error})

    def _call(self, call: ToolCall) -> None:
        arguments = json.dumps(dict(call.arguments), ensure_ascii=False)
        item = Item(
            {
                "id": new_id("item"),
                "object": "realtime.item",
                "type": "function_call",
                "status": "in_progress",
                "call_id": new_id("call"),
                "name": call.name,
                "arguments": "",
            }
        )
        self._add(item)
        about = {
            "response_id": self.id,
            "item_id": item.id,
            "output_index": 0,
            "call_id": item.body["call_id"],
        }
        self.sender.emit("response.function_call_arguments.delta", **about, delta=arguments)
        item.body["arguments"] = arguments
        self.sender.emit(
            "response.function_call_arguments.done", **about, name=call.name, arguments=arguments
        )
        self._text = arguments

    async def _say(self, sentences: AsyncGenerator[str, None]) -> bool:
        """Whether all was said; False when the token limit came first."""
        pacer = Pacer(self.monotonic)
        async for sentence in sentences:
            text = sentence.strip()
            if not text:
                continue
            limit = self.order.max_output_tokens
            if limit is not None and (len(self._text) + len(text)) / CHARACTERS_A_TOKEN > limit:
                return False
            if self._item is None:
                self._begin_message()
                lead = ""
            else:
                lead = " "
            if self.order.modality == "text":
                self._caption(lead + text)
            else:
                await self._speak(text, lead, pacer)
        return True

    async def _speak(self, text: str, lead: str, pacer: Pacer) -> None:
        item = self._item
        if item is None:
            raise RuntimeError("a sentence is spoken before its item exists")
        captions = Captions(text, lead, seconds=self.voice.estimate_seconds(text, speed=self.order.speed))
        began = self._audio_seconds
        item.spoken.append(Spoken("", 0.0))
        pending = b""
        async with contextlib.aclosing(
            self.voice.speak(text, voice=self.order.voice, speed=self.order.speed)
        ) as pieces:
            async for piece in pieces:
                pending += piece
                while len(pending) >= DELTA_BYTES:
                    delta, pending = pending[:DELTA_BYTES], pending[DELTA_BYTES:]
                    await self._sound(item, delta, captions, pacer, began)
        if pending:
            await self._sound(item, pending, captions, pacer, began)
        if rest := captions.rest():
            self._caption(rest)
        item.spoken[-1] = Spoken(lead + text, (self._audio_seconds - began) * 1000)

    async def _sound(self, item: Item, delta: bytes, captions: Captions, pacer: Pacer, began: float) -> None:
        await pacer.wait(self._audio_seconds)
        await self.sender.room()
        if words := captions.until(self._audio_seconds - began):
            self._caption(words)
        self.sender.emit(
            "response.output_audio.delta", **self._part(), delta=base64.b64encode(delta).decode("ascii")
        )
        self._audio_seconds += len(delta) / (WIRE_RATE * BYTES_PER_SAMPLE)
        item.spoken[-1] = Spoken(captions.shown, (self._audio_seconds - began) * 1000)

    def _caption(self, text: str) -> None:
        kind = "output_audio_transcript" if self.order.modality == "audio" else "output_text"
        self.sender.emit(f"response.{kind}.delta", **self._part(), delta=text)
        self._text += text

    def _begin_message(self) -> None:
        item = Item(
            {
                "id": new_id("item"),
                "object": "realtime.item",
                "type": "message",
                "role": "assistant",
                "status": "in_progress",
                "content": [],
            }
        )
        self._item = item
        self._add(item)
        self.sender.emit("response.content_part.added", **self._part(), part=self._content_part())

    def _add(self, item: Item) -> None:
        self._item = item
        self.sender.emit(
            "response.output_item.added", response_id=self.id, output_index=0, item=dict(item.body)
        )
        if self.order.in_conversation:
            self._previous_item_id = self.conversation.insert(item)
            self._tell_item("added", item)

    def _tell_item(self, what: Literal["added", "done"], item: Item) -> None:
        self.sender.emit(
            f"conversation.item.{what}", previous_item_id=self._previous_item_id, item=dict(item.body)
        )

    def _close(self, status: Status, details: Mapping[str, Any] | None = None) -> None:
        """All the events that end a response. The first call counts."""
        if self.status != "in_progress":
            return
        self.status = status
        if (item := self._item) is not None:
            if item.body["type"] == "message":
                self._end_message(item)
            item.body["status"] = "completed" if status == "completed" else "incomplete"
            self._output = [dict(item.body)]
            self.sender.emit(
                "response.output_item.done", response_id=self.id, output_index=0, item=dict(item.body)
            )
            if self.order.in_conversation:
                self._tell_item("done", item)
        self.sender.emit("response.done", response=self._view(details))
        self.on_closed(self)

    def _end_message(self, item: Item) -> None:
        part = self._content_part()
        if self.order.modality == "audio":
            self.sender.emit("response.output_audio.done", **self._part())
            self.sender.emit("response.output_audio_transcript.done", **self._part(), transcript=self._text)
            item.body["content"] = [{"type": "output_audio", "transcript": self._text}]
        else:
            self.sender.emit("response.output_text.done", **self._part(), text=self._text)
            item.body["content"] = [{"type": "output_text", "text": self._text}]
        self.sender.emit("response.content_part.done", **self._part(), part=part)

    def _content_part(self) -> dict[str, str]:
        if self.order.modality == "audio":
            return {"type": "audio", "transcript": self._text}
        return {"type": "text", "text": self._text}

    def _part(self) -> dict[str, Any]:
        return {
            "response_id": self.id,
            "item_id": self._item.id if self._item is not None else "",
            "output_index": 0,
            "content_index": 0,
        }

    def _view(self, details: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            "object": "realtime.response",
            "id": self.id,
            "status": self.status,
            "status_details": details,
            "output": self._output,
            "conversation_id": None,
            "output_modalities": [self.order.modality],
            "max_output_tokens": self.order.max_output_tokens or "inf",
            "audio": {"output": {"voice": self.order.voice}},
            "metadata": self.order.metadata,
            "usage": None if self.status == "in_progress" else self._usage(),
        }

    def _usage(self) -> dict[str, Any]:
        text_in, text_out = text_tokens(self._input_characters), text_tokens(len(self._text))
        audio_out = audio_tokens(self._audio_seconds)
        return {
            "total_tokens": text_in + text_out + audio_out,
            "input_tokens": text_in,
            "output_tokens": text_out + audio_out,
            "input_token_details": {
                "text_tokens": text_in,
                "audio_tokens": 0,
                "cached_tokens": 0,
                "image_tokens": 0,
            },
            "output_token_details": {"text_tokens": text_out, "audio_tokens": audio_out},
        }
