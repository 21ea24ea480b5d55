"""`POST /v1/chat/completions`, streamed or whole.

Sampling settings (temperature, top_p, seed …) are accepted and change nothing: the mind here is made of rules.
"""

import json
import time
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from local_engine.errors import ApiError, invalid, missing
from local_engine.http.bodies import json_body, text_field
from local_engine.ids import new_id
from local_engine.protocols import HistoryItem, Message, Mind, Task, ToolCall, ToolResult
from local_engine.tools import as_tools, checked_tools, tool_choice

CHARACTERS_A_TOKEN: Final = 4
ROLES: Final = ("system", "developer", "user", "assistant", "tool")


@dataclass(frozen=True, slots=True)
class Wanted:
    model: str
    task: Task
    stream: bool
    include_usage: bool
    max_tokens: int | None


class Chat:
    """The handler, for one mind."""

    def __init__(self, mind: Mind) -> None:
        self._mind = mind

    async def handle(self, request: web.Request) -> web.StreamResponse:
        wanted = parse(await json_body(request))
        answer = await self._mind.answer(wanted.task)
        completion = _Completion(wanted, id=new_id("chatcmpl"), created=int(time.time()))
        if wanted.stream:
            return await _stream(request, completion, answer)
        return web.json_response(await completion.whole(answer))


@dataclass
class _Completion:
    """One answer in OpenAI's words."""

    wanted: Wanted
    id: str
    created: int
    finish_reason: str = "stop"
    said: str = ""

    async def pieces(self, answer: AsyncGenerator[str, None]) -> AsyncGenerator[str, None]:
        """The sentences with the spaces between them, until the token limit."""
        try:
            async for sentence in answer:
                piece = f" {sentence}" if self.said else sentence
                limit = self.wanted.max_tokens
                if limit is not None and (len(self.said) + len(piece)) / CHARACTERS_A_TOKEN > limit:
                    self.finish_reason = "length"
                    return
                self.said += piece
                yield piece
        finally:
            await answer.aclose()

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
            message["tool_calls"] = [self.call(answer)]
        else:
            message["content"] = "".join([piece async for piece in self.pieces(answer)])
        choice = {"index": 0, "message": message, "finish_reason": self.finish_reason, "logprobs": None}
        return {**self._head("chat.completion"), "choices": [choice], "usage": self.usage()}

    def chunk(self, delta: Mapping[str, Any], finish_reason: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}
        return {**self._head("chat.completion.chunk"), "choices": [choice]}

    def usage_chunk(self) -> dict[str, Any]:
        return {**self._head("chat.completion.chunk"), "choices": [], "usage": self.usage()}

    def usage(self) -> dict[str, int]:
        task = self.wanted.task
        asked = len(task.instructions) + sum(len(str(item)) for item in task.history)
        tokens_in, tokens_out = asked // CHARACTERS_A_TOKEN, len(self.said) // CHARACTERS_A_TOKEN
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
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
    await response.prepare(request)

    async def send(event: Mapping[str, Any]) -> None:
        await response.write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())

    await send(completion.chunk({"role": "assistant", "content": ""}))
    if isinstance(answer, ToolCall):
        await send(completion.chunk({"tool_calls": [{"index": 0, **completion.call(answer)}]}))
    else:
        async for piece in completion.pieces(answer):
            await send(completion.chunk({"content": piece}))
    await send(completion.chunk({}, completion.finish_reason))
    if completion.wanted.include_usage:
        await send(completion.usage_chunk())
    await response.write(b"data: [DONE]\n\n")
    await response.write_eof()
    return response


def parse(body: Mapping[str, Any]) -> Wanted:
    """Raises ApiError naming the field."""
    model = text_field(body, "model")
    if body.get("n") not in (None, 1):
        raise invalid("n", body["n"], "1")
    tools = checked_tools(body.get("tools"), "tools")
    described = as_tools(tools)
    forced, may_call = tool_choice(body.get("tool_choice"), [tool.name for tool in described])
    instructions, history = _messages(body.get("messages"))
    stream_options = body.get("stream_options") or {}
    task = Task(
        instructions=instructions,
        history=history,
        tools=described,
        forced_tool=forced,
        may_call=may_call,
        response_schema=_response_schema(body.get("response_format")),
    )
    return Wanted(
        model=model,
        task=task,
        stream=bool(body.get("stream")),
        include_usage=isinstance(stream_options, Mapping) and bool(stream_options.get("include_usage")),
        max_tokens=_limit(body),
    )


def _limit(body: Mapping[str, Any]) -> int | None:
    for name in ("max_completion_tokens", "max_tokens"):
        value = body.get(name)
        if value is not None:
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise invalid(name, value, "a whole number from 1")
            return value
    return None


def _response_schema(given: object) -> Mapping[str, Any] | None:
    match given:
        case None | {"type": "text"}:
            return None
        case {"type": "json_object"}:
            return {"type": "object"}
        case {"type": "json_schema", "json_schema": {"schema": dict(schema)}}:
            return schema
        case _:
            raise invalid(
                "response_format", given, "type 'text', 'json_object' or 'json_schema' with a schema"
            )


def _messages(given: object) -> tuple[str, list[HistoryItem]]:
    """What the system says, joined, and the talk."""
    if not isinstance(given, list) or not given:
        raise missing("messages") if given is None else invalid("messages", given, "a list that is not empty")
    system: list[str] = []
    history: list[HistoryItem] = []
    names: dict[str, str] = {}
    for at, message in enumerate(given):
        param = f"messages[{at}]"
        if not isinstance(message, Mapping):
            raise invalid(param, message, "an object")
        text = _content(message.get("content"), f"{param}.content")
        match message.get("role"):
            case "system" | "developer":
                system.append(text)
            case "user":
                history.append(Message("user", text))
            case "assistant":
                if text:
                    history.append(Message("assistant", text))
                for call in message.get("tool_calls") or ():
                    name, arguments = _past_call(call, f"{param}.tool_calls")
                    names[str(call.get("id"))] = name
                    history.append(ToolCall(name, arguments))
            case "tool":
                history.append(ToolResult(names.get(str(message.get("tool_call_id")), ""), text))
            case role:
                raise invalid(f"{param}.role", role, f"one of {', '.join(ROLES)}")
    return "\n\n".join(system), history


def _past_call(call: object, param: str) -> tuple[str, Mapping[str, Any]]:
    match call:
        case {"function": {"name": str(name), "arguments": str(arguments)}}:
            try:
                parsed = json.loads(arguments)
            except json.JSONDecodeError:
                parsed = None
            return name, parsed if isinstance(parsed, dict) else {}
        case _:
            raise ApiError(
                f"Invalid value for '{param}': expected function calls.", code="invalid_value", param=param
            )


def _content(given: object, param: str) -> str:
    """Text, or the text parts of a list."""
    if given is None:
        return ""
    if isinstance(given, str):
        return given
    if isinstance(given, list):
        return " ".join(str(part["text"]) for part in given if isinstance(part, Mapping) and "text" in part)
    raise invalid(param, type(given).__name__, "a text or a list of parts")
