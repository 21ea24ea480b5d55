"""Keeping a lesson's lease: claimed once, renewed every 2 s, given back at the end.

A database that cannot be reached takes no lease away: the job goes on teaching and leaves only when it *reads* that
another job holds the lease, or that the lesson has ended (DESIGN.md, step 2).
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from uuid import UUID

from storage.errors import StorageUnavailableError
from storage.records import Lease
from storage.repositories import RENEW_SECONDS, Leases

logger = logging.getLogger(__name__)


class KeptLease:
    def __init__(self, leases: Leases, *, lesson_id: UUID, job_id: str, on_lost: Callable[[], None]) -> None:
        self._leases = leases
        self._lesson_id = lesson_id
        self._job_id = job_id
        self._on_lost = on_lost
        self._renewing: asyncio.Task[None] | None = None

    async def claim(self) -> Lease | None:
        """The lease, kept from now on; None if another tutor's. Raises StorageUnavailableError."""
        lease = await self._leases.claim(self._lesson_id, job_id=self._job_id)
        if lease is not None:
            self._renewing = asyncio.create_task(self._renew_for_ever(), name="lease.renew")
        return lease

    async def still_mine(self) -> bool:
        """Asked before the first word: a slow start may have cost the lease."""
        try:
            return await self._leases.renew(self._lesson_id, job_id=self._job_id)
        except StorageUnavailableError:
            return True

    async def stop(self, *, release: bool) -> None:
        if self._renewing is not None:
            self._renewing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._renewing
            self._renewing = None
        if release:
            with contextlib.suppress(StorageUnavailableError):  # then it dies by itself in 5 s
                await self._leases.release(self._lesson_id, job_id=self._job_id)

    async def _renew_for_ever(self) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            try:
                if await self._leases.renew(self._lesson_id, job_id=self._job_id):
                    continue
            except StorageUnavailableError:
                continue
            logger.info("the lease is another tutor's, or the lesson has ended")
            self._on_lost()
            return
