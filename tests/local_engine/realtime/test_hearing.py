"""The input buffer with a scripted detector: each byte of a window says how sure it is that someone speaks."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
import pytest_asyncio

from local_engine.realtime.detection import Detection
from local_engine.realtime.hearing import Hearing

WINDOW_MS = 32
VOICE, SILENCE = 20_000, 0


class LoudIsSpeech:
    window_samples = 512

    def __call__(self, window: bytes) -> float:
        return 0.9 if np.abs(np.frombuffer(window, np.int16)).max() > 5000 else 0.1


class Notes:
    """A recogniser whose text is how many milliseconds it was given."""

    def __init__(self) -> None:
        self.discarded = 0
        self.text_so_far = ""

    def listen(self, language: str | None = None) -> "Note":
        return Note(self)


class Note:
    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.fed = 0

    def feed(self, pcm: bytes) -> None:
        self.fed += len(pcm)

    async def so_far(self) -> str:
        return self.notes.text_so_far

    async def finish(self) -> str:
        return f"{self.fed / 2 / 16:.0f}"

    def discard(self) -> None:
        self.notes.discarded += 1


class Turns:
    def __init__(self) -> None:
        self.told: list[tuple[str, int]] = []
        self.transcripts: list[Coroutine[Any, Any, str]] = []

    def speech_started(self, *, audio_start_ms: int) -> None:
        self.told.append(("started", audio_start_ms))

    def speech_stopped(self, *, audio_end_ms: int, transcript: Coroutine[Any, Any, str]) -> None:
        self.told.append(("stopped", audio_end_ms))
        self.transcripts.append(transcript)


class Room:
    def __init__(self, threads: ThreadPoolExecutor) -> None:
        self.turns, self.notes = Turns(), Notes()
        self.hearing = Hearing(
            detector=LoudIsSpeech, recogniser=self.notes, threads=threads, events=self.turns
        )

    async def hear(self, level: int, ms: int) -> None:
        """A tone of 250 Hz, or silence, in appends of 100 ms, as the plugin sends them."""
        tone = level * np.sign(np.sin(np.arange(ms * 24) * 2 * np.pi * 250 / 24_000))
        samples = tone.astype(np.int16)
        for at in range(0, len(samples), 2400):
            await self.hearing.append(samples[at : at + 2400].tobytes())
            await asyncio.sleep(0)  # as between two messages of a socket


@pytest_asyncio.fixture
async def room() -> AsyncIterator[Room]:
    with ThreadPoolExecutor(1) as threads:
        yield Room(threads)


@pytest.mark.parametrize(
    ("padding_ms", "silence_ms"),
    [pytest.param(300, 500, id="usual"), pytest.param(0, 1200, id="none before, long after")],
)
async def test_times_hold_padding_and_silence(room: Room, padding_ms: int, silence_ms: int) -> None:
    room.hearing.configure(
        Detection(mode="server_vad", prefix_padding_ms=padding_ms, silence_duration_ms=silence_ms)
    )
    await room.hear(SILENCE, 1000)
    await room.hear(VOICE, 700)
    await room.hear(SILENCE, 2000)
    (started, start_ms), (stopped, end_ms) = room.turns.told
    assert (started, stopped) == ("started", "stopped")
    assert start_ms == pytest.approx(1000 - padding_ms, abs=2 * WINDOW_MS)
    assert end_ms == pytest.approx(1700 + silence_ms, abs=2 * WINDOW_MS)
    heard_ms = int(await room.turns.transcripts[0])
    assert heard_ms == pytest.approx(end_ms - start_ms, abs=3 * WINDOW_MS)


async def test_a_pause_shorter_than_the_silence_is_one_turn(room: Room) -> None:
    room.hearing.configure(Detection(mode="server_vad", silence_duration_ms=500))
    for level, ms in ((VOICE, 400), (SILENCE, 400), (VOICE, 400), (SILENCE, 600)):
        await room.hear(level, ms)
    assert [kind for kind, _ in room.turns.told] == ["started", "stopped"]
    assert int(await room.turns.transcripts[0]) > 1600


@pytest.mark.parametrize(
    ("so_far", "silence_ms"),
    [pytest.param("i want a room", 500, id="finished"), pytest.param("i want to", 1500, id="open")],
)
async def test_meaning_shortens_the_silence(room: Room, so_far: str, silence_ms: int) -> None:
    room.notes.text_so_far = so_far
    room.hearing.configure(Detection(mode="semantic_vad", eagerness="auto"))
    await room.hear(VOICE, 500)
    await room.hear(SILENCE, 2500)
    assert room.turns.told[1][1] == pytest.approx(500 + silence_ms, abs=100 + 2 * WINDOW_MS)
    room.turns.transcripts[0].close()


async def test_the_client_takes_the_turns_and_silence_between_is_not_recognised(room: Room) -> None:
    room.hearing.configure(None)
    for level, ms in ((SILENCE, 3000), (VOICE, 500), (SILENCE, 5000), (VOICE, 500), (SILENCE, 300)):
        await room.hear(level, ms)
    heard_ms = int(await room.hearing.commit())
    assert room.turns.told == []
    # Two times half a second, the padding before each, up to 0.8 s behind the first, 0.3 s behind the second.
    assert 1000 + 600 < heard_ms < 1000 + 600 + 1100 + 200


async def test_silence_alone_has_no_words(room: Room) -> None:
    room.hearing.configure(None)
    await room.hear(SILENCE, 500)
    assert room.hearing.buffered_ms == 500
    assert await room.hearing.commit() == ""
    assert room.hearing.buffered_ms == 0


async def test_a_cleared_buffer_is_forgotten(room: Room) -> None:
    room.hearing.configure(None)
    await room.hear(VOICE, 500)
    room.hearing.clear()
    assert (room.notes.discarded, room.hearing.buffered_ms) == (1, 0)
    assert await room.hearing.commit() == ""


async def test_handing_turns_to_the_client_in_mid_speech_keeps_the_speech(room: Room) -> None:
    room.hearing.configure(Detection(mode="server_vad"))
    await room.hear(VOICE, 500)
    room.hearing.configure(None)
    await room.hear(VOICE, 500)
    await room.hear(SILENCE, 1000)
    assert [kind for kind, _ in room.turns.told] == ["started"]
    assert int(await room.hearing.commit()) >= 900
