"""One log line and one count a request, by route; and the last resort: an unexpected error becomes a plain 500."""

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from token_server.metrics import Metrics
from token_server.problems import Refusal

logger = logging.getLogger(__name__)


class Access:
    """Names the route, never the path: ids stand in paths, and a query holds what a learner searches for."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception:  # the edge of the process: the request dies, the server does not
            logger.exception("a request failed", extra={"route": _route(scope)})
            if status == 0:
                await Refusal("internal").response()(scope, receive, noting)
        finally:
            seconds = time.perf_counter() - started
            method, route = scope["method"], _route(scope)
            self._metrics.request(method=method, route=route, status=status, seconds=seconds)
            logger.info(
                "request",
                extra={"method": method, "route": route, "status": status, "seconds": round(seconds, 4)},
            )


def _route(scope: Scope) -> str:
    route = scope.get("route")
    return str(getattr(route, "path", "page"))
