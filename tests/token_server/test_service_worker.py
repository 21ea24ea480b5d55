"""The page's service worker in a real browser at a real server: honest when offline, never in the way of a release."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page

from stack.paths import WEB_CLIENT
from storage.memory import MemoryStorage
from tests.e2e.learner import chromium
from tests.fixtures.waiting import until_true
from tests.token_server.serving import make_settings, served

pytestmark = pytest.mark.browser

KEPT = """async () => {
    if (!navigator.serviceWorker.controller) return []
    const shell = await caches.open('shell')
    return (await shell.keys()).map(({url}) => new URL(url).pathname).sort()
}"""
ASK = "fetch('/api/about').then((answer) => answer.status, () => 'no answer')"


def release(dist: Path, name: str) -> None:
    """A build of the page that says which one it is; the files of the one before are gone."""
    assets = dist / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    for old in assets.iterdir():
        old.unlink()
    (dist / "sw.js").write_bytes((WEB_CLIENT / "public" / "sw.js").read_bytes())
    (assets / f"{name}.css").write_text("body { margin: 0 }")
    (assets / f"{name}.js").write_text(
        f"document.body.dataset.release = '{name}'; navigator.serviceWorker.register('/sw.js')"
    )
    (dist / "index.html").write_text(
        f'<!doctype html><title>{name}</title><link rel=stylesheet href="/assets/{name}.css">'
        f'<body><script type=module src="/assets/{name}.js"></script>'
    )


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with chromium() as browser:
        yield await browser.new_page()


async def keeps(page: Page, *names: str) -> None:
    files = sorted(["/", *(f"/assets/{name}.{kind}" for name in names for kind in ("css", "js"))])
    # Not `wait_for_function`: to that a promise is true before it has settled.
    await until_true(lambda: _kept_is(page, files), what=f"the shell is {files}")


async def _kept_is(page: Page, files: list[str]) -> bool:
    return bool(await page.evaluate(KEPT) == files)


async def shows(page: Page, name: str) -> None:
    await page.wait_for_selector(f"body[data-release={name}]", state="attached")


async def test_the_page_is_there_without_a_network_and_answers_of_the_server_are_not(
    tmp_path: Path, page: Page
) -> None:
    release(tmp_path / "dist", "first")
    async with served(make_settings(tmp_path), MemoryStorage()) as server:
        url = server.url
        await page.goto(url)
        await keeps(page, "first")
        await page.reload()
        assert await page.evaluate(ASK) == 200
        await keeps(page, "first")

    await page.goto(f"{url}/history")
    await shows(page, "first")
    assert await page.evaluate(ASK) == "no answer"


async def test_a_release_is_seen_with_the_next_page_and_becomes_what_is_kept(
    tmp_path: Path, page: Page
) -> None:
    dist = tmp_path / "dist"
    release(dist, "first")
    async with served(make_settings(tmp_path), MemoryStorage()) as server:
        url = server.url
        await page.goto(url)
        await keeps(page, "first")

        release(dist, "second")
        await page.goto(f"{url}/scenes")
        await shows(page, "second")
        await keeps(page, "second")
        sent = await server.http.get("/sw.js")
        assert (sent.headers["cache-control"], sent.headers["content-type"]) == (
            "no-cache",
            "text/javascript; charset=utf-8",
        )
    await page.goto(url)
    await shows(page, "second")


async def test_a_half_finished_release_leaves_what_is_kept_whole(tmp_path: Path, page: Page) -> None:
    dist = tmp_path / "dist"
    release(dist, "first")
    async with served(make_settings(tmp_path), MemoryStorage()) as server:
        url = server.url
        await page.goto(url)
        await keeps(page, "first")
        release(dist, "second")
        (dist / "assets" / "second.css").unlink()
        await page.goto(url)
        await shows(page, "second")
    await page.goto(url)
    await shows(page, "first")
