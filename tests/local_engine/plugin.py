"""livekit-plugins-openai's realtime session against the engine, with everything it was told kept in order."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from livekit import rtc
from livekit.agents import APIConnectOptions, llm
from livekit.plugins import openai
from openai.types.realtime.realtime_audio_input_turn_detection import SemanticVad, ServerVad

from tests.fixtures.waiting import until
from tests.local_engine.spoken import RATE

SERVER_VAD = ServerVad(
    type="server_vad",
    threshold=0.5,
    prefix_padding_ms=300,
    silence_duration_ms=500,
    create_response=True,
    interrupt_response=True,
)


@dataclass
class Received:
    at: float  # monotonic seconds
    event: dict[str, Any]

    @property
    def type(self) -> str:
        return str(self.event["type"])


@dataclass
class Said:
    """One generation: its text and how long it sounds."""

    text: str
    seconds: float
    calls: list[llm.FunctionCall]


@dataclass
class Client:
    session: openai.realtime.RealtimeSession
    received: list[Received] = field(default_factory=list)
    generations: "asyncio.Queue[llm.GenerationCreatedEvent]" = field(default_factory=asyncio.Queue)

    def events(self, kind: str) -> list[dict[str, Any]]:
        return [received.event for received in self.received if received.type == kind]

    def first_at(self, kind: str, *, after: float = 0.0) -> float:
        return next(
            received.at for received in self.received if received.type == kind and received.at >= after
        )

    async def event(self, kind: str, *, nth: int = 1, seconds: float = 15.0) -> dict[str, Any]:
        await until(lambda: len(self.events(kind)) >= nth, seconds=seconds, what=f"{kind} number {nth}")
        return self.events(kind)[nth - 1]

    def push(self, pcm: bytes) -> None:
        """At once: to the engine, sound is its own clock."""
        for at in range(0, len(pcm), RATE // 50 * 2):
            piece = pcm[at : at + RATE // 50 * 2]
            self.session.push_audio(rtc.AudioFrame(piece, RATE, 1, len(piece) // 2))

    async def speak(self, pcm: bytes) -> None:
        """As fast as it sounds."""
        began = time.monotonic()
        for at in range(0, len(pcm), RATE // 10 * 2):
            await asyncio.sleep(max(0.0, began + at / 2 / RATE - time.monotonic()))
            self.push(pcm[at : at + RATE // 10 * 2])

    async def reply(self, **options: Any) -> Said:
        return await listen(await self.session.generate_reply(**options))

    async def next_reply(self) -> Said:
        return await listen(await asyncio.wait_for(self.generations.get(), 10))


async def listen(generation: llm.GenerationCreatedEvent) -> Said:
    """To the end of one generation."""
    texts: list[str] = []
    samples = 0

    async def text_of(message: llm.MessageGeneration) -> None:
        texts.extend([piece async for piece in message.text_stream])

    async def sound_of(message: llm.MessageGeneration) -> None:
        nonlocal samples
        async for frame in message.audio_stream:
            samples += frame.samples_per_channel

    async for message in generation.message_stream:
        await asyncio.gather(text_of(message), sound_of(message))
    calls = [call async for call in generation.function_stream]
    return Said("".join(texts), samples / RATE, calls)


@contextlib.asynccontextmanager
async def plugin(
    url: str,
    *,
    turn_detection: ServerVad | SemanticVad | None = SERVER_VAD,
    instructions: str = "",
    api_key: str = "any",
    **options: Any,
) -> AsyncIterator[Client]:
    model = openai.realtime.RealtimeModel(
        base_url=url,
        api_key=api_key,
        model="local-engine",
        voice=options.pop("voice", "alloy"),
        turn_detection=turn_detection,
        conn_options=APIConnectOptions(max_retry=0, timeout=5.0),
        **options,
    )
    session = model.session()
    client = Client(session)
    session.on(
        "openai_server_event_received",
        lambda event: client.received.append(Received(time.monotonic(), dict(event))),
    )

    def generation_created(event: llm.GenerationCreatedEvent) -> None:
        if not event.user_initiated:
            client.generations.put_nowait(event)

    session.on("generation_created", generation_created)
    try:
        await session.update_instructions(instructions)
        yield client
    finally:
        try:
            await session.aclose()
        finally:
            await model.aclose()
