"""A learner takes everything away, and has everything gone in the middle of a lesson, while the tutor speaks."""

import pytest

from tests.e2e.caller import Caller
from tests.e2e.stack_process import StackProcess
from tests.fixtures.traces import files_with, tables_with
from tests.fixtures.waiting import until, until_true

pytestmark = [pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

TYPED = "My wombat wants a room, please."
SCENE = {"place": "wombat hotel", "partner": "receptionist", "goal": "check in"}


async def test_everything_is_gone_though_the_tutor_was_speaking(stack: StackProcess, caller: Caller) -> None:
    await caller.start(mode="scene", scenario=SCENE)
    await caller.hears_tutor()
    await caller.hears_silence()
    greeting = caller.turns("tutor")[0]
    async with caller.http.get(
        f"{stack.url}/api/turns/{greeting['turn_id']}/audio",
        params={"speed": "0.75"},
        headers={"authorization": f"Bearer {caller.token}"},
    ) as sound:
        assert (sound.status, sound.content_type) == (200, "audio/wav")
        assert len(await sound.read()) > 24_000

    await caller.room.room.local_participant.send_text(TYPED, topic="lk.chat")
    await caller.said(TYPED)
    await caller.hears_tutor()
    export = await caller.api("GET", "/api/learner/export")
    assert [turn["text"] for turn in export["lessons"][0]["turns"]][-1] == TYPED
    journal = stack.data / "journal"
    needles = ("wombat", caller.lesson_id, export["learner"]["learner_id"])
    assert await tables_with(stack.database_url, "wombat") >= {"lessons", "turns"}
    assert files_with(journal, "wombat")

    await caller.api("DELETE", "/api/learner")
    assert await tables_with(stack.database_url, *needles) == set()
    assert files_with(journal, *needles) == set()
    await until(caller.room.disconnected.is_set, what="the room is closed")

    async def job_left() -> bool:
        return not stack.busy_job_pids()

    await until_true(job_left, seconds=20, what="the tutor's job is over")
    assert await tables_with(stack.database_url, *needles) == set()
    assert files_with(journal, *needles) == set()
