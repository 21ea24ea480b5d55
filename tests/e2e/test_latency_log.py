"""The latency log on the real path: what is stored of each reply, and what the worker's Prometheus figures count."""

import pytest

from contract.debug import DebugLesson
from contract.report import Report
from lesson.latency import stage_seconds
from tests.e2e.caller import Caller
from tests.e2e.conftest import WORKER_METRICS_PORT
from tests.e2e.lines import RESERVATION

pytestmark = [pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

SILENCE_SECONDS = 1.0  # the caller's patience
OWN_SECONDS = 6.0  # more than a reply takes here on a busy machine; bench/ has the figures


async def _counted(caller: Caller, channel: str) -> float:
    url = f"http://127.0.0.1:{WORKER_METRICS_PORT}/metrics"
    async with caller.http.get(url) as answer:
        lines = (await answer.text()).splitlines()
    wanted = f'tutor_reply_stage_seconds_count{{channel="{channel}",engine="realtime",stage="total"}}'
    return next((float(line.split()[-1]) for line in lines if line.startswith(wanted)), 0.0)


async def test_a_spoken_and_a_typed_turn_leave_their_stages(caller: Caller) -> None:
    before = {channel: await _counted(caller, channel) for channel in ("voice", "text")}
    await caller.start_scene()
    await caller.hears_tutor()
    await caller.hears_silence()
    await caller.speak(RESERVATION)
    await caller.has("a spoken reply", lambda: len(caller.turns("tutor")) == 2)
    await caller.room.room.local_participant.send_text("You are a stupid idiot.", topic="lk.chat")
    await caller.has("a fixed reply", lambda: len(caller.turns("tutor")) == 3)
    report = Report.model_validate(await caller.end())
    lesson = DebugLesson.model_validate(await caller.api("GET", f"/api/debug/lessons/{caller.lesson_id}"))

    opening, asked, spoken, _, fixed = lesson.turns
    assert opening.latency is None
    assert spoken.latency is not None
    assert fixed.latency is not None
    print(f"spoken: {stage_seconds(spoken.latency)}\ntyped: {stage_seconds(fixed.latency)}")

    assert (spoken.latency.answers, spoken.latency.channel) == (asked.turn_id, "voice")
    took = stage_seconds(spoken.latency)
    assert SILENCE_SECONDS - 0.6 < took["turn_decided"] < SILENCE_SECONDS + OWN_SECONDS
    assert 0 < took["total"] < OWN_SECONDS
    assert {"stt_final", "llm_first_token", "tts_first_byte", "token_to_audio", "audio_out"} <= took.keys()
    assert "llm_first_sentence" not in took  # the realtime engine has none

    assert fixed.latency.channel == "text"
    assert (fixed.latency.vad_end, fixed.latency.stt_final, fixed.latency.llm_first_token) == (None,) * 3
    assert 0 < stage_seconds(fixed.latency)["total"] < OWN_SECONDS

    assert report.latency == lesson.latency
    assert (report.latency.replies, report.latency.stages[-1].stage) == (2, "total")
    for channel, count in before.items():
        assert await _counted(caller, channel) == count + 1, channel
