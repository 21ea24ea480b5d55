"""A plain websocket to the engine, with no client's opinions."""

import base64
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp


class Wire:
    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def send(self, kind: str, **fields: Any) -> None:
        await self.socket.send_json({"type": kind, **fields})

    async def next(self, *kinds: str) -> dict[str, Any]:
        """The next event of one of the kinds; others are passed over."""
        while True:
            event: dict[str, Any] = json.loads((await self.socket.receive(timeout=15)).data)
            if event["type"] in kinds:
                return event

    async def append(self, pcm: bytes) -> None:
        for at in range(0, len(pcm), 4800):
            await self.send("input_audio_buffer.append", audio=base64.b64encode(pcm[at : at + 4800]).decode())

    async def say_text(self, text: str, **fields: Any) -> dict[str, Any]:
        item = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": text}]}
        await self.send("conversation.item.create", item=item, **fields)
        return await self.next("conversation.item.added", "error")


@contextlib.asynccontextmanager
async def wire(url: str, *, query: str = "model=any", heartbeat: float | None = None) -> AsyncIterator[Wire]:
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{url}/realtime?{query}", heartbeat=heartbeat) as socket,
    ):
        connected = Wire(socket)
        await connected.next("session.created")
        yield connected
