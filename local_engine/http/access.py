"""The key check and the shape of errors, around every handler."""

import hmac
import logging
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Middleware

from local_engine.errors import ApiError, wrong_key
from local_engine.http.streams import cut, has_begun

logger = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
OPEN_PATHS = frozenset({"/healthz"})


def error_response(error: ApiError) -> web.Response:
    return web.json_response({"error": error.body()}, status=error.status)


def key_check(api_key: str | None) -> Middleware:
    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if api_key is not None and request.path not in OPEN_PATHS and not _has_key(request, api_key):
            return error_response(wrong_key())
        return await handler(request)

    return check


@web.middleware
async def shaped_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except ApiError as error:
        return error_response(error)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return error_response(
            ApiError(f"{error.reason}: {request.method} {request.path}", status=error.status)
        )
    except ConnectionError:
        return web.Response()  # to nobody: the connection is gone, and the server finds it so
    except Exception:
        logger.exception("request failed", extra={"path": request.path})
        if has_begun(request):  # half an answer is out: only a cut connection tells that it is no whole one
            cut(request)
            return web.Response()
        return error_response(
            ApiError(
                "The server failed on this request.", code="server_error", status=500, kind="server_error"
            )
        )


def _has_key(request: web.Request, api_key: str) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), api_key.encode())
