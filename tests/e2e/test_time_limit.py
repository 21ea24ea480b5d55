"""A lesson with a time limit: the learner is warned a minute before, goes on talking, and is led to the report.

The tutor says goodbye before it goes.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import aiohttp
import asyncpg
import pytest
from playwright.async_api import Browser

from lesson.own_lines import TIME_IS_UP
from tests.e2e.caller import Caller
from tests.e2e.learner import Learner
from tests.e2e.pictures import Pictures
from tests.e2e.sizes import LOCALES, SCREENS, at_both_sizes
from tests.e2e.stack_process import StackProcess
from tests.fixtures.room_learner import AUDIBLE

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

MINUTES = 2  # the shortest that has a minute before the warning
WARNED = {"ko": "1분 뒤에 마칠게요.", "en": "We will finish in one minute."}
OVER = {"ko": "정해진 시간이 다 됐어요", "en": "The time is up"}
LINE = "It was a good day."
# From now on lessons have begun earlier than they did: a minute is the shortest limit that there is.
BEGAN_EARLIER = """
    CREATE FUNCTION began_earlier() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'INSERT' THEN
            NEW.created_at := NEW.created_at - interval '50 seconds';
        ELSIF OLD.joined_at IS NULL THEN
            NEW.joined_at := NEW.joined_at - interval '50 seconds';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER began_earlier BEFORE INSERT OR UPDATE ON sittings FOR EACH ROW EXECUTE FUNCTION began_earlier();
"""


@at_both_sizes(quick="phone")
async def test_who_has_one_minute_is_told_at_once_and_at_its_end_hears_a_goodbye(
    own_stack: Callable[..., StackProcess], browser: Browser, size: dict[str, Any]
) -> None:
    stack = own_stack(LESSON_MAX_MINUTES="1")
    learner = await Learner.at(browser, stack.url, **size)
    await learner.page.click("[data-testid=start-free]")
    await learner.notice("time_nearly_up", seconds=20)
    assert WARNED[size["locale"]] in await learner.page.inner_text("[data-testid=notice]")
    await asyncio.gather(_looked_at_and_ended(learner), _hears_goodbye(stack))


async def _looked_at_and_ended(learner: Learner) -> None:
    await learner.hears_tutor()
    await learner.end()
    assert learner.problems == []


async def _hears_goodbye(stack: StackProcess) -> None:
    """Another learner, whose time is soon over."""
    connection = await asyncpg.connect(stack.database_url)
    try:
        await connection.execute(BEGAN_EARLIER)
    finally:
        await connection.close()
    async with aiohttp.ClientSession() as http:
        caller = Caller(stack, http)
        await caller.start(mode="free")
        clocks = time.time() - time.monotonic()
        await caller.has("the goodbye", lambda: _goodbyes(caller), seconds=40)
        (said,) = _goodbyes(caller)
        began, ended = (
            datetime.fromisoformat(said[name]).timestamp() - clocks for name in ("started_at", "ended_at")
        )
        heard = [at for at, level in caller.room.levels if began < at < ended + 1 and level > AUDIBLE]
        assert heard[-1] - heard[0] > 1.5  # seconds: all of it
        assert not said["interrupted"]
        await caller.has("the end", lambda: caller.room.of_type("lesson.ended"))
        kinds = [event["type"] for event in caller.room.events]
        assert kinds.index("lesson.ended") > max(i for i, kind in enumerate(kinds) if kind == "turn.added")
        report = await caller.report()
        await caller.room.leave()
    assert (report["end_reason"], report["turns"][-1]["text"]) == ("time", TIME_IS_UP.en)
    assert report["turns"][0]["text"] != TIME_IS_UP.en  # its opening was said before


def _goodbyes(caller: Caller) -> list[dict[str, Any]]:
    return [turn for turn in caller.turns("tutor") if turn["text"] == TIME_IS_UP.en]


@pytest.mark.slow
async def test_the_end_is_told_a_minute_before_and_leads_to_the_report(
    own_stack: Callable[..., StackProcess], browser: Browser
) -> None:
    """Both sizes at once: most of it is waiting."""
    stack = own_stack(LESSON_MAX_MINUTES=str(MINUTES))
    sizes = [{"locale": LOCALES[name], **screen} for name, screen in SCREENS.items()]
    lessons = await asyncio.gather(*(_lesson(stack, browser, size) for size in sizes))
    connection = await asyncpg.connect(stack.database_url)
    try:
        for lesson_id in lessons:
            row = await connection.fetchrow(
                "SELECT l.end_reason, extract(epoch FROM l.ended_at - l.started_at) AS seconds, r.lesson_id AS report"
                " FROM lessons l LEFT JOIN reports r USING (lesson_id) WHERE lesson_id = $1",
                lesson_id,
            )
            assert row is not None
            assert (row["end_reason"], row["report"]) == ("time", lesson_id)
            assert float(row["seconds"]) >= MINUTES * 60 - 5  # of its claim, not of the first word
    finally:
        await connection.close()


async def _lesson(stack: StackProcess, browser: Browser, size: dict[str, Any]) -> UUID:
    locale = size["locale"]
    learner = await Learner.at(browser, stack.url, **size)
    page, pictures = learner.page, Pictures(learner, f"time-{locale}")
    await page.click("[data-testid=start-free]")
    began = await learner.hears_tutor()
    lesson_id = UUID(learner.lesson_id)

    await learner.notice("time_nearly_up", seconds=MINUTES * 60)
    warned = await learner.now()
    assert WARNED[locale] in await page.inner_text("[data-testid=notice]")
    await pictures.take("warned")
    # There is time for a few lines more.
    await learner.type(LINE)
    await learner.caption("learner", LINE)
    await learner.hears_tutor(since=warned)

    await page.wait_for_selector("[data-testid=end-reason][data-reason=time]", timeout=MINUTES * 60_000)
    assert await learner.now() - warned > 45_000
    assert warned > began
    assert await page.inner_text("[data-testid=end-reason]") == OVER[locale]
    await page.locator("[data-testid=turn]").filter(has_text=LINE).wait_for()
    await page.locator("[data-testid=turn]").filter(has_text=TIME_IS_UP.en).wait_for()
    await pictures.take("over")
    assert learner.problems == []
    return lesson_id
