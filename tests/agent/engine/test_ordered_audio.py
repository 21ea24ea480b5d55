"""What the ear gets of ten sentences whose synthesis takes any time, one of which fails, and which the learner cuts short.

Real are our voice and LiveKit's streams around it; the clock jumps, so that a hundred runs take seconds. Played are the
service (its sound is the sentence's number, sample by sample) and the loudspeaker.
"""

import asyncio
import random
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any

import numpy as np
import pytest
from livekit.agents import APIConnectionError, APIConnectOptions, tts
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS, USERDATA_TIMED_TRANSCRIPT

from agent.engine.sentence_voice import SentenceVoice
from agent.engine.sentences import IDLE_SECONDS
from tests.fixtures.virtual_time import run_virtually

RATE = 24_000
PIECE_SECONDS = 0.2
LATE_SECONDS = 0.03  # LiveKit holds back 10 ms of a sound whose end is not there yet
FAILS, CUT_IN = 4, 6
AT_ONCE = 2  # docs/behaviours.md
SILENCE = 0  # LiveKit ends each stream with 10 ms of it
LINES = [f"This is sentence number {number} of ten." for number in range(1, 11)]


def now() -> float:
    return asyncio.get_running_loop().time()


@dataclass
class Request:
    number: int
    began: float
    ended: float | None = None


class Service(tts.TTS[Any]):
    """As a plugin: `synthesize` one sentence. Sentence FAILS fails at every try."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__(capabilities=tts.TTSCapabilities(streaming=False), sample_rate=RATE, num_channels=1)
        self.chance = chance
        self.requests: list[Request] = []

    def synthesize(
        self, text: str, *, conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS
    ) -> tts.ChunkedStream:
        return _Answer(tts=self, input_text=text, conn_options=conn_options)


class _Answer(tts.ChunkedStream):
    async def _run(self, output_emitter: tts.AudioEmitter) -> None:
        service = self._tts
        assert isinstance(service, Service)
        number = LINES.index(self.input_text) + 1
        request = Request(number, now())
        service.requests.append(request)
        try:
            output_emitter.initialize(
                request_id=str(number), sample_rate=RATE, num_channels=1, mime_type="audio/pcm"
            )
            await asyncio.sleep(service.chance.uniform(0.05, 1.5))
            if number == FAILS:
                raise APIConnectionError
            piece = np.full(int(RATE * PIECE_SECONDS), number, np.int16).tobytes()
            for _ in range(service.chance.randint(3, 9)):
                output_emitter.push(piece)
                await asyncio.sleep(service.chance.uniform(0.0, PIECE_SECONDS))
            output_emitter.flush()
        finally:
            request.ended = now()


@dataclass
class Loudspeaker:
    """Plays what comes, without a pause where it can. `heard`: (sentence, begins, ends)."""

    heard: list[tuple[int, float, float]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    plays_until: float = 0.0
    cut_sentence_came: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, frame: Any) -> None:
        self.shown += [str(text) for text in frame.userdata.get(USERDATA_TIMED_TRANSCRIPT, [])]
        samples = np.frombuffer(frame.data, np.int16)
        borders = [0, *(np.flatnonzero(np.diff(samples)) + 1).tolist(), len(samples)]
        for begin, end in pairwise(borders):
            number, begins = int(samples[begin]), max(self.plays_until, now())
            self.plays_until = begins + (end - begin) / RATE
            if number != SILENCE:
                self.heard.append((number, begins, self.plays_until))
            if number == CUT_IN:
                self.cut_sentence_came.set()

    def cut(self) -> None:
        """An interruption throws away what was not played yet."""
        self.heard = [
            (number, begins, min(ends, now())) for number, begins, ends in self.heard if begins < now()
        ]


async def writes(chance: random.Random, written: dict[int, float]) -> AsyncGenerator[str, None]:
    """The model: word by word. `written`: when the text after sentence n had begun, so that n was whole."""
    for number, line in enumerate(LINES, 1):
        for word in line.split():
            await asyncio.sleep(chance.uniform(0.0, 0.08))
            written.setdefault(number - 1, now())
            yield f" {word}"
    written[len(LINES)] = now()


@dataclass
class Run:
    service: Service
    ear: Loudspeaker
    written: dict[int, float]
    cut_at: float
    silent_at: float


async def one_run(seed: int) -> Run:
    chance = random.Random(seed)
    service, ear, written = Service(chance), Loudspeaker(), dict[int, float]()
    stream = SentenceVoice(service).stream()

    async def push() -> None:
        async for word in writes(chance, written):
            stream.push_text(word)
        stream.end_input()

    async def play() -> None:
        async for event in stream:
            ear.take(event.frame)

    pushing, playing = asyncio.create_task(push()), asyncio.create_task(play())
    await ear.cut_sentence_came.wait()
    sixth = next(begins for number, begins, _ in ear.heard if number == CUT_IN)
    await asyncio.sleep(sixth - now() + chance.uniform(0.0, 0.5))
    cut_at = now()
    for task in (pushing, playing):
        task.cancel()
    await asyncio.gather(pushing, playing, return_exceptions=True)
    await stream.aclose()
    ear.cut()
    silent_at = now()
    asked = len(service.requests)
    await asyncio.sleep(30.0)
    assert len(service.requests) == asked, "asked the service after the interruption"
    return Run(service, ear, written, cut_at, silent_at)


@pytest.mark.parametrize("seed", range(100))
def test_ten_sentences_are_heard_in_order_and_without_gaps_and_end_with_the_interruption(seed: int) -> None:
    run = run_virtually(one_run(seed))
    heard = [number for number, _ in groupby(number for number, _, _ in run.ear.heard)]
    assert heard == [1, 2, 3, 5, 6], "in order, each once, the fourth skipped"
    shown = [text for text in run.ear.shown if text.strip()]
    assert shown[:CUT_IN] == LINES[:CUT_IN], "the fourth is shown"

    assert run.silent_at - run.cut_at < 0.3
    assert max(ends for _, _, ends in run.ear.heard) <= run.silent_at
    assert all(
        request.ended is not None and request.ended <= run.silent_at for request in run.service.requests
    )

    _assert_made_as_early_as_allowed(run)
    for (_, _, ends), (number, begins, _) in pairwise(run.ear.heard):
        if begins - ends > LATE_SECONDS:
            excuse = _made_meanwhile(run, number, ends, begins)
            assert begins - ends - excuse <= LATE_SECONDS, f"a gap before sentence {number}"


def _assert_made_as_early_as_allowed(run: Run) -> None:
    """A sentence is asked for once it is written and all before it but one are made."""
    ended: list[float] = []
    for number, requests in groupby(
        sorted(run.service.requests, key=lambda r: (r.number, r.began)), key=lambda request: request.number
    ):
        tries = list(requests)
        free = sorted(ended)[-AT_ONCE] if len(ended) >= AT_ONCE else 0.0
        assert tries[0].began - max(free, run.written[number]) <= IDLE_SECONDS + 0.01, (
            f"sentence {number} waited"
        )
        ended.append(max(request.ended or run.silent_at for request in tries))


def _made_meanwhile(run: Run, number: int, since: float, until: float) -> float:
    """Seconds of that time in which a sentence up to `number` was not written yet, or was being synthesised."""
    busy = [
        (request.began, request.ended or until)
        for request in run.service.requests
        if request.number <= number
    ]
    busy.append((0.0, run.written[number]))
    moments = np.arange(since, until, 0.005)
    return 0.005 * sum(any(begins <= at <= ends for begins, ends in busy) for at in moments)
