"""The engine of a running lesson dies: another takes its place with a notice, and the talk goes on where it was."""

import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.e2e.caller import Caller
from tests.e2e.lines import CHECK_IN, GRAMMAR, HOTEL, QUIET_ROOM, RECEPTIONIST, RESERVATION
from tests.e2e.stack_process import StackProcess
from tests.e2e.test_model_gone import ANSWERS
from tests.fixtures.engine_process import EngineProcess, engine_process
from tests.fixtures.faults import faults_of

pytestmark = [pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine, pytest.mark.slow]

Engines = tuple[EngineProcess, EngineProcess]

SPARE_MODEL = "another-realtime-model"
SCENE = {"place": "hotel", "partner": "receptionist", "goal": "check in"}
# From the learner's last sound to the tutor's: the tries of a dead address, and the line asked for again.
LIMIT_SECONDS = 20.0


@pytest.fixture
def engines(tmp_path: Path) -> Iterator[Engines]:
    (tmp_path / "first").mkdir()
    (tmp_path / "spare").mkdir()
    with (
        engine_process(tmp_path / "first", grammar=GRAMMAR, faults=True) as first,
        engine_process(tmp_path / "spare", grammar=GRAMMAR) as spare,
    ):
        yield first, spare


@pytest.fixture
async def caller(
    own_stack: Callable[..., StackProcess], engines: Engines, kinds: tuple[str, str]
) -> AsyncIterator[Caller]:
    first, spare = engines
    stack = own_stack(
        OPENAI_BASE_URL=first.url,
        OPENAI_API_KEY="any",
        TUTOR_ENGINE=kinds[0],
        SPARE_ENGINE=kinds[1],
        SPARE_BASE_URL=spare.url,
        SPARE_REALTIME_MODEL=SPARE_MODEL,
    )
    async with aiohttp.ClientSession() as http:
        one = Caller(stack, http)
        yield one
        await one.room.leave()


REALTIME_TO_PIPELINE = pytest.param(("realtime", "pipeline"), id="realtime to pipeline")
PIPELINE_TO_REALTIME = pytest.param(("pipeline", "realtime"), id="pipeline to realtime")


@pytest.mark.parametrize(
    "kinds",
    [
        REALTIME_TO_PIPELINE,
        PIPELINE_TO_REALTIME,
        pytest.param(("realtime", "realtime"), id="realtime to realtime"),
        pytest.param(("pipeline", "pipeline"), id="pipeline to pipeline"),
    ],
)
async def test_in_the_middle_of_the_tutors_sentence(
    caller: Caller, engines: Engines, kinds: tuple[str, str]
) -> None:
    await caller.start(mode="scene", scenario=SCENE)
    await caller.hears_tutor()
    await caller.hears_silence()
    await caller.speak(RESERVATION)
    spoken = time.monotonic()
    await caller.said(RESERVATION)
    await caller.hears_tutor(since=spoken)
    engines[0].kill()
    if kinds[0] == "pipeline":  # it learns of it when it is asked for something
        await caller.hears_silence()
        await caller.speak(QUIET_ROOM)
    asked = time.monotonic()
    await caller.has("the notice", lambda: "engine_switched" in caller.notices(), seconds=LIMIT_SECONDS)
    heard = await caller.hears_tutor(seconds=LIMIT_SECONDS)
    print(f"{kinds[0]} to {kinds[1]}: heard again after {heard - asked:.1f} s")
    assert heard - asked < LIMIT_SECONDS
    await caller.hears_silence(for_seconds=1.5)

    before = len(caller.turns("learner"))
    await caller.speak(QUIET_ROOM)
    spoken = time.monotonic()
    await caller.has("the next line", lambda: len(caller.turns("learner")) > before)
    await caller.hears_tutor(since=spoken)
    await caller.hears_silence()
    assert (await caller.room.call("lesson.hint"))["hints"]  # the first engine's text model is gone too
    report = await caller.end()
    assert report["end_reason"] == "button"
    assert "engine_failed" not in caller.notices()
    said = [turn["text"] for turn in report["turns"] if turn["role"] == "learner"]
    assert (said[0], said[-1]) == (RESERVATION, QUIET_ROOM)
    assert report["turns"][-1]["role"] == "tutor"
    first = next(turn for turn in report["turns"] if turn["role"] == "tutor")["text"]
    assert [turn["text"] for turn in report["turns"]].count(first) == 1  # no second opening


@pytest.mark.parametrize("kinds", [REALTIME_TO_PIPELINE])
@pytest.mark.parametrize("line", [CHECK_IN, RESERVATION], ids=["a short line", "a line"])
async def test_while_the_learner_speaks(
    caller: Caller, engines: Engines, kinds: tuple[str, str], line: str
) -> None:
    """Of a short one too little is left for the next engine to hear."""
    await caller.start(mode="scene", scenario=SCENE)
    await caller.hears_tutor()
    await caller.hears_silence()
    engines[0].kill()
    await caller.speak(line)
    spoken = time.monotonic()
    heard = await caller.hears_tutor(since=spoken, seconds=LIMIT_SECONDS)
    print(f"{kinds[0]} to {kinds[1]}, cut off in {line!r}: heard again after {heard - spoken:.1f} s")
    assert caller.notices().count("engine_switched") == 1
    await caller.hears_silence(for_seconds=1.5)
    await caller.is_answered(QUIET_ROOM)
    report = await caller.end()
    assert report["end_reason"] == "button"
    assert [turn["text"] for turn in report["turns"] if turn["role"] == "learner"][-1] == QUIET_ROOM
    # The seconds of the line that was cut off are in no other turn.
    assert all(turn["speech_seconds"] < 6.0 for turn in report["turns"] if turn["role"] == "learner")


