"""What a learner says, types or is called stands in no log of the whole run (this file runs after the others by name).

The wire log of the local engine is for tests, holds what was said, and is off unless asked for.
"""

import pytest

from tests.e2e.caller import Caller
from tests.e2e.lines import GRAMMAR, LUGGAGE
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

TYPED = "제 이름은 김뭉치이고 분홍코끼리를 좋아해요"
SCENE = "quokka sanctuary"


async def test_no_words_in_logs(stack: StackProcess, caller: Caller) -> None:
    await caller.start(
        mode="scene", scenario={"place": SCENE, "partner": "quokka keeper", "goal": "feed a quokka"}
    )
    await caller.hears_tutor()
    await caller.hears_silence()
    await caller.speak(LUGGAGE)
    await caller.said(LUGGAGE)
    await caller.room.room.local_participant.send_text(TYPED, topic="lk.chat")
    await caller.said(TYPED)
    await caller.api("GET", f"/api/lessons?q={SCENE.split()[0]}")
    report = await caller.end()
    assert SCENE in str(report)  # the words are where they belong

    marks = [
        *(line.rstrip(".?!") for line in GRAMMAR),
        *TYPED.split(),
        "quokka",
        "김뭉치",
        *(turn["text"].rstrip(".?!") for turn in report["turns"] if turn["role"] == "tutor"),
    ]
    logs = [
        *(stack.data / "logs").glob("*"),
        stack.folder / "make-run.log",
    ]
    assert len(logs) >= 5
    found = {
        (log.name, mark)
        for log in logs
        for mark in marks
        if len(mark) > 3 and mark.casefold() in log.read_text(errors="replace").casefold()
    }
    assert found == set()
