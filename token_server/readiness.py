"""Can a lesson begin now? Postgres answers, LiveKit answers and takes our key, and a worker has room."""

import asyncio
from collections.abc import Awaitable
from typing import Final

from contract.http import Check, Readiness
from storage.errors import StorageError
from storage.repositories import HEARTBEAT_SECONDS, Storage
from token_server.rooms import LiveKitUnavailableError, Rooms

CHECK_SECONDS: Final = 2.0


async def readiness(storage: Storage, rooms: Rooms) -> Readiness:
    postgres, livekit, worker = await asyncio.gather(
        _check(_postgres(storage)), _check(rooms.check()), _check(_worker(storage))
    )
    parts = {"postgres": postgres, "livekit": livekit, "worker": worker}
    return Readiness(ok=all(check.ok for check in parts.values()), parts=parts)


class _NotReadyError(Exception):
    pass


async def _check(probe: Awaitable[None]) -> Check:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await probe
    except TimeoutError:
        return Check(ok=False, reason=f"no answer within {CHECK_SECONDS:g} s")
    except (StorageError, LiveKitUnavailableError, _NotReadyError) as error:
        return Check(ok=False, reason=str(error) or type(error).__name__)
    return Check(ok=True)


async def _postgres(storage: Storage) -> None:
    await storage.ping()


async def _worker(storage: Storage) -> None:
    if not await storage.workers.alive():
        raise _NotReadyError(f"no worker with room has beaten in the last {HEARTBEAT_SECONDS:g} s")
