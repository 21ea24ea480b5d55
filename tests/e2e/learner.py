"""A learner at a real page: Debian's Chromium, a microphone that speaks espeak-ng's lines, ears that measure levels."""

import base64
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.e2e.speech import Line

Found = TypeVar("Found")

CHROMIUM = "/usr/bin/chromium"
_FLAGS = (
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PAGE_SOUND = Path(__file__).with_name("page_sound.js")
_SEEN_THE_CHECK = """
    if (location.protocol !== 'about:') localStorage['tutor.settings'] ??= '{"microphoneChecked": true}'
"""
AUDIBLE = 0.005  # RMS of full scale; Opus comfort noise and silence stay far below


@asynccontextmanager
async def chromium(*, microphone: Path | None = None) -> AsyncIterator[Browser]:
    """`microphone`: a WAV that Chromium itself plays as the microphone, once, from getUserMedia on."""
    flags = [*_FLAGS]
    if microphone is not None:
        flags.append(f"--use-file-for-fake-audio-capture={microphone}%noloop")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=flags)
        try:
            yield browser
        finally:
            await browser.close()


class Learner:
    def __init__(self, context: BrowserContext, page: Page, url: str) -> None:
        self.context = context
        self.page = page
        self.url = url
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))

    @classmethod
    async def at(
        cls,
        browser: Browser,
        url: str,
        *,
        locale: str = "en",
        real_microphone: bool = False,
        newcomer: bool = False,
        init_script: str = "",
        **options: Any,
    ) -> "Learner":
        """`newcomer`: has not seen the microphone check, which then stands before the first lesson.

        `init_script` runs after ours, before the page's own.
        """
        context = await browser.new_context(
            locale={"en": "en-US", "ko": "ko-KR"}[locale], permissions=["microphone"], **options
        )
        if real_microphone:
            await context.add_init_script("window.realMicrophone = true;")
        if not newcomer:
            await context.add_init_script(_SEEN_THE_CHECK)
        await context.add_init_script(path=PAGE_SOUND)
        if init_script:
            await context.add_init_script(init_script)
        page = await context.new_page()
        learner = cls(context, page, url)
        await page.goto(url)
        return learner

    async def speak(self, line: Line) -> None:
        """Until the line is spoken."""
        await self.page.evaluate("(it) => sound.speak(it)", base64.b64encode(line.samples.tobytes()).decode())

    async def levels(self, *, since: float = 0.0) -> list[tuple[float, float]]:
        """The tutor at the page's ear: (ms of the page's clock, RMS), every 10 ms or so."""
        rows = await self.page.evaluate("(since) => sound.levels.filter((row) => row[0] > since)", since)
        return [(ms, level) for ms, level in rows]

    async def now(self) -> float:
        return float(await self.page.evaluate("performance.now()"))

    async def hears_tutor(self, *, since: float = 0.0, seconds: float = 20.0) -> float:
        """When the tutor first became audible after `since` (ms of the page's clock)."""

        async def audible() -> float | None:
            return next((ms for ms, level in await self.levels(since=since) if level > AUDIBLE), None)

        return await self.until(audible, seconds=seconds, what="the tutor is heard")

    async def hears_silence(self, *, since: float = 0.0, for_ms: float = 700, seconds: float = 30.0) -> float:
        """When a silence of `for_ms` began after `since`."""

        async def silent() -> float | None:
            levels = await self.levels(since=since)
            loud = [ms for ms, level in levels if level > AUDIBLE]
            began = loud[-1] if loud else since
            return began if levels and levels[-1][0] - began >= for_ms else None

        return await self.until(silent, seconds=seconds, what="the tutor is silent")

    async def heard_for(self, ms: float, *, since: float, seconds: float = 20.0) -> None:
        """The page has listened for `ms` since then."""

        async def later() -> bool | None:
            levels = await self.levels(since=since)
            return (bool(levels) and levels[-1][0] > since + ms) or None

        await self.until(later, seconds=seconds, what=f"{ms:.0f} ms are played")

    async def in_another_tab(self) -> "Learner":
        """The same learner at the same address, in a second tab of the same browser."""
        page = await self.context.new_page()
        tab = Learner(self.context, page, self.url)
        await page.goto(self.page.url)
        return tab

    async def captions(self) -> list[dict[str, str]]:
        return [
            dict(row)
            for row in await self.page.eval_on_selector_all(
                "[data-testid=caption]",
                "rows => rows.map(row => ({...row.dataset, text: row.innerText}))",
            )
        ]

    async def until(
        self, condition: Callable[[], Awaitable[Found | None]], *, seconds: float = 20.0, what: str = ""
    ) -> Found:
        deadline = time.monotonic() + seconds
        while True:
            if found := await condition():
                return found
            if time.monotonic() > deadline:
                seen = await self.page.inner_text("body")
                raise AssertionError(f"not within {seconds} s: {what}\n--- the page shows:\n{seen}")
            await self.page.wait_for_timeout(50)

    # The page's own ways

    async def start_scene(self, place: str, partner: str, goal: str) -> None:
        await self.page.click("[data-testid=start-type]")
        for field, value in (("place", place), ("partner", partner), ("goal", goal)):
            await self.page.fill(f"[data-testid=scene-{field}]", value)
        await self.page.click("[data-testid=start-scene]")

    async def start_building(self) -> None:
        await self.page.click("[data-testid=start-build]")

    async def type(self, text: str) -> None:
        if not await self.page.is_visible("[data-testid=type-text]"):
            await self.page.keyboard.press("t")
        await self.page.fill("[data-testid=type-text]", text)
        await self.page.click("[data-testid=type-send]")

    async def end(self) -> None:
        await self.page.click("[data-testid=end]")
        await self.page.click("[data-testid=end-confirm]")
        await self.page.wait_for_selector("[data-testid=turn]", timeout=20_000)

    @property
    def lesson_id(self) -> str:
        return urlsplit(self.page.url).path.split("/")[2]

    async def caption(self, role: str, text: str, *, seconds: float = 20.0) -> dict[str, str]:
        """The line of `role` that holds `text`, once it is shown."""

        async def shown() -> dict[str, str] | None:
            return next(
                (row for row in await self.captions() if row["role"] == role and text in row["text"]), None
            )

        return await self.until(shown, seconds=seconds, what=f"a caption of the {role} with {text!r}")

    async def notice(self, code: str, *, seconds: float = 10.0) -> None:
        await self.page.wait_for_selector(f"[data-testid=notice][data-code={code}]", timeout=seconds * 1000)
