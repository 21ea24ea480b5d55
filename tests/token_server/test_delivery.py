"""Reports posted to an operator's own system: a real HTTP receiver, which fails first."""

import asyncio
import contextlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import aiohttp
import pytest
from fastapi import FastAPI, Request, Response

from contract.http import ReportPosted
from lesson.report import make_report
from storage.closing import close_lesson
from storage.memory import MemoryStorage
from storage.postgres import open_storage
from storage.records import NewLesson, StoredReport
from storage.repositories import Storage
from tests.fixtures.waiting import until
from tests.token_server.serving import running
from token_server.delivery import RETRY_SECONDS, Deliveries, retry_after, signature
from token_server.metrics import Metrics

SECRET = "a-webhook-secret-of-32-characters-or-more"
NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@dataclass
class Receiver:
    """Answers with `statuses` in turn, the last one for ever; keeps what came."""

    url: str = ""
    statuses: list[int] = field(default_factory=lambda: [204])
    posts: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)

    async def receive(self, request: Request) -> Response:
        self.posts.append((await request.body(), dict(request.headers)))
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        headers = {"Location": "/elsewhere"} if status == 302 else {}
        return Response(status_code=status, headers=headers)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    it = Receiver()
    app = FastAPI()
    app.add_api_route("/{path:path}", it.receive, methods=["POST", "GET"], response_model=None)
    async with running(app) as url:
        it.url = f"{url}/reports"
        yield it


@dataclass
class Clock:
    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return NOW + self.ahead


def deliveries(storage: Storage, receiver: Receiver, metrics: Metrics | None = None) -> Deliveries:
    return Deliveries(
        storage=storage,
        url=receiver.url,
        secret=SECRET,
        metrics=metrics or Metrics(),
        now=lambda: NOW,
        monotonic=lambda: 0.0,
    )


async def one_round(it: Deliveries) -> None:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.5)) as http:
        await it.enqueue()
        await it.deliver_due(http)


async def ended_lesson(storage: Storage, *, at: datetime) -> UUID:
    learner_id, lesson_id = uuid4(), uuid4()
    await storage.learners.ensure(learner_id, locale="ko")
    await storage.lessons.create(
        NewLesson(lesson_id=lesson_id, learner_id=learner_id, mode="free", title="자유 대화")
    )
    await close_lesson(storage, lesson_id, reason="said", at=at, make_report=make_report)
    return lesson_id


def test_ten_tries_over_about_a_day_and_then_it_is_given_up() -> None:
    waits = [retry_after(failures) for failures in range(1, 11)]
    assert waits[-1] is None
    growing = [wait for wait in waits if wait is not None]
    assert growing == sorted(growing) == list(RETRY_SECONDS)
    assert 20 * 3600 < sum(growing) < 26 * 3600


async def test_a_report_is_posted_once_and_its_signature_can_be_checked(receiver: Receiver) -> None:
    storage = MemoryStorage(now=Clock().now)
    lesson_id = await ended_lesson(storage, at=NOW)
    metrics = Metrics()
    for _ in range(2):
        await one_round(deliveries(storage, receiver, metrics))

    ((body, headers),) = receiver.posts
    posted = ReportPosted.model_validate_json(body)
    assert (posted.type, posted.report.lesson_id, posted.report.end_reason) == (
        "lesson.report",
        lesson_id,
        "said",
    )
    assert headers["content-type"] == "application/json"
    assert headers["x-tutor-signature"] == signature(SECRET, body, at=NOW)
    timestamp, _, digest = headers["x-tutor-signature"].partition(",")
    expected = hmac.new(SECRET.encode(), timestamp.removeprefix("t=").encode() + b"." + body, "sha256")
    assert digest == f"v1={expected.hexdigest()}"
    assert timestamp == f"t={int(NOW.timestamp())}"
    assert b'outcome="delivered"} 1.0' in metrics.text()


@pytest.mark.parametrize("status", [500, 404, 302, 401])
async def test_what_fails_is_tried_again_later_with_the_same_delivery_id(
    receiver: Receiver, status: int
) -> None:
    clock = Clock()
    storage = MemoryStorage(now=clock.now)
    await ended_lesson(storage, at=NOW)
    receiver.statuses = [status, 200]
    await one_round(deliveries(storage, receiver))
    await one_round(deliveries(storage, receiver))
    assert len(receiver.posts) == 1, "not at once"

    clock.ahead += timedelta(seconds=RETRY_SECONDS[0])
    await one_round(deliveries(storage, receiver))  # another object: a restarted server
    clock.ahead += timedelta(days=1)
    await one_round(deliveries(storage, receiver))
    assert len(receiver.posts) == 2
    first, second = (json.loads(body)["delivery_id"] for body, _ in receiver.posts)
    assert first == second


