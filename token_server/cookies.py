"""The learner's cookie as it is sent to a browser."""

from typing import Final

from starlette.responses import Response

from contract.http import LEARNER_COOKIE

YEAR_SECONDS: Final = 365 * 24 * 3600


def clear_learner_cookie(response: Response, *, https: bool) -> None:
    response.delete_cookie(LEARNER_COOKIE, path="/", secure=https, httponly=True, samesite="lax")


def set_learner_cookie(response: Response, learner_token: str, *, https: bool) -> None:
    response.set_cookie(
        LEARNER_COOKIE,
        learner_token,
        max_age=YEAR_SECONDS,
        httponly=True,
        samesite="lax",
        secure=https,
        path="/",
    )
