"""Sound leaves while it is made, and nothing is made for a client that has left. The voice is one that waits for the test."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web

from local_engine.delays import Delays
from local_engine.http.access import shaped_errors
from local_engine.http.speech import Speech
from local_engine.protocols import SynthesisError
from tests.fixtures.waiting import until

PIECE = bytes(4800)


@dataclass
class HeldVoice:
    """Speaks one PIECE, then no more before `go`; `fails` then."""

    fails: bool = False
    go: asyncio.Event = field(default_factory=asyncio.Event)
    begun: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)

    @property
    def names(self) -> Sequence[str]:
        return ["alloy"]

    def estimate_seconds(self, text: str, *, speed: float) -> float:
        return 1.0

    async def check(self) -> None:
        pass

    async def speak(self, text: str, *, voice: str, speed: float) -> AsyncGenerator[bytes, None]:
        self.begun.append(text)
        try:
            yield PIECE
            await self.go.wait()
            if self.fails:
                raise SynthesisError("the voice broke")
            yield PIECE
        finally:
            self.stopped.append(text)


@contextlib.asynccontextmanager
async def serving(voice: HeldVoice) -> AsyncIterator[str]:
    app = web.Application(middlewares=[shaped_errors])
    app.router.add_post("/speech", Speech(voice, Delays(time.monotonic)).handle)
    runner = web.AppRunner(app, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/speech"
    finally:
        await runner.cleanup()


def body(form: str, stream_format: str = "audio") -> dict[str, str]:
    return {"input": "One. Two.", "response_format": form, "stream_format": stream_format}


@pytest.mark.parametrize(
    ("form", "stream_format", "first", "whole"),
    [("pcm", "audio", 4800, 4 * 4800), ("wav", "audio", 4844, 44 + 4 * 4800), ("pcm", "sse", 6400, 4 * 6400)],
)
async def test_the_first_bytes_come_before_the_rest_is_made(
    form: str, stream_format: str, first: int, whole: int
) -> None:
    voice = HeldVoice()
    async with (
        serving(voice) as url,
        aiohttp.ClientSession() as http,
        http.post(url, json=body(form, stream_format)) as got,
    ):
        begun = await got.content.readexactly(first)
        assert voice.begun == ["One."]
        assert not voice.stopped
        voice.go.set()
        rest = await got.content.read()
    assert voice.stopped == ["One.", "Two."]
    assert len(begun) + len(rest) >= whole


async def test_a_client_that_leaves_stops_the_synthesis() -> None:
    voice = HeldVoice()
    async with serving(voice) as url, aiohttp.ClientSession() as http:
        got = await http.post(url, json=body("pcm"))
        await got.content.readexactly(4800)
        got.close()
        await until(lambda: voice.stopped == ["One."], what="the synthesis is stopped")
        assert voice.begun == ["One."]  # the second sentence is not begun


async def test_sound_that_breaks_off_ends_in_a_cut_connection() -> None:
    voice = HeldVoice(fails=True)
    voice.go.set()
    async with serving(voice) as url, aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.ClientError):
            async with http.post(url, json=body("pcm")) as got:
                await got.read()


async def test_events_that_break_off_say_so() -> None:
    voice = HeldVoice(fails=True)
    voice.go.set()
    async with (
        serving(voice) as url,
        aiohttp.ClientSession() as http,
        http.post(url, json=body("pcm", "sse")) as got,
    ):
        text = await got.text()
    assert '"code": "synthesis_failed"' in text.strip().rsplit("\n\n", maxsplit=1)[-1]
