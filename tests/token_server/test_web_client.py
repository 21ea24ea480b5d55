"""The built page over HTTP: what is cached, compressed, refused, and said where there is no build."""

import gzip
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.memory import MemoryStorage
from tests.token_server.serving import Served, make_settings, served

SCRIPT = "console.log('a script long enough to be worth compressing');\n" * 40
PAGE = "<!doctype html><title>English Tutor</title><script type=module src=/assets/index-abc123.js></script>"


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / ".vite").mkdir()
    (folder / "index.html").write_text(PAGE + "<!-- " + "x" * 600 + " -->")
    (folder / "assets" / "index-abc123.js").write_text(SCRIPT)
    (folder / "assets" / "both-abc123.css").write_text("a{color:red}" * 100)
    (folder / "assets" / "both-abc123.css.br").write_bytes(b"brotli, as the build made it")
    (folder / "assets" / "sound-abc123.woff2").write_bytes(b"\x00" * 1000)
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / ".vite" / "manifest.json").write_text("{}")
    (tmp_path / "secret.txt").write_text("not for the web")
    return folder


@pytest.fixture
async def page(dist: Path, tmp_path: Path) -> AsyncIterator[Served]:
    async with served(make_settings(tmp_path), MemoryStorage()) as it:
        yield it


@pytest.mark.parametrize(
    "path", ["/", "/history", "/lessons/0e22d9b6-056d-4df1-bbba-490598660ea5", "/scenes"]
)
async def test_every_page_route_is_the_page_and_always_fresh(page: Served, path: str) -> None:
    answer = await page.http.get(path)
    assert answer.status_code == 200
    assert answer.text.startswith(PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert "script-src 'self';" in answer.headers["content-security-policy"]


async def test_hashed_assets_keep_for_a_year_and_the_rest_does_not(page: Served) -> None:
    asset = await page.http.get("/assets/index-abc123.js")
    assert (asset.status_code, asset.text) == (200, SCRIPT)
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert asset.headers["content-type"] == "text/javascript; charset=utf-8"
    icon = await page.http.get("/favicon.svg")
    assert (icon.headers["cache-control"], icon.headers["content-type"]) == ("no-cache", "image/svg+xml")


@pytest.mark.parametrize(
    ("path", "accepts", "coding"),
    [
        pytest.param("/assets/index-abc123.js", "gzip, br", "gzip", id="gzip, made here"),
        pytest.param(
            "/assets/both-abc123.css", "gzip, deflate, br", "br", id="brotli, where the build made it"
        ),
        pytest.param("/assets/both-abc123.css", "gzip", "gzip", id="gzip for who has no brotli"),
        pytest.param("/assets/both-abc123.css", "br;q=0, gzip;q=0.5", "gzip", id="brotli refused"),
        pytest.param("/assets/both-abc123.css", "identity", None, id="neither"),
        pytest.param("/assets/sound-abc123.woff2", "gzip, br", None, id="compressed already"),
        pytest.param("/favicon.svg", "gzip, br", None, id="not worth it"),
    ],
)
async def test_compression(page: Served, path: str, accepts: str, coding: str | None) -> None:
    async with page.http.stream("GET", path, headers={"Accept-Encoding": accepts}) as answer:
        raw = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["vary"] == "Accept-Encoding"
    if coding == "gzip":
        assert len(raw) < len(gzip.decompress(raw))
    elif coding == "br":
        assert raw == b"brotli, as the build made it"


async def test_what_did_not_change_is_not_sent_again_and_a_new_build_is_seen_at_once(
    page: Served, dist: Path
) -> None:
    first = await page.http.get("/")
    again = await page.http.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")

    (dist / "index.html").write_text("a new build")
    os.utime(dist / "index.html", ns=(1, 1))
    after = await page.http.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert (after.status_code, after.text) == (200, "a new build")


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/assets/index-old.js", id="an asset of an older build"),
        pytest.param("/nothing.png", id="no such file"),
        pytest.param("/.vite/manifest.json", id="what the build keeps for itself"),
        pytest.param("/%2e%2e/secret.txt", id="out of the folder"),
        pytest.param("/assets/..%2f..%2f..%2fsecret.txt", id="out of the folder by %2f"),
        pytest.param("/%2fetc/passwd.txt", id="an absolute path"),
        pytest.param("/a%00.js", id="a zero in it"),
        pytest.param("/api/nothing", id="no call"),
        pytest.param("/livekit/nothing", id="no webhook"),
    ],
)
async def test_what_is_not_there(page: Served, path: str) -> None:
    answer = await page.http.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.headers["cache-control"] == "no-store"


async def test_the_page_is_not_posted_to(page: Served) -> None:
    answer = await page.http.post("/history", json={})
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


async def test_head_tells_the_same_without_the_body(page: Served) -> None:
    answer = await page.http.head("/assets/index-abc123.js", headers={"Accept-Encoding": "identity"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(SCRIPT))


async def test_without_a_build_it_says_what_to_do(server: Served) -> None:
    page = await server.http.get("/", headers={"Accept": "text/html,*/*"})
    assert page.status_code == 503
    assert page.headers["content-type"].startswith("text/html")
    assert "make web" in page.text
    api = await server.http.get("/", headers={"Accept": "application/json"})
    assert (api.status_code, api.json()["code"]) == (503, "web_client_missing")
    assert "make web" in api.json()["detail"]
