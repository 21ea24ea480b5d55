"""Reports in Postgres, and their way to REPORT_WEBHOOK_URL."""

import json
from datetime import timedelta
from uuid import UUID

from storage.postgres.database import Database
from storage.postgres.rows import lock_lesson
from storage.records import ReportDelivery, StoredReport
from storage.repositories import DELIVERY_CLAIM_SECONDS

_DUE = """
    UPDATE report_deliveries SET next_attempt_at = now() + $2::interval
    FROM (
        SELECT delivery_id, next_attempt_at AS due_at FROM report_deliveries
        WHERE delivered_at IS NULL AND given_up_at IS NULL AND next_attempt_at <= now()
        ORDER BY next_attempt_at LIMIT $1
        FOR UPDATE SKIP LOCKED
    ) AS due
    WHERE report_deliveries.delivery_id = due.delivery_id
    RETURNING due.delivery_id, lesson_id, attempts, due.due_at
"""

_UNDELIVERED = """
    SELECT lesson_id FROM lessons JOIN reports USING (lesson_id)
    WHERE status = 'ended' AND NOT report_due AND ended_at >= now() - $1::interval AND NOT EXISTS (
        SELECT 1 FROM report_deliveries
        WHERE report_deliveries.lesson_id = lessons.lesson_id AND lesson_ended_at = lessons.ended_at)
    ORDER BY ended_at, lesson_id
"""


class PostgresReports:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, report: StoredReport) -> None:
        text = json.dumps(report.report, ensure_ascii=False, allow_nan=False)
        async with self._database.transaction() as connection:
            await lock_lesson(connection, report.lesson_id)
            stored: int = await connection.fetchval(
                "SELECT count(*) FROM turns WHERE lesson_id = $1", report.lesson_id
            )
            covered = stored if report.turn_count is None else report.turn_count
            await connection.execute(
                "INSERT INTO reports (lesson_id, version, report, turn_count, computed_at) "
                "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (lesson_id) DO UPDATE "
                "SET version = excluded.version, report = excluded.report, turn_count = excluded.turn_count, "
                "computed_at = excluded.computed_at",
                report.lesson_id,
                report.version,
                text,
                covered,
                report.computed_at,
            )
            await connection.execute(
                "UPDATE lessons SET report_due = (status <> 'ended' OR $2) WHERE lesson_id = $1",
                report.lesson_id,
                covered != stored,
            )

    async def get(self, lesson_id: UUID) -> StoredReport | None:
        row = await self._database.fetchrow("SELECT * FROM reports WHERE lesson_id = $1", lesson_id)
        if row is None:
            return None
        return StoredReport(
            lesson_id=row["lesson_id"],
            version=row["version"],
            report=json.loads(row["report"]),
            computed_at=row["computed_at"],
            turn_count=row["turn_count"],
        )

    async def missing(self) -> list[UUID]:
        rows = await self._database.fetch(
            "SELECT lesson_id FROM lessons JOIN learners USING (learner_id) "
            "WHERE status = 'ended' AND report_due AND removed_at IS NULL ORDER BY ended_at, lesson_id"
        )
        return [row["lesson_id"] for row in rows]

    async def enqueue_delivery(self, lesson_id: UUID) -> None:
        async with self._database.transaction() as connection:
            lesson = await lock_lesson(connection, lesson_id)
            if lesson["ended_at"] is None:
                return
            await connection.execute(
                "INSERT INTO report_deliveries (lesson_id, lesson_ended_at) VALUES ($1, $2) "
                "ON CONFLICT (lesson_id, lesson_ended_at) DO NOTHING",
                lesson_id,
                lesson["ended_at"],
            )

    async def undelivered(self, *, newer_seconds: float) -> list[UUID]:
        rows = await self._database.fetch(_UNDELIVERED, timedelta(seconds=newer_seconds))
        return [row["lesson_id"] for row in rows]

    async def due_deliveries(self, *, limit: int = 10) -> list[ReportDelivery]:
        rows = await self._database.fetch(_DUE, limit, timedelta(seconds=DELIVERY_CLAIM_SECONDS))
        deliveries = [
            ReportDelivery(
                delivery_id=row["delivery_id"],
                lesson_id=row["lesson_id"],
                attempts=row["attempts"],
                next_attempt_at=row["due_at"],
            )
            for row in rows
        ]
        return sorted(deliveries, key=lambda delivery: delivery.next_attempt_at)

    async def delivered(self, delivery_id: UUID) -> None:
        await self._database.execute(
            "UPDATE report_deliveries SET delivered_at = now() WHERE delivery_id = $1", delivery_id
        )

    async def delivery_failed(self, delivery_id: UUID, *, retry_in_seconds: float | None) -> None:
        await self._database.execute(
            "UPDATE report_deliveries SET attempts = attempts + 1, "
            "next_attempt_at = now() + coalesce($2::interval, interval '0'), "
            "given_up_at = CASE WHEN $2::interval IS NULL THEN now() END WHERE delivery_id = $1",
            delivery_id,
            None if retry_in_seconds is None else timedelta(seconds=retry_in_seconds),
        )
