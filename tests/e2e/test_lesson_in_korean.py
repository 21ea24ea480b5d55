"""A whole lesson in the Korean page, by one learner, with all the help there is; a picture and axe at each step."""

import asyncio
from uuid import UUID

import asyncpg
import pytest
from playwright.async_api import Browser

from tests.e2e.learner import Learner
from tests.e2e.lines import CHECK_IN, HOTEL, LUGGAGE, QUIET_ROOM, RECEPTIONIST, RESERVATION
from tests.e2e.pictures import Pictures
from tests.e2e.speech import say
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


async def _say(learner: Learner, line: str) -> None:
    """Wait for the tutor to end, say the line, wait for the answer to begin."""
    await learner.hears_silence(since=await learner.now(), for_ms=1200)
    await learner.speak(say(line))
    said = await learner.now()
    await learner.caption("learner", line)
    await learner.hears_tutor(since=said)


@pytest.mark.parametrize(
    "size", ["phone", pytest.param("desktop", marks=pytest.mark.slow)], ids=lambda size: str(size)
)
async def test_from_the_first_word_to_another_day(
    stack: StackProcess, browser: Browser, database: "asyncpg.Connection[asyncpg.Record]", size: str
) -> None:
    learner = await Learner.at(
        browser, stack.url, locale="ko", viewport=PHONE if size == "phone" else DESKTOP
    )
    page, pictures = learner.page, Pictures(learner, size)
    await page.wait_for_selector("[data-testid=start-build]:enabled")
    await pictures.take("start")

    # The scene is built by voice.
    await learner.start_building()
    await learner.hears_tutor()
    await pictures.take("builder")
    for line in (HOTEL, RECEPTIONIST, CHECK_IN):
        await _say(learner, line)
    await page.wait_for_selector("[data-testid=scene-slots]", state="detached", timeout=30_000)
    lesson_id = learner.lesson_id

    # A hint is asked for and sent as the learner's own line.
    await learner.hears_silence(since=await learner.now(), for_ms=1200)
    await page.click("[data-testid=hint]")
    hint = await page.wait_for_selector("[data-testid=hint-text]", timeout=15_000)
    assert hint is not None
    suggested = await hint.inner_text()
    assert await page.inner_text("[data-testid=hint-meaning]")
    await pictures.take("hint")
    await page.click("[data-testid=hint-send]")
    sent = await learner.now()
    await learner.caption("learner", suggested)
    await learner.hears_tutor(since=sent)

    # A line of the tutor is translated, and heard again.
    await learner.hears_silence(since=sent, for_ms=1200)
    await page.locator("[data-testid=caption][data-role=tutor] [data-testid=line]").last.click()
    await page.wait_for_selector("[data-testid=translation] [lang=ko]")
    await pictures.take("translation")
    await page.click("[data-testid=line-slow]")
    await page.wait_for_selector("[data-testid=line-slow][data-state=playing]")
    await page.wait_for_selector("[data-testid=line-slow][data-state=silent]", timeout=30_000)
    await page.keyboard.press("Escape")

    # The tutor is interrupted.
    await learner.speak(say(RESERVATION))
    heard = await learner.hears_tutor(since=await learner.now())
    await learner.heard_for(700, since=heard)
    speaking = asyncio.create_task(learner.speak(say(QUIET_ROOM)))
    await page.wait_for_selector("[data-testid=caption][data-interrupted=true]", timeout=20_000)
    await speaking
    await learner.caption("learner", QUIET_ROOM)
    await learner.hears_tutor(since=await learner.now())
    await pictures.take("interrupted")

    # One turn by push to talk.
    await learner.hears_silence(since=await learner.now(), for_ms=1200)
    await page.click("[data-testid=settings]")
    await page.click("text=누르고 말하기")
    await page.click("label:has-text('3초')")  # and patience and pace, in the middle of it
    await page.click("label:has-text('천천히')")
    await pictures.take("settings")
    await page.click("[data-testid=settings-close]")
    talk = page.locator("[data-testid=talk]")
    await talk.hover()
    await page.mouse.down()
    await page.wait_for_selector("[data-testid=talk][data-phase=held]")
    await pictures.take("push-to-talk")
    await learner.speak(say(LUGGAGE))
    released = await learner.now()
    await page.mouse.up()
    await learner.caption("learner", LUGGAGE)
    await learner.heard_for(
        700, since=await learner.hears_tutor(since=released)
    )  # what is cut is a turn then

    # Another, by the space bar, cuts the answer and is cancelled: it is no turn.
    said = [row["text"] for row in await learner.captions() if row["role"] == "learner"]
    await page.keyboard.down("Space")
    await page.wait_for_selector("[data-testid=talk][data-phase=held]")
    await learner.speak(say(QUIET_ROOM))
    await page.keyboard.press("Escape")
    await page.keyboard.up("Space")
    await learner.notice("talk_canceled")

    # Another voice goes on with the same talk.
    await learner.hears_silence(since=released, for_ms=1200)
    await page.click("[data-testid=settings]")
    await page.click("[data-testid=voice-hear]:has-text('Cedar')")
    await page.wait_for_selector("[data-testid=voice-hear][data-state=playing]", timeout=15_000)
    await page.click("[data-testid=voice] label:has-text('Cedar')")
    await page.wait_for_selector("text=목소리로 말해요")
    await pictures.take("voice")
    await page.click("[data-testid=settings-close]")
    before = [row for row in await learner.captions() if row["role"] == "tutor"]
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement.blur()")  # a control has a use of its own for the space bar
    await page.keyboard.down("Space")
    await page.wait_for_selector("[data-testid=talk][data-phase=held]")
    await learner.speak(say(QUIET_ROOM))
    released = await learner.now()
    await page.keyboard.up("Space")
    await learner.hears_tutor(since=released)
    spoken = [row["text"] for row in await learner.captions() if row["role"] == "learner"]
    assert len(spoken) == len(said) + 1
    after = [row for row in await learner.captions() if row["role"] == "tutor"]
    assert [row["text"] for row in after][: len(before)] == [row["text"] for row in before]

    # It is ended and looked back at.
    await learner.end()
    await pictures.take("report")
    stored = "SELECT count(*) FROM turns WHERE lesson_id = $1"
    turns = await database.fetchval(stored, UUID(lesson_id))

    # And continued from the history.
    await page.goto(f"{stack.url}/history")
    await page.wait_for_selector(f"[data-lesson-id='{lesson_id}']")
    await pictures.take("history")
    await page.click(f"[data-lesson-id='{lesson_id}'] button:has-text('이어서')")
    await learner.hears_tutor()
    assert learner.lesson_id == lesson_id
    await learner.caption("learner", RESERVATION)
    await pictures.take("continued")
    await learner.end()
    assert await database.fetchval(stored, UUID(lesson_id)) > turns
    assert learner.problems == []

    row = await database.fetchrow(
        "SELECT voice, place, patience, pace FROM lessons WHERE lesson_id = $1", UUID(lesson_id)
    )
    assert row is not None
    assert tuple(row) == ("cedar", "hotel", "3", "slower")
    sources = await database.fetch(
        "SELECT source FROM turns WHERE lesson_id = $1 AND role = 'learner' ORDER BY seq", UUID(lesson_id)
    )
    assert {row["source"] for row in sources} == {"voice", "text", "push_to_talk"}
