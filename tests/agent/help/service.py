"""A chat service on the documented wire that answers what a test wants: slow, broken, or with junk."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from openai import AsyncOpenAI

from tests.fixtures.engine_process import free_port

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def completion(content: Any) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "any",
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
        ],
    }


@dataclass
class ChatService:
    """`answers` is called for each request; `asked` are their bodies."""

    answers: Answer
    asked: list[dict[str, Any]] = field(default_factory=list)

    def says(self, content: Any) -> None:
        async def answer(_: web.Request) -> web.StreamResponse:
            return web.json_response(completion(content))

        self.answers = answer


async def fails(_: web.Request) -> web.StreamResponse:
    return web.json_response({"error": {"message": "no", "type": "server_error"}}, status=500)


async def hangs(_: web.Request) -> web.StreamResponse:
    await asyncio.sleep(60)
    raise AssertionError("nobody waits that long")


async def drips(request: web.Request) -> web.StreamResponse:
    """A byte now and then: the client's own limit, from byte to byte, never comes."""
    response = web.StreamResponse(headers={"content-type": "application/json"})
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):
        for _ in range(1_000):
            await response.write(b" ")
            await asyncio.sleep(0.02)
    return response


async def hangs_up(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def body(text: str, *, content_type: str = "application/json") -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(text=text, content_type=content_type)

    return answer


@contextlib.asynccontextmanager
async def chat_service() -> AsyncIterator[tuple[ChatService, AsyncOpenAI]]:
    service = ChatService(fails)

    async def handle(request: web.Request) -> web.StreamResponse:
        service.asked.append(await request.json())
        return await service.answers(request)

    app = web.Application()
    app.router.add_post("/v1/chat/completions", handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    client = AsyncOpenAI(api_key="any", base_url=f"http://127.0.0.1:{port}/v1", max_retries=0)
    try:
        yield service, client
    finally:
        await client.close()
        await runner.cleanup()
