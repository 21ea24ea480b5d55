"""A lesson on the pipeline, and the same lesson in the browser on both engines."""

import json
import time
from typing import Any

import pytest
from playwright.async_api import Browser, Route

from contract.words import EngineKind
from tests.e2e.caller import Caller
from tests.e2e.learner import Learner
from tests.e2e.lines import CHECK_IN, HOTEL, QUIET_ROOM, RECEPTIONIST, RESERVATION
from tests.e2e.speech import say
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

ENGINES: tuple[EngineKind, ...] = ("realtime", "pipeline")
SCENE = {"place": "hotel", "partner": "receptionist", "goal": "check in"}
LINES = [RESERVATION, QUIET_ROOM]
STAGES = {"turn_decided", "stt_final", "llm_first_token", "tts_first_byte", "audio_out", "total"}


async def test_a_scene_on_the_pipeline_is_heard_answered_and_reported(caller: Caller) -> None:
    await caller.start(mode="scene", scenario=SCENE, engine="pipeline", voice="nova")
    await caller.hears_tutor()
    assert caller.room.of_type("lesson.ready")[0]["engine"] == "pipeline"
    for line in LINES:
        await caller.hears_silence()
        await caller.is_answered(line)
    report = await caller.end()
    assert [turn["role"] for turn in report["turns"]] == ["tutor", "learner"] * 2 + ["tutor"]
    assert [turn["text"] for turn in report["turns"] if turn["role"] == "learner"] == LINES
    assert all(turn["speech_seconds"] > 0.5 for turn in report["turns"])
    assert report["wpm"] == pytest.approx(150, rel=0.25)
    assert report["latency"]["replies"] == 2
    used = {row["part"]: row for row in report["usage"]["models"]}
    assert used.keys() == {"llm", "stt", "tts"}
    assert used["stt"]["audio_seconds"] > 2.0
    purposes = {(row["purpose"], row["part"]) for row in report["usage"]["purposes"]}
    assert purposes == {("talk", "llm"), ("talk", "stt"), ("talk", "tts"), ("guardrail", "llm")}
    assert (
        used["tts"]["characters"]
        >= sum(len(t["text"]) for t in report["turns"] if t["role"] == "tutor") * 0.8
    )


def shape(value: Any) -> Any:
    """Names and kinds of values; a list is the shape of its first item."""
    if isinstance(value, dict):
        return {name: shape(part) for name, part in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return "number" if number else type(value).__name__


async def lesson_in_the_browser(stack: StackProcess, browser: Browser, engine: EngineKind) -> dict[str, Any]:
    """A scene of two spoken lines on that engine, ended by the button; its report as the page gets it."""
    learner = await Learner.at(browser, stack.url)

    async def wish(route: Route) -> None:  # the page leaves the engine to the operator
        body = {**json.loads(route.request.post_data or "{}"), "engine": engine}
        await route.continue_(post_data=json.dumps(body))

    await learner.page.route("**/api/lessons", wish)
    await learner.start_scene(*SCENE.values())
    heard = await learner.hears_tutor()
    for line in LINES:
        await learner.hears_silence(since=heard, for_ms=1000)
        await learner.speak(say(line))
        spoken = await learner.now()
        await learner.caption("learner", line)
        heard = await learner.hears_tutor(since=spoken)
    await learner.hears_silence(since=heard, for_ms=1000)
    lesson_id = learner.lesson_id
    await learner.end()
    answer = await learner.context.request.get(f"{stack.url}/api/lessons/{lesson_id}/report")
    assert answer.ok
    report: dict[str, Any] = await answer.json()
    lesson = await (await learner.context.request.get(f"{stack.url}/api/lessons/{lesson_id}")).json()
    assert lesson["engine"] == engine
    assert learner.problems == []
    return report


@pytest.mark.slow
@pytest.mark.browser
async def test_the_same_lesson_in_the_browser_leaves_a_report_of_the_same_shape_on_both_engines(
    stack: StackProcess, browser: Browser
) -> None:
    shapes = []
    for engine in ENGINES:
        report = await lesson_in_the_browser(stack, browser, engine)
        assert [turn["text"] for turn in report["turns"] if turn["role"] == "learner"] == LINES
        latency = report.pop("latency")
        assert report.pop("usage")["models"]  # which parts there are is the engine's
        # A pipeline knows of sentences; a realtime model does not say.
        assert {stage["stage"] for stage in latency["stages"]} >= STAGES
        shapes.append((shape(report), sorted(latency), latency["replies"]))
    assert shapes[0] == shapes[1]


@pytest.mark.slow
async def test_the_pipeline_builds_a_scene_by_talking(caller: Caller) -> None:
    await caller.start(mode="build", engine="pipeline")
    await caller.hears_tutor()
    for line in (HOTEL, RECEPTIONIST, CHECK_IN):
        await caller.hears_silence()
        await caller.speak(line)
        await caller.said(line)
    await caller.has("the scene", lambda: caller.room.of_type("scenario.completed"))
    await caller.has("the first line in the scene", lambda: len(caller.turns("tutor")) == 5, seconds=40.0)
    await caller.hears_silence()
    await caller.is_answered(RESERVATION)
    report = await caller.end()
    assert report["scenario"] == SCENE


@pytest.mark.slow
async def test_the_pipeline_by_button_with_another_voice(caller: Caller) -> None:
    await caller.start(mode="scene", scenario=SCENE, engine="pipeline", voice="nova")
    await caller.hears_tutor()
    await caller.hears_silence()
    await caller.room.call("lesson.talk", action="start")
    await caller.speak(RESERVATION)
    spoken = time.monotonic()
    await caller.room.call("lesson.talk", action="stop")
    await caller.said(RESERVATION)
    await caller.hears_tutor(since=spoken)
    await caller.room.call("lesson.set_voice", voice="onyx")
    await caller.hears_silence()
    report = await caller.end()
    assert [turn["source"] for turn in report["turns"] if turn["role"] == "learner"] == ["push_to_talk"]
    assert (await caller.lesson())["voice"] == "onyx"
