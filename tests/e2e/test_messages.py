"""A lesson by voice messages in a real browser: Chromium's own recorder, the real stack, the turns in Postgres."""

from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.e2e.accessible import assert_accessible
from tests.e2e.learner import Learner, chromium
from tests.e2e.lines import RESERVATION
from tests.e2e.sizes import at_both_sizes
from tests.e2e.speech import say, silence, write_wav
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

BEFORE_SECONDS, AFTER_SECONDS = 1.0, 1.0
_START = """async () => {
  const scenario = { place: 'hotel', partner: 'receptionist', goal: 'check in' }
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch('/api/lessons', { method: 'POST', headers, body: JSON.stringify({ scenario, locale: 'en' }) })
  return (await answer.json()).lesson_id
}"""


async def _lines(learner: Learner) -> list[tuple[str, str]]:
    rows = await learner.page.eval_on_selector_all(
        "[data-testid=line]", "rows => rows.map(row => [row.dataset.role, row.innerText])"
    )
    return [(role, text) for role, text in rows]


async def _idle(learner: Learner, *, lines: int) -> None:
    async def answered() -> bool:
        phase = await learner.page.get_attribute("[data-testid=messages-status]", "data-phase")
        return phase == "idle" and len(await _lines(learner)) >= lines

    await learner.until(answered, seconds=30, what=f"an answer, and {lines} lines in all")


@at_both_sizes(quick="desktop", locale="en")
async def test_a_recording_is_heard_answered_and_reported(
    stack: StackProcess,
    database: "asyncpg.Connection[asyncpg.Record]",
    tmp_path: Path,
    size: dict[str, Any],
) -> None:
    line = say(RESERVATION)
    microphone = write_wav(
        tmp_path / "microphone.wav", silence(BEFORE_SECONDS), line, silence(AFTER_SECONDS + 5)
    )
    async with chromium(microphone=microphone) as browser:
        learner = await Learner.at(browser, stack.url, real_microphone=True, **size)
        lesson_id = await learner.page.evaluate(_START)
        await learner.page.goto(f"{stack.url}/lessons/{lesson_id}/messages")
        await _idle(learner, lines=1)  # the tutor begins

        await learner.page.click("label:has-text('Keep the sound')")
        await learner.page.click("[data-testid=record]")
        await learner.page.wait_for_selector("[data-testid=recording-send]")
        await learner.page.wait_for_timeout(
            (BEFORE_SECONDS + line.samples.size / 48_000 + AFTER_SECONDS) * 1000
        )
        await learner.page.click("[data-testid=recording-send]")
        await _idle(learner, lines=3)
        shown = await _lines(learner)
        assert [role for role, _ in shown] == ["tutor", "learner", "tutor"]
        assert RESERVATION in shown[1][1]
        await learner.page.click("[data-testid=own-replay]")
        await learner.page.wait_for_selector("[data-testid=own-replay][data-state=playing]")

        await learner.page.set_viewport_size({"width": 360, "height": 700})
        await learner.context.set_offline(True)
        await learner.page.fill("[data-testid=message-text]", "Thank you very much.")
        await learner.page.click("[data-testid=message-send]")
        await learner.page.wait_for_selector("[data-testid=unsent-again]")
        await learner.page.screenshot(path=tmp_path / "unsent.png", full_page=True)
        await assert_accessible(learner.page, "unsent")
        await learner.context.set_offline(False)
        await learner.page.click("[data-testid=unsent-again]")
        await _idle(learner, lines=5)
        assert await learner.page.locator("[data-testid=unsent]").count() == 0
        await learner.page.screenshot(path=tmp_path / "messages.png", full_page=True)
        assert await learner.page.evaluate("document.documentElement.scrollWidth") <= 360
        await assert_accessible(learner.page, "messages")
        await learner.page.click("[data-testid=messages-end]")
        await learner.page.wait_for_selector(
            "[data-testid=end-reason][data-reason=button]", state="attached", timeout=20_000
        )
        await learner.page.locator(
            "[data-testid=turn][data-role=learner] [data-testid=turn-open]"
        ).first.click()
        await learner.page.click("[data-testid=line-replay]")
        await learner.page.wait_for_selector("[data-testid=line-replay][data-state=playing]")
        await learner.page.screenshot(path=tmp_path / "report.png", full_page=True)
        assert learner.problems == []

    rows = await database.fetch(
        "SELECT role, text, source, speech_seconds, sitting_id FROM turns WHERE lesson_id = $1 ORDER BY seq",
        UUID(lesson_id),
    )
    spoken, typed = (row for row in rows if row["role"] == "learner")
    assert (spoken["text"], spoken["source"], typed["source"]) == (RESERVATION, "message", "text")
    assert spoken["speech_seconds"] == pytest.approx(line.voiced_seconds, abs=0.3)
    assert len({row["sitting_id"] for row in rows}) == 3  # the opening and two messages
    kept = await database.fetchrow(
        "SELECT seconds, length(sound) AS bytes FROM recordings JOIN turns USING (turn_id) WHERE lesson_id = $1",
        UUID(lesson_id),
    )
    assert kept is not None
    assert kept["seconds"] > line.voiced_seconds + 1
    assert 3000 < kept["bytes"] / kept["seconds"] < 5000


async def test_the_test_page_talks_in_a_room_and_by_message(stack: StackProcess, tmp_path: Path) -> None:
    microphone = write_wav(tmp_path / "microphone.wav", silence(0.5), say(RESERVATION), silence(6))
    async with chromium(microphone=microphone) as browser:
        learner = await Learner.at(browser, f"{stack.url}/debug", real_microphone=True)
        page = learner.page
        await page.click("[data-testid=debug-connect]")
        await page.wait_for_selector("[data-testid=debug-connection]:text('connected')", timeout=20_000)
        assert (await page.inner_text("[data-testid=debug-identity]")).startswith("learner-")
        assert (await page.inner_text("[data-testid=debug-server]")).startswith("ws://")
        await page.wait_for_selector("[data-testid=debug-event][data-from=tutor]", timeout=30_000)
        await page.click("[data-testid=debug-record]")
        await page.wait_for_timeout(4000)
        await page.click("[data-testid=debug-record]")
        await page.click("[data-testid=debug-send]")
        await page.wait_for_selector("[data-testid=debug-event]:has-text('message.done')", timeout=30_000)
        said = " ".join(await page.locator("[data-testid=debug-event][data-from=message]").all_inner_texts())
        assert RESERVATION in said
        await page.screenshot(path=tmp_path / "debug.png", full_page=True)
        lesson = await page.get_attribute("dl a", "href")
        await page.click("dl a")
        await page.wait_for_selector("[data-testid=reply]", timeout=20_000)
        assert lesson is not None
        assert page.url.endswith(lesson)
        await page.screenshot(path=tmp_path / "latency.png", full_page=True)
        assert learner.problems == []
