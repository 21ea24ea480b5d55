"""Is the process up, can it serve (and if not, why), and its figures."""

from fastapi import APIRouter, Response

from contract.http import Readiness
from token_server.asking import PartsOf
from token_server.readiness import readiness

router = APIRouter()


@router.get("/healthz")
async def healthz() -> dict[str, bool]:
    return {"ok": True}


@router.get("/readyz")
async def readyz(response: Response, parts: PartsOf) -> Readiness:
    found = await readiness(parts.storage, parts.rooms)
    response.status_code = 200 if found.ok else 503
    return found


@router.get("/metrics")
async def metrics(parts: PartsOf) -> Response:
    return Response(parts.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
