"""The engine fails in the middle of a lesson, in every way: what the learner hears and sees, how long it takes, nothing lost.

`make test` runs one cell, `make test-all` all of them; the table is printed, and stands in docs/engine_faults.md.
"""

import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from tests.e2e.caller import Caller
from tests.e2e.lines import HOTEL, QUIET_ROOM, RECEPTIONIST, RESERVATION
from tests.e2e.stack_process import StackProcess
from tests.fixtures.faults import Faults

pytestmark = [pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

# From the learner's last word to the tutor's next sound. What is found by silence needs 6 s (agent.engine.resilience),
# the chosen pause 1 s, and this machine also runs the learner.
LIMIT_SECONDS = 12.0


@dataclass(frozen=True)
class Strike:
    """Where a kind of fault hits."""

    where: str
    event: str
    options: dict[str, Any] = field(default_factory=dict)


SLOW = {"seconds": 3.0}
# At the first event of the tutor's answer to a line: the moment when the learner waits.
STRIKES: dict[tuple[str, str, str], Strike] = {
    ("realtime", "role play", "delay"): Strike("realtime", "response.output_audio.delta", SLOW),
    ("realtime", "role play", "stall"): Strike("realtime", "response.output_audio.delta"),
    ("realtime", "role play", "half_open"): Strike("realtime", "response.output_audio.delta"),
    ("realtime", "role play", "drop"): Strike("realtime", "response.output_audio.delta"),
    ("realtime", "role play", "error"): Strike("realtime", "response.created"),
    ("realtime", "role play", "out_of_order"): Strike("realtime", "response.output_item.added"),
    ("realtime", "role play", "broken_json"): Strike("realtime", "response.output_item.added"),
    ("realtime", "learner speaking", "stall"): Strike("realtime", "input_audio_buffer.speech_started"),
    ("realtime", "learner speaking", "half_open"): Strike("realtime", "input_audio_buffer.speech_started"),
    ("realtime", "learner speaking", "drop"): Strike("realtime", "input_audio_buffer.speech_started"),
    ("realtime", "builder", "delay"): Strike("realtime", "response.output_item.done", SLOW),
    ("realtime", "builder", "stall"): Strike("realtime", "response.created"),
    ("realtime", "builder", "half_open"): Strike("realtime", "response.created"),
    ("realtime", "builder", "drop"): Strike("realtime", "response.created"),
    ("realtime", "builder", "error"): Strike("realtime", "response.created"),
    ("realtime", "builder", "out_of_order"): Strike("realtime", "response.output_item.done"),
    ("realtime", "builder", "broken_json"): Strike("realtime", "response.output_item.done"),
    # The pipeline's language model; its request streams, the guardrail's does not.
    **{
        ("pipeline", moment, kind): Strike("chat", event, {"contains": '"stream": true', **options})
        for moment in ("role play", "builder")
        for kind, event, options in (
            ("delay", "request", SLOW),
            ("stall", "request", {}),
            ("half_open", "request", {}),
            ("drop", "request", {}),
            ("error", "request", {}),
            ("out_of_order", "chunk", {}),
            ("broken_json", "chunk", {}),
        )
    },
}
QUICK = {("realtime", "role play", "drop")}


@pytest.fixture(scope="module")
def table() -> Iterator[list[str]]:
    rows: list[str] = []
    yield rows
    print(
        "\n| engine | moment | fault | s to the next sound | heard, line by line | notices | line kept | turns lost |"
    )
    print("|---|---|---|---|---|---|---|---|")
    print("\n".join(rows))


@pytest.fixture
async def caller(stack: StackProcess) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http:
        one = Caller(stack, http)
        yield one
        await one.room.leave()


def _cells() -> list[Any]:
    return [
        pytest.param(*cell, marks=[] if cell in QUICK else [pytest.mark.slow], id="-".join(cell))
        for cell in STRIKES
    ]


@pytest.mark.parametrize(("engine", "moment", "kind"), _cells())
async def test_the_lesson_goes_on(
    caller: Caller, faults: Faults, table: list[str], engine: str, moment: str, kind: str
) -> None:
    line = await _reach(caller, engine, moment)
    heard_before = len(caller.turns("tutor"))
    strike = STRIKES[engine, moment, kind]
    fault = await faults.set(strike.where, strike.event, kind, **strike.options)
    await caller.speak(line)
    spoken = time.monotonic()
    await fault.has_struck()
    sounded = await _next_sound(caller, line, since=spoken) - spoken
    await caller.hears_silence(for_seconds=1.5, seconds=60)
    kept = line in [turn["text"] for turn in caller.turns("learner")]
    said = [turn["text"] for turn in caller.turns("tutor")][heard_before:]

    # The learner presses nothing; the lesson goes on and is answered.
    await _say_and_be_heard(caller, RECEPTIONIST if moment == "builder" else QUIET_ROOM)
    await caller.hears_silence(for_seconds=1.5, seconds=60)
    report = await caller.end()

    final = [*caller.turns("learner"), *caller.turns("tutor")]
    stored = {turn["turn_id"] for turn in report["turns"]}
    lost = [turn for turn in final if turn["turn_id"] not in stored]
    notices = list(dict.fromkeys(caller.notices()))
    table.append(
        f"| {engine} | {moment} | {kind} at {strike.event} | {sounded:.1f} | {len(said)} | {', '.join(notices) or '-'} "
        f"| {'yes' if kept else 'no'} | {len(lost)} of {len(final)} |"
    )
    assert lost == []
    assert kept or "not_heard" in notices
    assert len(said) == 1  # one answer, not two


async def _next_sound(caller: Caller, line: str, *, since: float) -> float:
    """When the tutor is heard. A learner who is told that they were not heard says it again, and is answered."""

    def asked_again() -> bool:
        return "not_heard" in caller.notices() and line not in [t["text"] for t in caller.turns("learner")]

    await caller.has(
        "the tutor, or a notice",
        lambda: caller.room.heard_since(since) is not None or asked_again(),
        seconds=LIMIT_SECONDS,
    )
    if asked_again():
        await caller.hears_silence()
        await caller.speak(line)
        since = time.monotonic()
    return await caller.hears_tutor(since=since, seconds=LIMIT_SECONDS)


async def _reach(caller: Caller, engine: str, moment: str) -> str:
    """Talk until the learner's next line is to be struck; that line."""
    if moment == "builder":
        await caller.start(mode="build", engine=engine)
        await caller.hears_tutor()
        await caller.hears_silence()
        return HOTEL
    await caller.start_scene(engine=engine)
    await caller.hears_tutor()
    await caller.hears_silence()
    return RESERVATION


async def _say_and_be_heard(caller: Caller, line: str) -> None:
    await caller.speak(line)
    spoken = time.monotonic()
    await caller.said(line)
    await caller.hears_tutor(since=spoken)