async def test_who_never_answers_well_is_given_up(receiver: Receiver) -> None:
    clock = Clock()
    storage = MemoryStorage(now=clock.now)
    await ended_lesson(storage, at=NOW)
    receiver.statuses = [503]
    metrics = Metrics()
    for _ in range(15):
        await one_round(deliveries(storage, receiver, metrics))
        clock.ahead += timedelta(hours=12)
    assert len(receiver.posts) == 10
    assert b'outcome="given_up"} 1.0' in metrics.text()


async def test_a_report_of_another_version_is_given_up_and_stops_nothing(receiver: Receiver) -> None:
    storage = MemoryStorage(now=Clock().now)
    lesson_id = await ended_lesson(storage, at=NOW)
    old = StoredReport(lesson_id=lesson_id, version=0, report={"turns": 3}, computed_at=NOW)
    await storage.reports.save(old)
    good = await ended_lesson(storage, at=NOW)
    metrics = Metrics()
    await one_round(deliveries(storage, receiver, metrics))
    assert [json.loads(body)["report"]["lesson_id"] for body, _ in receiver.posts] == [str(good)]
    assert b'outcome="given_up"} 1.0' in metrics.text()


async def test_who_cannot_be_reached_or_is_too_slow_is_tried_again() -> None:
    async def sleep_on(request: Request) -> Response:
        await request.body()
        await asyncio.sleep(2)
        return Response()

    slow = FastAPI()
    slow.add_api_route("/{path:path}", sleep_on, methods=["POST"], response_model=None)
    storage = MemoryStorage(now=Clock().now)
    await ended_lesson(storage, at=NOW)
    metrics = Metrics()
    async with running(slow) as url:
        await one_round(deliveries(storage, Receiver(url=url), metrics))
    assert b'outcome="failed"} 1.0' in metrics.text()

    later = Clock()
    storage = MemoryStorage(now=later.now)
    await ended_lesson(storage, at=NOW)
    await one_round(deliveries(storage, Receiver(url="http://127.0.0.1:9/"), metrics))
    assert b'outcome="failed"} 2.0' in metrics.text()


async def test_each_end_of_a_continued_lesson_is_posted_and_old_lessons_are_not(receiver: Receiver) -> None:
    clock = Clock()
    storage = MemoryStorage(now=clock.now)
    await ended_lesson(storage, at=NOW - timedelta(days=2))
    lesson_id = await ended_lesson(storage, at=NOW)
    await one_round(deliveries(storage, receiver))
    await storage.lessons.reopen(lesson_id)
    await one_round(deliveries(storage, receiver))
    assert len(receiver.posts) == 1
    await close_lesson(
        storage, lesson_id, reason="button", at=NOW + timedelta(hours=1), make_report=make_report
    )
    await one_round(deliveries(storage, receiver))
    reasons = [json.loads(body)["report"]["end_reason"] for body, _ in receiver.posts]
    assert reasons == ["said", "button"]


async def test_a_delivery_survives_a_restart_in_postgres(
    receiver: Receiver, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("token_server.delivery.RETRY_SECONDS", (0, 0))
    receiver.statuses = [500, 200]
    async with contextlib.aclosing(await open_storage(database_url)) as storage:
        lesson_id = await ended_lesson(storage, at=datetime.now(UTC))
        await one_round(deliveries(storage, receiver))
    async with contextlib.aclosing(await open_storage(database_url)) as storage:
        await one_round(deliveries(storage, receiver))
        await one_round(deliveries(storage, receiver))
        assert await storage.reports.undelivered(newer_seconds=60) == []
    first, second = (ReportPosted.model_validate_json(body) for body, _ in receiver.posts)
    assert first == second
    assert first.report.lesson_id == lesson_id


async def test_the_loop_goes_on_by_itself(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("token_server.delivery.ROUND_SECONDS", 0.05)
    storage = MemoryStorage(now=Clock().now)
    task = asyncio.create_task(deliveries(storage, receiver).run())
    await ended_lesson(storage, at=NOW)
    await until(lambda: receiver.posts, what="a post")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
