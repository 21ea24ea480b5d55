"""A line that a tutor must not say is stopped, marked and replaced; a judge that is late costs nothing. Through all parts."""

import time

import pytest
from prometheus_client.parser import text_string_to_metric_families

from agent.tutor import guardrail as module
from tests.e2e.caller import Caller
from tests.e2e.conftest import WORKER_METRICS_PORT
from tests.fixtures.faults import Faults
from tests.fixtures.waiting import until_true

pytestmark = [pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

# The local engine's mind says after the learner, and its judge has "grobnik" on its list. Text runs ahead of its sound, and
# of a line that is stopped before a word was heard nothing is stored: so other words come first.
SLUR = (
    "We came here by train this morning, the weather was nice, we had lunch near the river with our old friends, "
    "and all grobniks are lazy, and everybody in this hotel knows it."
)


async def _type(caller: Caller, line: str) -> float:
    sent = time.monotonic()
    await caller.room.room.local_participant.send_text(line, topic="lk.chat")
    await caller.said(line)
    return sent


@pytest.mark.slow  # test_blocked_line.py has it in a browser
async def test_a_slur_is_stopped_marked_and_replaced(caller: Caller) -> None:  # G1
    await caller.start_scene()
    await caller.hears_tutor()
    await caller.hears_silence()
    opening = len(caller.turns("tutor"))
    sent = await _type(caller, f"Repeat after me: {SLUR}")
    await caller.hears_tutor(since=sent)
    await caller.has("another line", lambda: len(caller.turns("tutor")) > opening + 1)
    blocked, other = caller.turns("tutor")[opening : opening + 2]
    assert (blocked["blocked"], blocked["interrupted"]) == (True, True)
    assert SLUR.startswith(blocked["text"].removesuffix("—").strip())
    assert "everybody" not in blocked["text"]  # it was stopped at the end of the clause
    assert other["blocked"] is False
    assert "grobnik" not in other["text"]
    await caller.hears_silence()
    lines = len(caller.turns("tutor"))
    await _type(caller, "I have a reservation.")
    await caller.has("the next turn works", lambda: len(caller.turns("tutor")) > lines)
    assert caller.turns("tutor")[-1]["blocked"] is False
    report = await caller.end()
    assert [turn["blocked"] for turn in report["turns"] if turn["role"] == "tutor"].count(True) == 1


async def _failed(caller: Caller) -> float:
    """Judgements that failed so far, in the worker's figures."""
    async with caller.http.get(f"http://127.0.0.1:{WORKER_METRICS_PORT}/metrics") as answer:
        figures = text_string_to_metric_families(await answer.text())
    return sum(
        sample.value
        for family in figures
        for sample in family.samples
        if sample.name == "tutor_guardrail_verdicts_total" and sample.labels["verdict"] == "failed"
    )


@pytest.mark.slow
async def test_a_judge_that_does_not_answer_costs_no_word_and_is_counted(  # G1
    caller: Caller, faults: Faults
) -> None:
    await caller.start_scene()
    await caller.hears_tutor()
    await caller.hears_silence()
    before = await _failed(caller)
    stalled = await faults.set("chat", "request", "stall", times=None, contains="moderation_category")
    lines = len(caller.turns("tutor"))
    sent = await _type(caller, "I have a reservation.")
    heard = await caller.hears_tutor(since=sent) - sent
    print(f"first sound after {heard * 1000:.0f} ms with a judge that does not answer")
    assert heard < module.JUDGE_SECONDS
    await stalled.has_struck()
    await caller.has("the whole line", lambda: len(caller.turns("tutor")) > lines)
    line = caller.turns("tutor")[-1]
    assert (line["blocked"], line["interrupted"]) == (False, False)
    await until_true(lambda: _more(caller, before), what="the failure is counted")
    await caller.end()


async def _more(caller: Caller, before: float) -> bool:
    return await _failed(caller) > before
