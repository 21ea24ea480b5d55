"""LiveKit's standard token endpoint: a stock LiveKit client (`TokenSource.endpoint`) gets a free-talk lesson."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from contract.http import StartLessonRequest, TokenRequest, TokenResponse
from token_server.asking import AskerOrNobody, PartsOf, body_of
from token_server.cookies import set_learner_cookie
from token_server.routes.lessons import address_of

router = APIRouter()


@router.post("/api/token", status_code=201)
async def token(
    _wishes: Annotated[TokenRequest, Depends(body_of(TokenRequest))],
    asker: AskerOrNobody,
    request: Request,
    response: Response,
    parts: PartsOf,
) -> TokenResponse:
    """Room, identity, name and agent that the client asks for are not followed: they are ours to choose."""
    way_in = await parts.desk.start(
        StartLessonRequest(mode="free"), asker=asker, address=address_of(request, parts)
    )
    set_learner_cookie(response, way_in.learner_token, https=parts.settings.https)
    return TokenResponse(server_url=way_in.server_url, participant_token=way_in.participant_token)
