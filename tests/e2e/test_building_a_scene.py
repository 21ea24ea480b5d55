"""A scene built by talking: spoken English in the browser, Korean typed (no Korean recogniser runs offline)."""

from uuid import UUID

import asyncpg
import pytest
from playwright.async_api import Browser

from tests.e2e.learner import Learner
from tests.e2e.lines import ALL_AT_ONCE, CHECK_IN, HOTEL, NOT_THE_HOTEL, RECEPTIONIST
from tests.e2e.speech import say
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]


@pytest.mark.parametrize(
    ("lines", "scene"),
    [
        pytest.param(
            [HOTEL, RECEPTIONIST, CHECK_IN], ("hotel", "receptionist", "check in"), id="three turns"
        ),
        pytest.param(
            [ALL_AT_ONCE],
            ("hotel", "receptionist", "check in"),
            id="one sentence",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            [HOTEL, NOT_THE_HOTEL, RECEPTIONIST, CHECK_IN],
            ("airport", "receptionist", "check in"),
            id="a correction before the end",
            marks=pytest.mark.slow,
        ),
    ],
)
async def test_spoken(
    stack: StackProcess,
    browser: Browser,
    database: "asyncpg.Connection[asyncpg.Record]",
    lines: list[str],
    scene: tuple[str, str, str],
) -> None:
    learner = await Learner.at(browser, stack.url)
    await learner.start_building()
    heard = await learner.hears_tutor()
    for number, line in enumerate(lines, start=1):
        await learner.hears_silence(since=heard, for_ms=1000)
        await learner.speak(say(line))
        await learner.caption("learner", line)
        heard = await learner.hears_tutor(since=await learner.now())
        assert len([row for row in await learner.captions() if row["role"] == "learner"]) == number

    await _in_the_scene(learner, database, scene)


@pytest.mark.parametrize(
    ("lines", "scene"),
    [
        pytest.param(
            ["호텔에서 직원이랑 체크인 연습하고 싶어요."],
            ("hotel", "staff", "check in"),
            id="B2 all in one",
            marks=pytest.mark.slow,  # test_without_a_voice.py types the like
        ),
        pytest.param(
            ["공항 체크인 상황을 연습하고 싶어요.", "직원이요."],
            ("airport", "staff", "check in"),
            id="B2 the partner is asked for",
            marks=pytest.mark.slow,
        ),
    ],
)
async def test_typed_in_korean(
    stack: StackProcess,
    browser: Browser,
    database: "asyncpg.Connection[asyncpg.Record]",
    lines: list[str],
    scene: tuple[str, str, str],
) -> None:
    learner = await Learner.at(browser, stack.url, locale="ko")
    await learner.start_building()
    heard = await learner.hears_tutor()
    for line in lines:
        await learner.hears_silence(since=heard, for_ms=1000)
        await learner.type(line)
        await learner.caption("learner", line)
        heard = await learner.hears_tutor(since=await learner.now())

    await _in_the_scene(learner, database, scene)


async def _in_the_scene(
    learner: Learner, database: "asyncpg.Connection[asyncpg.Record]", scene: tuple[str, str, str]
) -> None:
    """The scene is complete once, in the row, and the partner speaks in it without a second greeting."""
    lesson_id = UUID(learner.lesson_id)

    async def partner_spoke() -> bool | None:
        row = await database.fetchrow("SELECT stage FROM lessons WHERE lesson_id = $1", lesson_id)
        tutor = [row for row in await learner.captions() if row["role"] == "tutor"]
        return (row is not None and row["stage"] == "roleplay" and len(tutor) >= 3) or None

    await learner.until(partner_spoke, seconds=40, what="the partner in the scene speaks")
    await learner.hears_silence(since=await learner.now(), for_ms=1200)
    said = [row["text"] for row in await learner.captions() if row["role"] == "tutor"]
    assert sum("AI" in line for line in said) == 1  # one greeting
    await learner.end()

    row = await database.fetchrow("SELECT * FROM lessons WHERE lesson_id = $1", lesson_id)
    assert row is not None
    assert (row["place"], row["partner"], row["goal"]) == scene
    assert row["scenario_completed_at"] is not None
    assert learner.problems == []
