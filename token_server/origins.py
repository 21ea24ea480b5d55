"""Which web origins may act for a learner. A browser sends the cookie by itself, so a write must come from our page."""

from collections.abc import Set as AbstractSet
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from token_server.asking import bearer_token
from token_server.problems import Refusal

_READS = frozenset({"GET", "HEAD", "OPTIONS"})


def may_act(
    *, method: str, origin: str | None, host: str | None, has_bearer: bool, own_origins: AbstractSet[str]
) -> bool:
    """Reads, bearer tokens and clients that are no browser pass; else the origin is ours, or the page's own host."""
    if method in _READS or has_bearer or origin is None:
        return True
    return origin in own_origins or (host is not None and urlsplit(origin).netloc == host)


class OriginCheck:
    def __init__(self, app: ASGIApp, *, own_origins: AbstractSet[str]) -> None:
        self._app = app
        self._own_origins = own_origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope)
            if not may_act(
                method=request.method,
                origin=request.headers.get("origin"),
                host=request.headers.get("host"),
                has_bearer=bearer_token(request) is not None,
                own_origins=self._own_origins,
            ):
                await Refusal("origin_not_allowed").response()(scope, receive, send)
                return
        await self._app(scope, receive, send)
