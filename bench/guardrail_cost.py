"""What the guardrail costs the first sound: lessons with and without it, at the same time, line by line in turns.

`python -m bench.guardrail_cost [pairs]`. Counted from a typed line's departure to the tutor's first sound at the ear, over
LiveKit and the local engine. Which of the two goes first changes with each pair.
"""

import asyncio
import sys
import tempfile
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from statistics import median

import aiohttp

from bench.table import spread, table
from tests.e2e.caller import Caller
from tests.e2e.stack_process import StackProcess

LINES = (
    "I have a reservation.",
    "Can I have a quiet room, please?",
    "How much is breakfast?",
    "My name is Kim.",
    "Is there a gym?",
    "What time is check-out?",
)


async def _in_a_scene(caller: Caller) -> Caller:
    await caller.start_scene()
    await caller.hears_tutor()
    return caller


async def _first_sound_ms(caller: Caller, line: str) -> float:
    await caller.hears_silence(for_seconds=0.8)
    loop = asyncio.get_running_loop()
    sent = loop.time()  # monotonic, as the ear's clock
    await caller.room.room.local_participant.send_text(line, topic="lk.chat")
    return (await caller.hears_tutor(since=sent) - sent) * 1000


async def measure(guarded: StackProcess, bare: StackProcess, pairs: int) -> tuple[list[float], list[float]]:
    async with AsyncExitStack() as rooms:
        http = await rooms.enter_async_context(aiohttp.ClientSession())
        callers = [await _in_a_scene(Caller(stack, http)) for stack in (guarded, bare)]
        for caller in callers:
            rooms.push_async_callback(caller.room.leave)
            await _first_sound_ms(caller, "Hello.")  # the first reply also makes connections
        took: tuple[list[float], list[float]] = ([], [])
        for pair in range(pairs):
            order = (0, 1) if pair % 2 else (1, 0)
            for which in order:
                took[which].append(await _first_sound_ms(callers[which], LINES[pair % len(LINES)]))
        return took


def main(pairs: int) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:

        def start(name: str, model: str) -> StackProcess:
            stack = StackProcess.start(Path(folder) / name, OPENAI_GUARDRAIL_MODEL=model)
            running.callback(stack.stop)
            return stack

        on, off = asyncio.run(measure(start("on", ""), start("off", "off"), pairs))
    differences = [a - b for a, b in zip(on, off, strict=True)]
    print(
        table(
            ["a typed line to the tutor's first sound", "measured"],
            [
                ["guardrail on", spread(on, "ms")],
                ["guardrail off", spread(off, "ms")],
                ["difference in a pair (0: no cost)", spread(differences, "ms")],
                ["pairs in which it was slower with it", f"{sum(d > 0 for d in differences)} of {pairs}"],
            ],
        )
    )
    print(f"median difference {median(differences):+.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12)
