"""All that is kept of a learner: to take away, and to be gone."""

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from token_server.asking import Asker, PartsOf
from token_server.cookies import clear_learner_cookie
from token_server.export import export_of

router = APIRouter(prefix="/api/learner")


@router.get("/export")
async def export(asker: Asker, parts: PartsOf) -> StreamingResponse:
    at = parts.desk.now()
    return StreamingResponse(
        await export_of(parts.storage, asker, at=at),
        media_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="english-tutor-{at:%Y-%m-%d}.json"',
            "Cache-Control": "no-store",
        },
    )


@router.delete("", status_code=204)
async def delete(asker: Asker, response: Response, parts: PartsOf) -> None:
    await parts.desk.forget_learner(asker)
    clear_learner_cookie(response, https=parts.settings.https)
