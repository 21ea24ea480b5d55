"""Reports in memory, and their way to REPORT_WEBHOOK_URL."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from storage.memory.state import DeliveryRow, State
from storage.records import ReportDelivery, StoredReport
from storage.repositories import DELIVERY_CLAIM_SECONDS


class MemoryReports:
    def __init__(self, state: State) -> None:
        self._state = state

    async def save(self, report: StoredReport) -> None:
        row = self._state.lesson(report.lesson_id)
        stored = len(self._state.turns_of(report.lesson_id))
        covered = stored if report.turn_count is None else report.turn_count
        copied = json.loads(json.dumps(report.report, allow_nan=False))  # as a database would hand it back
        self._state.reports[report.lesson_id] = replace(report, report=copied, turn_count=covered)
        row.report_due = not row.ended or covered != stored

    async def get(self, lesson_id: UUID) -> StoredReport | None:
        return self._state.reports.get(lesson_id)

    async def missing(self) -> list[UUID]:
        ended = [
            (row.record.ended_at, row.record.lesson_id)
            for row in self._state.lessons.values()
            if row.record.ended_at is not None and row.report_due and self._state.visible(row)
        ]
        return [lesson_id for _, lesson_id in sorted(ended)]

    async def enqueue_delivery(self, lesson_id: UUID) -> None:
        ended_at = self._state.lesson(lesson_id).record.ended_at
        if ended_at is None:
            return
        for row in self._state.deliveries.values():
            if row.delivery.lesson_id == lesson_id and row.lesson_ended_at == ended_at:
                return
        delivery = ReportDelivery(
            delivery_id=uuid4(), lesson_id=lesson_id, attempts=0, next_attempt_at=self._state.now()
        )
        self._state.deliveries[delivery.delivery_id] = DeliveryRow(
            delivery=delivery, lesson_ended_at=ended_at
        )

    async def undelivered(self, *, newer_seconds: float) -> list[UUID]:
        oldest = self._state.now() - timedelta(seconds=newer_seconds)
        queued = {(row.delivery.lesson_id, row.lesson_ended_at) for row in self._state.deliveries.values()}
        ended = [
            (row.record.ended_at, lesson_id)
            for lesson_id, row in self._state.lessons.items()
            if row.record.ended_at is not None
            and row.record.ended_at >= oldest
            and not row.report_due
            and lesson_id in self._state.reports
            and (lesson_id, row.record.ended_at) not in queued
        ]
        return [lesson_id for _, lesson_id in sorted(ended)]

    async def due_deliveries(self, *, limit: int = 10) -> list[ReportDelivery]:
        now = self._state.now()
        rows = [
            row
            for row in self._state.deliveries.values()
            if not row.finished and row.delivery.next_attempt_at <= now
        ]
        rows = sorted(rows, key=lambda row: row.delivery.next_attempt_at)[:limit]
        due = [row.delivery for row in rows]
        claimed_until = now + timedelta(seconds=DELIVERY_CLAIM_SECONDS)
        for row in rows:
            row.delivery = replace(row.delivery, next_attempt_at=claimed_until)
        return due

    async def delivered(self, delivery_id: UUID) -> None:
        if row := self._state.deliveries.get(delivery_id):
            row.finished = True

    async def delivery_failed(self, delivery_id: UUID, *, retry_in_seconds: float | None) -> None:
        if row := self._state.deliveries.get(delivery_id):
            row.finished = retry_in_seconds is None
            row.delivery = replace(
                row.delivery,
                attempts=row.delivery.attempts + 1,
                next_attempt_at=self._state.now() + timedelta(seconds=retry_in_seconds or 0.0),
            )
