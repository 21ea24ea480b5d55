"""The page is reloaded, opened twice, or cut off in the middle of the tutor's sentence: the lesson goes on.

The table is printed, and stands in docs/coming_back.md.
"""

import asyncio
import signal
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from playwright.async_api import Browser

from agent.engine.sentences import split
from tests.e2e.learner import Learner
from tests.e2e.lines import QUIET_ROOM, RESERVATION
from tests.e2e.pictures import Pictures
from tests.e2e.sizes import at_both_sizes
from tests.e2e.speech import say
from tests.e2e.stack_process import StackProcess

pytestmark = [pytest.mark.browser, pytest.mark.livekit, pytest.mark.postgres, pytest.mark.engine]

NETWORK_SECONDS = 10.0
SLEEP_SECONDS = 15.0
NOTICED_SECONDS = NETWORK_SECONDS - 0.5  # told while it lasts; the table has the figure
HEARD_AGAIN_SECONDS = 20.0
BACK = {"ko": "다시 연결됐어요. 이어서 말해 주세요.", "en": "Connected again. Please go on."}


@pytest.fixture(scope="module")
def table() -> Iterator[list[str]]:
    rows: list[str] = []
    yield rows
    print("\n| what happens | the page says | s to the next sound | turns lost | openings |")
    print("|---|---|---|---|---|")
    print("\n".join(rows))


async def _tutor_in_mid_sentence(browser: Browser, stack: StackProcess, **size: Any) -> Learner:
    """A reply has been heard for a second: the sentence goes on."""
    learner = await Learner.at(browser, stack.url, **size)
    await learner.start_scene("hotel", "receptionist", "check in")
    heard = await learner.hears_tutor()
    await learner.hears_silence(since=heard, for_ms=1000)
    await learner.speak(say(RESERVATION))
    heard = await learner.hears_tutor(since=await learner.now())
    await learner.heard_for(1000, since=heard)
    return learner


async def _goes_on(learner: Learner) -> None:
    """The learner is heard and answered, without a second opening."""
    await learner.hears_silence(since=await learner.now(), for_ms=1500, seconds=40)
    await learner.speak(say(QUIET_ROOM))
    await learner.caption("learner", QUIET_ROOM)
    await learner.hears_tutor(since=await learner.now())


async def _finish(learner: Learner, database: "asyncpg.Connection[asyncpg.Record]") -> tuple[list[str], int]:
    """The learner's stored turns, and how often the tutor opened the scene."""
    lesson_id = UUID(learner.lesson_id)
    await learner.end()
    rows = await database.fetch("SELECT role, text FROM turns WHERE lesson_id = $1 ORDER BY seq", lesson_id)
    tutor = [row["text"] for row in rows if row["role"] == "tutor"]
    briefing = split(tutor[0])[0]
    return [row["text"] for row in rows if row["role"] == "learner"], sum(briefing in text for text in tutor)


async def test_a_reload_comes_back_to_the_same_sentence(
    browser: Browser, stack: StackProcess, database: "asyncpg.Connection[asyncpg.Record]", table: list[str]
) -> None:
    learner = await _tutor_in_mid_sentence(browser, stack)
    await learner.page.reload()
    heard = await learner.hears_tutor()  # the page's clock begins anew
    assert await learner.caption("learner", RESERVATION)
    await _goes_on(learner)
    said, openings = await _finish(learner, database)
    table.append(
        f"| reload | the lesson as it was | {heard / 1000:.1f} | {2 - len(said)} of 2 | {openings} |"
    )
    assert said == [RESERVATION, QUIET_ROOM]
    assert openings == 1
    assert heard < HEARD_AGAIN_SECONDS * 1000


async def test_a_second_tab_takes_the_lesson_and_the_first_can_take_it_back(
    browser: Browser, stack: StackProcess, database: "asyncpg.Connection[asyncpg.Record]", table: list[str]
) -> None:
    first = await _tutor_in_mid_sentence(browser, stack)
    second = await first.in_another_tab()
    heard = await second.hears_tutor()
    await first.notice("other_tab")
    assert await second.caption("learner", RESERVATION)
    await first.page.bring_to_front()
    taken = await first.now()
    await first.page.click("[data-testid=notice-take_back]")
    await second.notice("other_tab")
    await second.page.close()
    await _goes_on(first)
    said, openings = await _finish(first, database)
    table.append(f"| second tab | other_tab | {heard / 1000:.1f} | {2 - len(said)} of 2 | {openings} |")
    assert said == [RESERVATION, QUIET_ROOM]
    assert openings == 1
    assert taken > 0


async def test_ten_seconds_without_network_are_told_and_the_talk_goes_on(
    browser: Browser, stack: StackProcess, database: "asyncpg.Connection[asyncpg.Record]", table: list[str]
) -> None:
    """LiveKit is held, not the page: a browser's network cut by its developer tools leaves WebRTC's UDP running."""
    learner = await _tutor_in_mid_sentence(browser, stack)
    stack.kill("livekit", signal.SIGSTOP)
    held = await learner.now()
    try:
        await learner.notice("network", seconds=NOTICED_SECONDS)
        told = await learner.now()
        await asyncio.sleep(max(0.0, NETWORK_SECONDS - (told - held) / 1000))
    finally:
        stack.kill("livekit", signal.SIGCONT)
    back = await learner.now()
    await learner.page.wait_for_selector("[data-testid=notice][data-code=network]", state="detached")
    await _goes_on(learner)
    heard = await learner.hears_tutor(since=back)
    said, openings = await _finish(learner, database)
    table.append(
        f"| {NETWORK_SECONDS:.0f} s without network | network after {(told - held) / 1000:.1f} s, then back "
        f"| {(heard - back) / 1000:.1f} | {2 - len(said)} of 2 | {openings} |"
    )
    assert said == [RESERVATION, QUIET_ROOM]
    assert openings == 1


@at_both_sizes(quick="phone")
async def test_a_page_that_slept_says_so_and_goes_on(
    browser: Browser,
    stack: StackProcess,
    database: "asyncpg.Connection[asyncpg.Record]",
    table: list[str],
    size: dict[str, Any],
) -> None:
    """The page is frozen as by a phone in a pocket, and the network is away meanwhile."""
    learner = await _tutor_in_mid_sentence(browser, stack, **size)
    pictures = Pictures(learner, f"sleep-{size['locale']}")
    session = await learner.context.new_cdp_session(learner.page)
    await session.send("Page.setWebLifecycleState", {"state": "frozen"})
    await learner.context.set_offline(True)
    await asyncio.sleep(SLEEP_SECONDS)
    await learner.context.set_offline(False)
    await session.send("Page.setWebLifecycleState", {"state": "active"})
    awake = await learner.now()
    await learner.notice("back", seconds=HEARD_AGAIN_SECONDS)
    assert BACK[size["locale"]] in await learner.page.inner_text("[data-testid=notice]")
    await pictures.take("back")
    await _goes_on(learner)
    heard = await learner.hears_tutor(since=awake)
    said, openings = await _finish(learner, database)
    table.append(
        f"| {SLEEP_SECONDS:.0f} s asleep | back | {(heard - awake) / 1000:.1f} | {2 - len(said)} of 2 | {openings} |"
    )
    assert said == [RESERVATION, QUIET_ROOM]
    assert openings == 1
    assert learner.problems == []
