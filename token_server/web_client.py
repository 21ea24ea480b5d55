"""Serves the built web client: hashed assets for a year, the page itself always fresh, compressed once and kept."""

import asyncio
import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from token_server.problems import Refusal

_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mp3": "audio/mpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wav": "audio/wav",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_COMPRESSED = frozenset({".css", ".html", ".ico", ".js", ".json", ".map", ".svg", ".txt", ".webmanifest"})
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_FRESH: Final = "no-cache"
_HASHED_FOLDER: Final = "assets"
_NO_PAGES = ("/api", "/livekit")
DEBUG_PAGES: Final = ("/debug",)

_MISSING: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>English Tutor: page not built</title></head>
<body><h1>The page is not built yet</h1>
<p>The server is running, but there is no <code>index.html</code> in the folder WEB_CLIENT_DIR.</p>
<p>Run <code>make web</code> (or <code>make run</code>, which does it), then reload.</p></body></html>
"""


@dataclass(frozen=True, slots=True)
class _File:
    version: tuple[int, int]  # mtime in ns, size: a new build is noticed without a restart
    etag: str
    plain: bytes
    encoded: dict[str, bytes]


class WebClient:
    """An ASGI app for all that is no call: files of the build, and `index.html` for the page's own routes."""

    def __init__(self, folder: Path, *, closed: Sequence[str] = ()) -> None:
        """`closed`: paths, with all below them, that are no pages of this server."""
        self._folder = folder.resolve()
        self._closed = (*_NO_PAGES, *closed)
        self._files: dict[Path, _File] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            answer: ASGIApp = await self._answer(Request(scope))
        except Refusal as refusal:
            answer = refusal.response()
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        path = request.url.path
        if any(path == prefix or path.startswith(f"{prefix}/") for prefix in self._closed):
            raise Refusal("not_found")
        if request.method not in ("GET", "HEAD"):
            raise Refusal("method_not_allowed")
        file = self._file_of(path)
        if file is not None and (found := await self._read(file)) is not None:
            hashed = file.relative_to(self._folder).parts[0] == _HASHED_FOLDER
            return _respond(request, file, found, _FOR_EVER if hashed else _FRESH)
        if "." in path.rpartition("/")[2]:
            raise Refusal("not_found")
        page = self._folder / "index.html"
        if (found := await self._read(page)) is not None:
            return _respond(request, page, found, _FRESH)
        if "text/html" in request.headers.get("accept", ""):
            return Response(_MISSING, status_code=503, media_type="text/html")
        raise Refusal("web_client_missing", detail="run `make web`, or set WEB_CLIENT_DIR")

    def _file_of(self, path: str) -> Path | None:
        """The file inside the folder that a path names; None for the root and for whatever leads out of it."""
        relative = path.lstrip("/")
        if not relative or "\x00" in relative or any(part.startswith(".") for part in relative.split("/")):
            return None  # what the build keeps for itself (.vite) is nobody's business
        file = (self._folder / relative).resolve()
        return file if file.is_relative_to(self._folder) and file != self._folder else None

    async def _read(self, file: Path) -> _File | None:
        return await asyncio.to_thread(self._read_now, file)

    def _read_now(self, file: Path) -> _File | None:
        try:
            stat = file.stat()
            version = (stat.st_mtime_ns, stat.st_size)
            known = self._files.get(file)
            if known is not None and known.version == version:
                return known
            plain = file.read_bytes()
        except OSError:
            return None
        read = _File(version, hashlib.sha256(plain).hexdigest()[:32], plain, _encodings(file, plain))
        self._files[file] = read
        return read


def _encodings(file: Path, plain: bytes) -> dict[str, bytes]:
    """By content coding, best first: brotli where the build left a `.br` beside the file, gzip made here."""
    encoded: dict[str, bytes] = {}
    if file.suffix in _COMPRESSED and len(plain) > 500:
        brotli = file.with_name(f"{file.name}.br")
        if brotli.is_file() and brotli.stat().st_mtime_ns >= file.stat().st_mtime_ns:
            encoded["br"] = brotli.read_bytes()
        encoded["gzip"] = gzip.compress(plain, compresslevel=9, mtime=0)
    return encoded


def _accepted(request: Request) -> frozenset[str]:
    """Content codings the client takes; `q=0` refuses one."""
    wishes = (wish.strip().lower() for wish in request.headers.get("accept-encoding", "").split(","))
    return frozenset(
        name.strip()
        for name, _, quality in (wish.partition(";") for wish in wishes)
        if quality.strip() not in ("q=0", "q=0.0")
    )


def _respond(request: Request, path: Path, file: _File, cache_control: str) -> Response:
    accepted = _accepted(request)
    coding = next((name for name in file.encoded if name in accepted), None)
    etag = f'"{file.etag}{f"-{coding}" if coding else ""}"'
    headers = {"Cache-Control": cache_control, "ETag": etag, "Vary": "Accept-Encoding"}
    if etag in (
        tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")
    ):
        return Response(status_code=304, headers=headers)
    if coding is not None:
        headers["Content-Encoding"] = coding
    body = file.encoded[coding] if coding is not None else file.plain
    return Response(body, headers=headers, media_type=_TYPES.get(path.suffix, "application/octet-stream"))
