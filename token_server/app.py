"""The HTTP application: routes, what stands before them, and how errors become problems."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response

from storage.errors import StorageUnavailableError, UnknownLessonError
from token_server.access import Access
from token_server.bodies import BodyLimit
from token_server.headers import SecurityHeaders
from token_server.origins import OriginCheck
from token_server.parts import Parts
from token_server.problems import Refusal
from token_server.routes import (
    catalogue,
    debug,
    health,
    learner,
    lessons,
    messages,
    speech,
    token,
    turns,
    webhook,
)
from token_server.web_client import DEBUG_PAGES, WebClient

STORAGE_RETRY_SECONDS = 2.0


def create_app(parts: Parts) -> FastAPI:
    app = FastAPI(
        title="English Tutor", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False
    )
    app.state.parts = parts
    for group in (lessons, messages, turns, learner, catalogue, speech, token, debug, webhook, health):
        app.include_router(group.router)
    app.router.default = WebClient(
        parts.settings.web_client_dir, closed=() if parts.settings.debug_pages_open else DEBUG_PAGES
    )

    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _bad_parameter)
    app.add_exception_handler(StorageUnavailableError, _storage_away)
    app.add_exception_handler(UnknownLessonError, _lesson_gone)
    app.add_exception_handler(HTTPException, _http_error)

    # The last one added stands outermost.
    app.add_middleware(BodyLimit)
    app.add_middleware(OriginCheck, own_origins=parts.settings.own_origins)
    if parts.settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(parts.settings.allowed_origins),
            allow_credentials=True,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Content-Disposition", "Retry-After"],
        )
    app.add_middleware(Access, metrics=parts.metrics)
    app.add_middleware(SecurityHeaders, browser_livekit_url=parts.settings.browser_livekit_url)
    return app


def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101 - registered for this type alone
    return error.response()


def _bad_parameter(_: Request, error: Exception) -> Response:
    """A path or query parameter; bodies are read by `asking.body_of`."""
    assert isinstance(error, RequestValidationError)  # noqa: S101
    first = error.errors()[0]
    too_long = first["type"] == "string_too_long"
    return Refusal("too_long" if too_long else "invalid", field=str(first["loc"][-1])).response()


def _storage_away(_: Request, __: Exception) -> Response:
    return Refusal("storage_unavailable", retry_after_seconds=STORAGE_RETRY_SECONDS).response()


def _lesson_gone(_: Request, __: Exception) -> Response:
    return Refusal("unknown_lesson", field="lesson_id").response()


def _http_error(_: Request, error: Exception) -> Response:
    """What the framework itself refuses: a known path with another method."""
    assert isinstance(error, HTTPException)  # noqa: S101
    response = Refusal("method_not_allowed" if error.status_code == 405 else "not_found").response()
    if error.headers and "allow" in {name.lower() for name in error.headers}:
        response.headers["Allow"] = next(v for k, v in error.headers.items() if k.lower() == "allow")
    return response
