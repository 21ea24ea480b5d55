"""The pages around a lesson, by one learner who types: choose, look back, find again, take away, have it gone."""

import asyncio
import json
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from playwright.async_api import Browser, Page, Route

from tests.e2e.accessible import assert_accessible
from tests.e2e.learner import Learner
from tests.e2e.sizes import at_both_sizes
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

TYPED = ("Hello, I would like a window table.", "Could I have the soup, please?")


# Three spoken answers after the last line: the report draws pace and waiting from three on.
_SPEAK = """
    INSERT INTO turns (turn_id, lesson_id, sitting_id, seq, role, text, started_at, ended_at, speech_seconds, interrupted,
                       source, language, low_confidence, pauses)
    SELECT gen_random_uuid(), last.lesson_id, last.sitting_id, last.seq + n, CASE n % 2 WHEN 1 THEN 'tutor' ELSE 'learner' END,
           'I would like a table by the window, please.', last.ended_at + n * interval '5 s',
           last.ended_at + n * interval '5 s' + interval '3 s', 2.5 + n / 10.0, n = 5, 'voice', 'en', false, '{}'
    FROM (SELECT * FROM turns WHERE lesson_id = $1 ORDER BY seq DESC LIMIT 1) AS last, generate_series(1, 6) AS n
"""
_TIMES = """rows => rows.map(({ innerText }) => innerText.split(':').reduce((sum, part) => sum * 60 + Number(part), 0))"""


async def _hears(page: Page, button: str) -> None:
    await page.locator(button).first.click()
    await page.wait_for_selector(f"{button}[data-state=playing]", timeout=15_000)


async def _ask_to_delete_all_while_the_page_loads(page: Page, history: str) -> None:
    """What comes last comes while the button is held down, and does not move it from under the pointer."""
    asked: asyncio.Queue[Route] = asyncio.Queue()
    await page.route("**/api/about", asked.put)
    await page.goto(history)
    late = await asked.get()
    await page.hover("[data-testid=delete-all]")
    await page.mouse.down()
    await late.continue_()
    await page.wait_for_selector("[data-testid=kept-for]")
    await page.mouse.up()
    await page.unroute("**/api/about")


@at_both_sizes(quick="desktop", locale="en")
async def test_from_the_first_choice_to_nothing_left(
    stack: StackProcess,
    browser: Browser,
    database: "asyncpg.Connection[asyncpg.Record]",
    size: dict[str, Any],
) -> None:
    learner = await Learner.at(browser, stack.url, accept_downloads=True, **size)
    page = learner.page

    # A voice is heard before it is chosen; what is chosen stays in the browser and goes with the lesson.
    await page.select_option("[data-testid=voice]", "marin")
    await _hears(page, "[data-testid=voice-hear]")
    await page.click("[data-testid=more-settings]")
    for name in ("Slower", "Dark", "Tap to see"):
        await page.click(f"label:has-text('{name}')")
    assert await page.get_attribute("html", "data-theme") == "dark"

    # A scene of the catalogue: sought, by level and topic too, looked into, begun.
    await page.click("nav a[href='/scenes']")
    card = page.locator("[data-testid=scene-card]")
    await card.first.wait_for()
    left = [await card.count()]
    for chip in ("A2", "Food"):
        await page.get_by_role("radio", name=chip, exact=True).click()
        left.append(await card.count())
    assert left == sorted({*left}, reverse=True), "each chip leaves fewer scenes"
    await page.get_by_role("radio", name="B1", exact=True).click()
    await page.fill("[type=search]", "dinner")
    await card.first.wait_for(state="detached")
    await page.get_by_role("radio", name="A2", exact=True).click()
    await card.first.locator("button").first.click()
    await page.wait_for_selector("[data-testid=scene-card] li [lang=en]")
    await assert_accessible(page, "an opened scene")
    await _hears(page, "[data-testid=phrase-hear]")  # by somebody whom the server does not know yet
    async with page.expect_response("**/api/lessons") as started:
        await page.locator("[data-testid=scene-start]:visible").click()
    wish = (await started.value).request.post_data_json
    assert wish is not None
    assert (wish["voice"], wish["pace"], wish["locale"]) == ("marin", "slower", "en")
    assert wish["scenario_id"]
    await learner.hears_tutor()
    for line in TYPED:
        sent = await learner.now()
        await learner.type(line)
        await learner.caption("learner", line)
        await learner.hears_silence(since=await learner.hears_tutor(since=sent), for_ms=1000)
    lesson_id = learner.lesson_id
    await learner.end()

    # The report: a line's meaning and its sound, slowly; how the numbers are counted.
    await page.locator("[data-testid=turn][data-role=tutor] [data-testid=turn-open]").last.click()
    await page.wait_for_selector("[data-testid=translation] [lang=ko]", timeout=15_000)
    await _hears(page, "[data-testid=line-slow]")
    await page.click("[data-testid=report-how]")

    # Gone on with from the start page, and spoken this time: its time is that of both sittings, its figures are drawn.
    await page.goto(stack.url)
    await page.click("[data-testid=start-continue]")
    await learner.hears_tutor()
    assert learner.lesson_id == lesson_id
    await learner.end()
    await database.execute(_SPEAK, UUID(lesson_id))
    await database.execute("DELETE FROM reports WHERE lesson_id = $1", UUID(lesson_id))
    await page.reload()
    tables = page.get_by_role("button", name="Show as a table")
    for index in range(3):
        await tables.nth(index).click()
    assert await page.locator("figure svg[role=img]").count() == 2
    rows = [await table.locator("tbody tr").count() for table in await page.get_by_role("table").all()]
    assert rows[:2] == [3, 3]
    assert rows[2] >= 1, "a line of the tutor's that was cut"
    total = await page.evaluate(
        f"fetch('/api/lessons/{lesson_id}').then(it => it.json()).then(it => it.total_seconds)"
    )
    times = await page.eval_on_selector_all("[data-testid=turn] time", _TIMES)
    assert times == sorted(times)
    assert times[-1] == int(total - 3)
    await assert_accessible(page, "the report")

    # The history: found by what was said, taken away, gone.
    await page.click("nav a[href='/history']")
    row = f"[data-testid=lesson][data-lesson-id='{lesson_id}']"
    await page.wait_for_selector(row)
    await page.fill("[type=search]", "nothing of the kind")
    await page.wait_for_selector(row, state="detached")
    await page.fill("[type=search]", "a WINDOW table")
    await page.wait_for_selector(row)
    await assert_accessible(page, "the history")
    async with page.expect_download() as downloading:
        await page.click("[data-testid=download]")
    download = await downloading.value
    assert download.suggested_filename.endswith(".json")
    export = json.loads((await download.path()).read_text())
    assert TYPED[0] in json.dumps(export)
    await page.click(f"{row} [data-testid=delete]")
    await assert_accessible(page, "delete one")
    await page.click("[data-testid=delete-confirm]")
    await page.wait_for_selector(row, state="detached")
    assert await page.inner_text("[data-testid=deleted]") == "Deleted"
    assert await page.evaluate("localStorage.getItem('tutor.settings') !== null")

    # Everything: the learner and what this browser remembers.
    await _ask_to_delete_all_while_the_page_loads(page, f"{stack.url}/history")
    await page.click("[data-testid=delete-confirm]")
    await page.wait_for_selector("[data-testid=records]", state="detached")
    assert await page.evaluate("localStorage.getItem('tutor.settings')") is None
    assert await page.evaluate("fetch('/api/lessons').then(({status}) => status)") == 401
    assert learner.problems == []
