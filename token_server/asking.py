"""Who asks, and for what: the dependencies that routes name in their signatures."""

from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError

from contract.http import LEARNER_COOKIE
from storage.records import LessonRecord
from token_server.desk import OwnedTurn
from token_server.parts import Parts
from token_server.problems import Refusal, refusal_of

M = TypeVar("M", bound=BaseModel)


def _parts(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


PartsOf = Annotated[Parts, Depends(_parts)]


def bearer_token(request: Request) -> str | None:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else None


def _asker_or_nobody(request: Request, parts: PartsOf) -> UUID | None:
    # A bearer token is sent on purpose, a cookie by habit: the first one counts.
    value = bearer_token(request) or request.cookies.get(LEARNER_COOKIE)
    return parts.signer.learner_of(value) if value else None


AskerOrNobody = Annotated[UUID | None, Depends(_asker_or_nobody)]


def asker_of(asker: AskerOrNobody) -> UUID:
    """Raises Refusal for nobody."""
    if asker is None:
        raise Refusal(
            "not_signed_in", detail=f"cookie {LEARNER_COOKIE} or a bearer token is missing or not ours"
        )
    return asker


Asker = Annotated[UUID, Depends(asker_of)]


async def _own_lesson(lesson_id: UUID, asker: Asker, parts: PartsOf) -> LessonRecord:
    return await parts.desk.own_lesson(asker, lesson_id)


OwnLesson = Annotated[LessonRecord, Depends(_own_lesson)]


async def _own_turn(turn_id: UUID, asker: Asker, parts: PartsOf) -> OwnedTurn:
    return await parts.desk.own_turn(asker, turn_id)


OwnTurn = Annotated[OwnedTurn, Depends(_own_turn)]


def body_of(model: type[M]) -> Callable[[Request], Awaitable[M]]:
    """A dependency that reads the JSON body; no body at all is an empty object. Raises Refusal."""

    async def read(request: Request) -> M:
        raw = await request.body()
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if raw and media_type != "application/json":
            raise Refusal("wrong_content_type", detail="send Content-Type: application/json")
        try:
            return model.model_validate_json(raw or b"{}")
        except ValidationError as error:
            raise refusal_of(error) from None

    return read
