"""Any OpenAI-compatible server as a mind: Ollama, vLLM, llama.cpp, or another local engine.

Answers come sentence by sentence while the other model still writes.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from local_engine.protocols import HistoryItem, Message, MindError, Task, ToolCall
from local_engine.sentences import split_ready

CONNECT_SECONDS: Final = 5.0
SILENT_SECONDS: Final = 60.0  # a large model on a small machine reads for long before its first word


@dataclass
class RemoteMind:
    """`base_url` with /v1. `start` it first, `aclose` it at the end."""

    base_url: str
    model: str
    key: str | None = None
    _http: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_SECONDS, sock_read=SILENT_SECONDS)
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        self._http = aiohttp.ClientSession(timeout=timeout, headers=headers)

    async def aclose(self) -> None:
        if self._http is not None:
            await self._http.close()

    async def answer(self, task: Task) -> AsyncGenerator[str, None] | ToolCall:
        """See Mind.answer. Waits for the other model's first word."""
        deltas = self._deltas(request_of(task, self.model))
        try:
            first: Mapping[str, Any] = {}
            async for first in deltas:
                if first.get("content") or first.get("tool_calls"):
                    break
            if first.get("tool_calls"):
                return await _call(first, deltas)
        except BaseException:
            await deltas.aclose()
            raise
        return _sentences(first, deltas, whole=task.response_schema is not None)

    async def _deltas(self, body: Mapping[str, Any]) -> AsyncGenerator[Mapping[str, Any], None]:
        if self._http is None:
            raise RuntimeError("the mind is asked before its start")
        url = f"{self.base_url.rstrip('/')}/chat/completions"
        try:
            async with self._http.post(url, json=body) as got:
                if got.status != 200:
                    raise MindError(f"{url} answered {got.status}: {_reason(await got.text())}")
                async for line in got.content:
                    if line.startswith(b"data: ") and not line.startswith(b"data: [DONE]"):
                        event = json.loads(line[6:])
                        if "error" in event:
                            raise MindError(f"{url} failed in its answer: {_reason(line[6:].decode())}")
                        for choice in event.get("choices") or ():
                            yield choice.get("delta") or {}
        except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError, ValueError) as error:
            raise MindError(f"{url} cannot be asked: {type(error).__name__}") from error


def request_of(task: Task, model: str) -> dict[str, Any]:
    """The chat request that asks for it."""
    messages: list[dict[str, Any]] = []
    if task.instructions:
        messages.append({"role": "system", "content": task.instructions})
    calls = 0
    for item in task.history:
        calls += isinstance(item, ToolCall)
        messages.append(_message(item, call_id=f"call_{calls}"))
    request: dict[str, Any] = {"model": model, "messages": messages, "stream": True}
    if task.tools:
        request["tools"] = [
            {
                "type": "function",
                "function": {
                    "name": tool.name,
                    "description": tool.description,
                    "parameters": dict(tool.parameters),
                },
            }
            for tool in task.tools
        ]
        if task.forced_tool is not None:
            request["tool_choice"] = {"type": "function", "function": {"name": task.forced_tool}}
        elif not task.may_call:
            request["tool_choice"] = "none"
    if task.response_schema is not None:
        schema = {"name": "answer", "schema": dict(task.response_schema)}
        request["response_format"] = {"type": "json_schema", "json_schema": schema}
    return request


def _message(item: HistoryItem, *, call_id: str) -> dict[str, Any]:
    """`call_id` is that of the latest call: its result follows it."""
    if isinstance(item, Message):
        return {"role": item.role, "content": item.text}
    if isinstance(item, ToolCall):
        function = {
            "name": item.name,
            "arguments": json.dumps(dict(item.arguments), ensure_ascii=False),
        }
        call = {"id": call_id, "type": "function", "function": function}
        return {"role": "assistant", "content": None, "tool_calls": [call]}
    return {"role": "tool", "tool_call_id": call_id, "content": item.output}


async def _call(first: Mapping[str, Any], deltas: AsyncGenerator[Mapping[str, Any], None]) -> ToolCall:
    """The first tool that is called; further ones are left out, for one at a time is called here."""
    name, arguments = "", ""
    delta: Mapping[str, Any] | None = first
    while delta is not None:
        for call in delta.get("tool_calls") or ():
            if call.get("index", 0) == 0:
                function = call.get("function") or {}
                name += function.get("name") or ""
                arguments += function.get("arguments") or ""
        delta = await anext(deltas, None)
    try:
        parsed = json.loads(arguments or "{}")
    except ValueError:
        raise MindError(f"the arguments of the call of {name} are no JSON") from None
    return ToolCall(name, parsed if isinstance(parsed, dict) else {})


async def _sentences(
    first: Mapping[str, Any], deltas: AsyncGenerator[Mapping[str, Any], None], *, whole: bool
) -> AsyncGenerator[str, None]:
    """`whole`: the answer is one text, such as JSON, and is not cut."""
    text = first.get("content") or ""
    try:
        async for delta in deltas:
            text += delta.get("content") or ""
            if not whole:
                sentences, text = split_ready(text)
                for sentence in sentences:
                    yield sentence
        if text.strip():
            sentences, rest = ([], text) if whole else split_ready(text)
            for sentence in [*sentences, rest.strip()]:
                if sentence:
                    yield sentence
    finally:
        await deltas.aclose()


def _reason(body: str) -> str:
    """The error's message where there is one: it names a model or a field, not what was said."""
    try:
        error = json.loads(body)["error"]
        return str(error["message"] if isinstance(error, dict) else error)[:200]
    except (ValueError, KeyError, TypeError):
        return "no reason given"
