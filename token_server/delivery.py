"""Reports on their way to REPORT_WEBHOOK_URL: signed, and tried again over a day, also after a restart.

The receiver checks `X-Tutor-Signature: t=<unix seconds>,v1=<hex>`, where the hex is HMAC-SHA256 by
REPORT_WEBHOOK_SECRET over `<unix seconds>.<raw body>`. A body may come twice; `delivery_id` tells.
"""

import asyncio
import hmac
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

import aiohttp
from pydantic import ValidationError

from contract.http import ReportPosted
from contract.report import Report
from storage.errors import StorageError
from storage.records import ReportDelivery
from storage.repositories import Storage
from token_server.metrics import Metrics
from token_server.outage import Outage

logger = logging.getLogger(__name__)

ROUND_SECONDS: Final = 5.0
NEW_SECONDS: Final = 24 * 3600.0
POST_SECONDS: Final = 10.0
SIGNATURE_HEADER: Final = "X-Tutor-Signature"
# Waits after each failure, in seconds: ten tries over about a day, then it is given up.
RETRY_SECONDS: Final = (10, 30, 120, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600)


def retry_after(failures: int) -> float | None:
    """Seconds until the next try after so many failures; None: given up."""
    return RETRY_SECONDS[failures - 1] if failures <= len(RETRY_SECONDS) else None


def signature(secret: str, body: bytes, *, at: datetime) -> str:
    seconds = str(int(at.timestamp()))
    digest = hmac.digest(secret.encode(), f"{seconds}.".encode() + body, "sha256").hex()
    return f"t={seconds},v1={digest}"


class Deliveries:
    def __init__(
        self,
        *,
        storage: Storage,
        url: str,
        secret: str,
        metrics: Metrics,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._storage = storage
        self._url = url
        self._secret = secret
        self._metrics = metrics
        self._now = now
        self._outage = Outage(logger, of="storage", monotonic=monotonic)

    async def run(self) -> None:
        timeout = aiohttp.ClientTimeout(total=POST_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as http:
            while True:
                try:
                    await self.enqueue()
                    await self.deliver_due(http)
                    self._outage.worked()
                except StorageError as error:
                    self._outage.failed(error)
                await asyncio.sleep(ROUND_SECONDS)

    async def enqueue(self) -> None:
        """Queue what ended lately, whoever ended it. Older lessons stay unsent when the setting is new."""
        for lesson_id in await self._storage.reports.undelivered(newer_seconds=NEW_SECONDS):
            await self._storage.reports.enqueue_delivery(lesson_id)

    async def deliver_due(self, http: aiohttp.ClientSession) -> None:
        """One try for each delivery whose time has come. A slow receiver holds up no other."""
        due = await self._storage.reports.due_deliveries()
        await asyncio.gather(*(self._deliver(http, delivery) for delivery in due))

    async def _deliver(self, http: aiohttp.ClientSession, delivery: ReportDelivery) -> None:
        stored = await self._storage.reports.get(delivery.lesson_id)
        if stored is None:  # not made yet, or an older program's: it comes with the next sweep
            await self._storage.reports.delivery_failed(
                delivery.delivery_id, retry_in_seconds=RETRY_SECONDS[0]
            )
            return
        noted: dict[str, object] = {
            "lesson_id": delivery.lesson_id,
            "delivery_id": delivery.delivery_id,
        }
        try:
            posted = ReportPosted(
                delivery_id=delivery.delivery_id, report=Report.model_validate(stored.report)
            )
        except ValidationError:  # another version's; its lesson may be continued, this end is not sent
            await self._storage.reports.delivery_failed(delivery.delivery_id, retry_in_seconds=None)
            self._metrics.delivery("given_up")
            logger.error("report is of another version", extra={**noted, "version": stored.version})
            return
        answer = await self._post(http, posted.model_dump_json().encode())
        noted |= {"answer": answer}
        if isinstance(answer, int) and 200 <= answer < 300:
            await self._storage.reports.delivered(delivery.delivery_id)
            self._metrics.delivery("delivered")
            logger.info("report delivered", extra=noted)
            return
        failures = delivery.attempts + 1
        wait = retry_after(failures)
        await self._storage.reports.delivery_failed(delivery.delivery_id, retry_in_seconds=wait)
        self._metrics.delivery("given_up" if wait is None else "failed")
        logger.warning(
            "report not delivered", extra={**noted, "failures": failures, "retry_in_seconds": wait}
        )

    async def _post(self, http: aiohttp.ClientSession, body: bytes) -> int | str:
        """The receiver's status, or the name of what went wrong."""
        headers = {
            "Content-Type": "application/json",
            SIGNATURE_HEADER: signature(self._secret, body, at=self._now()),
        }
        try:
            async with http.post(self._url, data=body, headers=headers, allow_redirects=False) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return type(error).__name__
