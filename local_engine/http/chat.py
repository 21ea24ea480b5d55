"""`POST /v1/chat/completions`, streamed or whole.

Sampling settings (temperature, top_p, seed …) are accepted and change nothing: the mind here is made of rules. It gives
sentences; on the wire they leave word by word, and a tool's arguments in pieces, as a model's would.
"""

import contextlib
import json
import logging
import re
import time
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from local_engine.delays import Delays
from local_engine.errors import ApiError
from local_engine.http.bodies import json_body
from local_engine.http.chat_request import Wanted, parse
from local_engine.http.stops import StopFilter
from local_engine.http.streams import EVENT_STREAM, Stream
from local_engine.ids import new_id
from local_engine.protocols import Mind, MindError, ToolCall
from local_engine.tokens import CHARACTERS_A_TOKEN, characters_of, text_tokens

logger = logging.getLogger(__name__)

ARGUMENT_CHARACTERS: Final = 12  # in one piece of a streamed tool call
_WORD = re.compile(r"\s*\S+|\s+$")  # with the white space before it


class Chat:
    """The handler, for one mind."""

    def __init__(self, mind: Mind, delays: Delays) -> None:
        self._mind = mind
        self._delays = delays

    async def handle(self, request: web.Request) -> web.StreamResponse:
        wanted = parse(await json_body(request))
        began = self._delays.monotonic()
        try:
            answer = await self._mind.answer(wanted.task)
        except MindError as error:
            raise _failed(str(error)) from error
        completion = _Completion(wanted, self._delays, began, id=new_id("chatcmpl"), created=int(time.time()))
        if wanted.stream:
            return await _stream(request, completion, answer)
        return web.json_response(await completion.whole(answer))


@dataclass
class _Completion:
    """One answer in OpenAI's words."""

    wanted: Wanted
    delays: Delays
    began: float
    id: str
    created: int
    finish_reason: str = "stop"
    said: str = ""

    async def pieces(self, answer: AsyncGenerator[str, None]) -> AsyncGenerator[str, None]:
        """Word by word with the white space between, until a stop sequence or the token limit."""
        limit = self.wanted.max_tokens
        stops = StopFilter(self.wanted.stops)
        async with contextlib.aclosing(self._words(answer)) as words:
            async for word in words:
                piece = stops.feed(word)
                if limit is not None and len(self.said) + len(piece) > limit * CHARACTERS_A_TOKEN:
                    self.finish_reason = "length"
                    return
                if piece:
                    self.said += piece
                    yield piece
                if stops.met:
                    return
        if rest := stops.end():
            self.said += rest
            yield rest

    async def _words(self, sentences: AsyncGenerator[str, None]) -> AsyncGenerator[str, None]:
        """As fast as the delays allow."""
        lead, began = "", self.began
        async with contextlib.aclosing(sentences):
            async for sentence in sentences:
                words = _WORD.findall(lead + sentence)
                for number, word in enumerate(words, 1):
                    if number == 1:
                        await self.delays.reach("next_sentence" if lead else "first_token", began)
                    if number == len(words) and not lead:
                        await self.delays.reach("first_sentence", began)
                    yield word
                lead, began = " ", self.delays.monotonic()

    def call(self, call: ToolCall) -> dict[str, Any]:
        self.finish_reason = "tool_calls"
        self.said = json.dumps(dict(call.arguments), ensure_ascii=False)
        return {
            "id": new_id("call"),
            "type": "function",
            "function": {"name": call.name, "arguments": self.said},
        }

    async def whole(self, answer: AsyncGenerator[str, None] | ToolCall) -> dict[str, Any]:
        message: dict[str, Any] = {"role": "assistant", "content": None, "refusal": None}
        if isinstance(answer, ToolCall):
            await self.delays.reach("first_token", self.began)
            message["tool_calls"] = [self.call(answer)]
        else:
            message["content"] = "".join([piece async for piece in self.pieces(answer)])
        choice = {"index": 0, "message": message, "finish_reason": self.finish_reason, "logprobs": None}
        return {**self._head("chat.completion"), "choices": [choice], "usage": self.usage()}

    async def deltas(
        self, answer: AsyncGenerator[str, None] | ToolCall
    ) -> AsyncGenerator[dict[str, Any], None]:
        if isinstance(answer, ToolCall):
            await self.delays.reach("first_token", self.began)
            call = self.call(answer)
            arguments: str = call["function"]["arguments"]
            empty = {"name": answer.name, "arguments": ""}
            first = {"index": 0, **call, "function": empty}
            yield {"role": "assistant", "content": None, "tool_calls": [first]}
            for at in range(0, len(arguments), ARGUMENT_CHARACTERS):
                function = {"arguments": arguments[at : at + ARGUMENT_CHARACTERS]}
                yield {"tool_calls": [{"index": 0, "function": function}]}
            return
        yield {"role": "assistant", "content": ""}
        async with contextlib.aclosing(self.pieces(answer)) as pieces:
            async for piece in pieces:
                yield {"content": piece}

    def chunk(self, delta: Mapping[str, Any], finish_reason: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}
        return {**self._head("chat.completion.chunk"), "choices": [choice]}

    def usage_chunk(self) -> dict[str, Any]:
        return {**self._head("chat.completion.chunk"), "choices": [], "usage": self.usage()}

    def usage(self) -> dict[str, int]:
        tokens_in, tokens_out = text_tokens(characters_of(self.wanted.task)), text_tokens(len(self.said))
        return {
            "prompt_tokens": tokens_in,
            "completion_tokens": tokens_out,
            "total_tokens": tokens_in + tokens_out,
        }

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": self.id, "object": kind, "created": self.created, "model": self.wanted.model}


async def _stream(
    request: web.Request, completion: _Completion, answer: AsyncGenerator[str, None] | ToolCall
) -> web.StreamResponse:
    stream = Stream(request, EVENT_STREAM)
    try:
        async with contextlib.aclosing(completion.deltas(answer)) as deltas:
            async for delta in deltas:
                await stream.send_event(completion.chunk(delta))
    except (ConnectionError, ApiError):
        raise
    except Exception as error:  # the status is sent already: the client is told in the stream
        logger.exception("mind failed in the middle of an answer")
        text = str(error) if isinstance(error, MindError) else "The mind behind this server failed."
        await stream.send_event({"error": _failed(text).body()})
        return await stream.end()
    await stream.send_event(completion.chunk({}, completion.finish_reason))
    if completion.wanted.include_usage:
        await stream.send_event(completion.usage_chunk())
    await stream.send_done()
    return await stream.end()


def _failed(text: str) -> ApiError:
    return ApiError(text, code="mind_failed", status=502, kind="server_error")
