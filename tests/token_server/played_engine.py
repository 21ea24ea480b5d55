"""An engine that answers as it is told to, over OpenAI's wire: what a real one does on its bad days, and translations.

The local engine speaks in these tests; this one counts what it is asked, and fails in the ways that engines fail.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.token_server.serving import running

Manner = Literal[
    "well",
    "refuses",
    "page",
    "bad json",
    "cut",
    "empty",
    "no choices",
    "no object",
    "null",
    "same again",
    "another format",
]
PCM = b"\x01\x00\xff\x7f" * 6000  # half a second


@dataclass
class PlayedEngine:
    manner: Manner = "well"
    translations: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)  # answers wait for it
    url: str = ""

    def __post_init__(self) -> None:
        self.open.set()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/chat/completions", self._chat, methods=["POST"]),
                Route("/v1/audio/speech", self._speech, methods=["POST"]),
            ]
        )

    async def _chat(self, request: Request) -> Response:
        body = await self._taken(request)
        line = json.loads(body["messages"][-1]["content"])["line"]
        match self.manner:
            case "null":
                return _completion(json.dumps({"translation": None}))
            case "same again":
                return _completion(json.dumps({"translation": line}))
            case "no object":
                return _completion("안녕하세요")
            case "cut":
                return _completion('{"translation": "안녕')
            case "empty":
                return _completion("")
            case "no choices":
                return JSONResponse({"id": "1", "object": "chat.completion", "choices": []})
            case _:
                answer = json.dumps({"translation": self.translations[line]})
                return self._badly(line) or _completion(answer)

    async def _speech(self, request: Request) -> Response:
        body = await self._taken(request)
        assert body["response_format"] == "pcm"
        match self.manner:
            case "empty":
                return Response(b"", media_type="audio/pcm")
            case "another format":
                return Response(b"RIFF" + PCM, media_type="audio/wav")
            case "cut":
                return Response(PCM, media_type="audio/pcm", headers={"Content-Length": str(len(PCM) + 1)})
            case _:
                return self._badly(body["input"]) or Response(PCM + b"\x00", media_type="audio/pcm")

    async def _taken(self, request: Request) -> dict[str, Any]:
        body: dict[str, Any] = await request.json()
        self.asked.append(body)
        await self.open.wait()
        return body

    def _badly(self, said: str) -> Response | None:
        if self.manner == "refuses":
            # Engines quote what they were sent; nothing of it may come into a log.
            return JSONResponse({"error": {"message": f"I cannot do {said}", "code": "x"}}, status_code=500)
        if self.manner == "bad json":
            return Response(f'{{"said": "{said}"', media_type="application/json")
        if self.manner == "page":
            return Response(f"<html>{said}</html>", media_type="text/html")
        return None


@contextlib.asynccontextmanager
async def playing(engine: PlayedEngine) -> AsyncIterator[PlayedEngine]:
    async with running(engine.app()) as url:
        engine.url = f"{url}/v1"
        yield engine


def _completion(content: str) -> Response:
    message = {"role": "assistant", "content": content, "refusal": None}
    return JSONResponse(
        {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": "played",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
        }
    )