@pytest.mark.parametrize("kinds", [REALTIME_TO_PIPELINE, PIPELINE_TO_REALTIME])
async def test_while_a_scene_is_built(caller: Caller, engines: Engines, kinds: tuple[str, str]) -> None:
    await caller.start(mode="build")
    await caller.hears_tutor()
    await caller.hears_silence()
    await caller.speak(HOTEL)
    await caller.said(HOTEL)
    await caller.hears_tutor()
    await caller.hears_silence()
    engines[0].kill()
    for line in (RECEPTIONIST, CHECK_IN):
        for _ in range(3):  # what the dead engine was told it may have swallowed
            await caller.speak(line)
            spoken = time.monotonic()
            await caller.hears_tutor(since=spoken, seconds=40)
            await caller.hears_silence(for_seconds=1.2)
            if line in [turn["text"] for turn in caller.turns("learner")]:
                break
    await caller.has("the scene", lambda: caller.room.of_type("scenario.completed"))
    assert "engine_switched" in caller.notices()
    report = await caller.end()
    assert report["scenario"] == SCENE


@pytest.mark.parametrize(
    "kinds",
    [
        REALTIME_TO_PIPELINE,
        PIPELINE_TO_REALTIME,
        pytest.param(("realtime", "realtime"), id="realtime to another realtime model"),
    ],
)
async def test_a_model_that_fails_at_every_try(
    caller: Caller, engines: Engines, kinds: tuple[str, str]
) -> None:
    await caller.start(mode="scene", scenario=SCENE)
    await caller.hears_tutor()
    await caller.hears_silence()
    where, event, options = ANSWERS[kinds[0]]
    async with faults_of(engines[0].url) as faults:
        await faults.set(where, event, "error", times=None, **options)
        await caller.speak(RESERVATION)
        spoken = time.monotonic()
        await caller.said(RESERVATION)
        heard = await caller.hears_tutor(since=spoken, seconds=LIMIT_SECONDS)
        print(f"{kinds[0]} to {kinds[1]}: answered after {heard - spoken:.1f} s")
        assert caller.notices().count("engine_switched") == 1
        await caller.hears_silence(for_seconds=1.5)
        await caller.is_answered(QUIET_ROOM)
        report = await caller.end()
    assert report["end_reason"] == "button"
    assert [turn["role"] for turn in report["turns"]] == ["tutor", "learner", "tutor", "learner", "tutor"]
    if kinds[1] == "realtime":
        assert [event["session"]["model"] for event in engines[1].wire("session.created")] == [SPARE_MODEL]


NOBODY = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}  # the discard port
WRONG_KEY = {"OPENAI_API_KEY": "a-wrong-key"}
NO_PLUGIN = {"PIPELINE_TTS": "nobody.at.home:TTS"}


@pytest.mark.parametrize(
    ("kinds", "mode", "first"),
    [
        pytest.param(("pipeline", "realtime"), "scene", NO_PLUGIN, id="its part cannot be made"),
        pytest.param(("realtime", "pipeline"), "scene", WRONG_KEY, id="realtime, a wrong key"),
        pytest.param(("pipeline", "realtime"), "scene", WRONG_KEY, id="pipeline, a wrong key"),
        pytest.param(("realtime", "pipeline"), "scene", NOBODY, id="realtime, nobody there"),
        pytest.param(("pipeline", "realtime"), "scene", NOBODY, id="pipeline, nobody there"),
        pytest.param(
            ("realtime", "pipeline"), "build", WRONG_KEY, id="realtime, a wrong key, a scene is built"
        ),
    ],
)
async def test_an_engine_that_never_was_there(
    own_stack: Callable[..., StackProcess],
    tmp_path: Path,
    kinds: tuple[str, str],
    mode: str,
    first: dict[str, str],
) -> None:
    with engine_process(tmp_path, grammar=GRAMMAR, key="the-right-key") as engine:
        there = {"OPENAI_BASE_URL": engine.url, "OPENAI_API_KEY": "the-right-key"}
        stack = own_stack(
            **{**there, **first},
            TUTOR_ENGINE=kinds[0],
            SPARE_ENGINE=kinds[1],
            SPARE_BASE_URL=engine.url,
            SPARE_API_KEY="the-right-key",
        )
        async with aiohttp.ClientSession() as http:
            caller = Caller(stack, http)
            try:
                began = time.monotonic()
                await caller.start(mode=mode, **({"scenario": SCENE} if mode == "scene" else {}))
                heard = await caller.hears_tutor(seconds=LIMIT_SECONDS)
                print(f"{kinds[0]}, {first}: the spare is heard after {heard - began:.1f} s")
                await caller.hears_silence(for_seconds=1.5)
                assert caller.notices().count("engine_switched") == 1
                line = RESERVATION if mode == "scene" else HOTEL
                await caller.is_answered(line)
                report = await caller.end()
            finally:
                await caller.room.leave()
    assert "engine_failed" not in caller.notices()
    assert [turn["role"] for turn in report["turns"]] == ["tutor", "learner", "tutor"]
