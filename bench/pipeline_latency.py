"""How soon the pipeline answers: with the stages of an earlier phone system, beside its published figure, and with fast ones.

`python -m bench.pipeline_latency [replies]`. The real stack over a real room; the local engine's stages take as long as it is
told (local_engine/delays.py). That system's stages: 1.5 s to the transcript, 0.5 s to the model's first sentence, 0.9 s to the
voice's first sound; it heard nothing before the caller had ended and spoke after the whole of each stage: 3.7 s in all.
The silence that the learner chose is no delay of ours and stands beside the figures; a recogniser that needs longer than
that silence is: what it needs beyond it is counted.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from uuid import UUID

import aiohttp

from bench.table import table
from contract.turn import StoredTurn
from storage.postgres import open_storage
from tests.e2e.caller import Caller
from tests.e2e.lines import GRAMMAR, QUIET_ROOM, RESERVATION
from tests.e2e.stack_process import StackProcess
from tests.fixtures.faults import faults_of

KEY = "the key of the engine that is measured"
PHONE_SYSTEM = {"transcription": 1.5, "first_sentence": 0.5, "speech_first_byte": 0.9}
PUBLISHED_SECONDS = 3.7
SCENE = {"place": "hotel", "partner": "receptionist", "goal": "check in"}


PATIENCE = "1"
CHOSEN_SECONDS = float(PATIENCE)  # the silence that ends a turn


@dataclass
class Replies:
    """Seconds, one a reply. The stages are those of the latency log; `heard` is the learner's own watch."""

    transcript: list[float] = field(default_factory=list)  # and with it the turn, after the chosen silence
    sentence: list[float] = field(default_factory=list)
    sound: list[float] = field(default_factory=list)
    out: list[float] = field(default_factory=list)
    total: list[float] = field(default_factory=list)  # chosen silence over to first sound sent
    whole: list[float] = field(
        default_factory=list
    )  # the same from the learner's last sound: the silence is in it
    heard: list[float] = field(default_factory=list)  # end of the learner's line to the first they hear

    def add(self, turn: StoredTurn) -> None:
        log = turn.latency
        if log is None or log.vad_end is None or log.turn_decided is None or log.audio_out is None:
            return
        silence_over = began = log.vad_end + CHOSEN_SECONDS
        for stage, ended in (
            (self.transcript, max(log.turn_decided, log.stt_final or 0.0)),
            (self.sentence, log.llm_first_sentence),
            (self.sound, log.tts_first_byte),
            (self.out, log.audio_out),
        ):
            if ended is not None:
                stage.append(max(0.0, ended - began))
                began = max(began, ended)
        self.total.append(log.audio_out - silence_over)
        self.whole.append(log.audio_out - log.vad_end)


async def measure(stack: StackProcess, stages: Mapping[str, float], replies: int) -> Replies:
    found = Replies()
    async with (
        faults_of(stack.state["services"]["openai_base_url"], key=KEY) as control,
        aiohttp.ClientSession() as http,
    ):
        await control.delay(**stages)
        caller = Caller(stack, http)
        await caller.start(mode="scene", scenario=SCENE, engine="pipeline", patience=PATIENCE)
        await caller.hears_tutor()
        for number in range(replies):
            await caller.hears_silence()
            await caller.speak(RESERVATION if number % 2 == 0 else QUIET_ROOM)
            spoken = time.monotonic()  # the line's own closing silence is in it
            found.heard.append(await caller.hears_tutor(since=spoken) - spoken)
        await caller.hears_silence()
        await caller.end()
    storage = await open_storage(stack.database_url)
    try:
        for turn in await storage.turns.of_lesson(UUID(caller.lesson_id)):
            found.add(turn)
    finally:
        await storage.aclose()
    return found


def rows(slow: Replies, fast: Replies) -> list[list[str]]:
    def both(name: str, published: str) -> list[str]:
        return [published, *(_seconds(getattr(found, name)) for found in (slow, fast))]

    return [
        ["transcript after the chosen silence", *both("transcript", "1.50")],
        ["first sentence of the model after that", *both("sentence", "0.50")],
        ["first sound of the voice after that", *both("sound", "0.90")],
        ["first sound in the room after that", *both("out", "-")],
        ["**first sound after the chosen silence**", *both("total", f"{PUBLISHED_SECONDS:.2f}")],
        [f"last sound to first sound: {CHOSEN_SECONDS:.0f} s more", *both("whole", "-")],
        ["the same, heard by the learner", *both("heard", "-")],
    ]


def _seconds(figures: list[float]) -> str:
    if not figures:
        return "-"
    return f"{median(figures):.2f} ({min(figures):.2f}-{max(figures):.2f}, n={len(figures)})"


async def run(stack: StackProcess, replies: int) -> str:
    slow = await measure(stack, PHONE_SYSTEM, replies)
    fast = await measure(stack, {}, replies)
    heads = [
        "seconds, median",
        "phone system, published",
        "ours, with its stages",
        "ours, fast stages: our own share",
    ]
    return table(heads, rows(slow, fast))


def main(replies: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        grammar = Path(folder) / "grammar.txt"
        grammar.write_text("\n".join(GRAMMAR) + "\n")
        stack = StackProcess.start(
            Path(folder) / "stack",
            LOCAL_ENGINE_GRAMMAR=str(grammar),
            LOCAL_ENGINE_FAULTS="on",
            LOCAL_ENGINE_API_KEY=KEY,
        )
        try:
            print(asyncio.run(run(stack, replies)))
        finally:
            stack.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8)
