"""Security headers of every answer: what the page may load, whom it may call, that nobody frames it."""

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SECURE_TWIN: Final = {"ws": "http", "wss": "https", "http": "ws", "https": "wss"}
_CLOUD: Final = ".livekit.cloud"


def livekit_sources(browser_livekit_url: str) -> list[str]:
    """The origins livekit-client calls: its signal socket, and http for validation and regions."""
    parts = urlsplit(browser_livekit_url)
    sources = [f"{parts.scheme}://{parts.netloc}", f"{_SECURE_TWIN[parts.scheme]}://{parts.netloc}"]
    if (parts.hostname or "").endswith(_CLOUD):
        # LiveKit Cloud sends its clients on to the host of the nearest region.
        sources += [f"wss://*{_CLOUD}", f"https://*{_CLOUD}"]
    return sources


def content_security_policy(browser_livekit_url: str) -> str:
    directives = {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "media-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'", *livekit_sources(browser_livekit_url)],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


def security_headers(browser_livekit_url: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": content_security_policy(browser_livekit_url),
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


class SecurityHeaders:
    def __init__(self, app: ASGIApp, *, browser_livekit_url: str) -> None:
        self._app = app
        self._headers = security_headers(browser_livekit_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                # What the API says is one learner's; files of the page say themselves how long they keep.
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)
