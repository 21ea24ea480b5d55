"""The watch over real rooms: who is told, who is sent for, and that there is never a second tutor."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from contract.http import JoinResponse
from contract.report import Report
from storage.errors import StorageUnavailableError
from storage.memory import MemoryStorage
from storage.memory.sittings import MemorySittings
from storage.records import NewLesson, Sitting
from tests.fixtures.livekit import LiveKitServer
from tests.fixtures.waiting import until, until_true
from tests.token_server.people import TutorWorker, learner_in, working
from tests.token_server.serving import Served, make_settings, served
from token_server.rooms import Dispatch
from token_server.trust import TRUST_AFTER_SECONDS


@pytest.fixture
async def watched(tmp_path: Path, livekit_server: LiveKitServer) -> AsyncIterator[Served]:
    """A token server whose watch runs and trusts the leases it reads; a lesson waits 2 s for its learner."""
    settings = make_settings(tmp_path, livekit=livekit_server, lesson_return_seconds=2)
    async with served(settings, MemoryStorage()) as server, watching(server):
        await until_trusted(server)
        yield server


@contextlib.asynccontextmanager
async def watching(server: Served) -> AsyncIterator[None]:
    task = asyncio.create_task(server.parts.watcher.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until_trusted(server: Served) -> None:
    trust = server.parts.watcher._trust
    await until(lambda: trust._good_since is not None, what="a first good read")
    server.clock.ahead += TRUST_AFTER_SECONDS


async def start(server: Served, **wish: Any) -> JoinResponse:
    answer = await server.http.post("/api/lessons", json={"mode": "free"} | wish)
    assert answer.status_code == 201, answer.text
    return JoinResponse.model_validate(answer.json())


async def dispatches(server: Served, way_in: JoinResponse) -> list[Dispatch]:
    return await server.parts.rooms.dispatches(way_in.room_name)


async def lesson(server: Served, way_in: JoinResponse) -> dict[str, Any]:
    answer: dict[str, Any] = (await server.http.get(f"/api/lessons/{way_in.lesson_id}")).json()
    return answer


async def test_the_token_brings_the_tutor_and_the_watch_leaves_them_alone(
    watched: Served, livekit_server: LiveKitServer
) -> None:
    async with working(TutorWorker(livekit_server, watched.storage)) as worker:
        way_in = await start(watched)
        async with learner_in(way_in) as learner:
            await until(lambda: len(learner.tutors()) == 1, what="a tutor in the room")
            sitting = await watched.storage.sittings.current(way_in.lesson_id)
            watched.clock.ahead += 60
            await asyncio.sleep(2)  # four rounds of the watch
            assert worker.tutors[0].plan.lesson_id == way_in.lesson_id
            assert sitting is not None
            assert worker.tutors[0].plan.sitting_id == sitting.sitting_id
            assert len(worker.assigned) == 1
            assert learner.events == []


async def test_a_join_before_any_worker_is_up_gets_one_tutor_soon_after_a_worker_is(
    watched: Served, livekit_server: LiveKitServer
) -> None:
    way_in = await start(watched)
    async with learner_in(way_in) as learner:
        joined = time.monotonic()
        (first,) = await dispatches(watched, way_in)
        await until(lambda: learner.told() == ["tutor_waiting"], what="the first notice")
        assert time.monotonic() - joined > 2.5

        async def sent_for_again() -> bool:
            return [d.dispatch_id for d in await dispatches(watched, way_in)] not in ([first.dispatch_id], [])

        await until_true(sent_for_again, seconds=5)
        assert len(await dispatches(watched, way_in)) == 1

        watched.clock.ahead += 17
        await until(lambda: learner.told() == ["tutor_waiting", "tutor_busy"], what="the honest notice")

        async with working(TutorWorker(livekit_server, watched.storage)) as worker:
            await until(lambda: len(worker.tutors) == 1, what="a tutor")
            await until(lambda: len(learner.tutors()) == 1, what="a tutor in the room")
            await asyncio.sleep(1.5)
            assert len(worker.tutors) == 1
            assert len(learner.tutors()) == 1
            assert learner.told() == ["tutor_waiting", "tutor_busy"]


async def test_a_tutor_that_dies_is_replaced_in_the_same_room(
    watched: Served, livekit_server: LiveKitServer
) -> None:
    async with working(TutorWorker(livekit_server, watched.storage)) as worker:
        way_in = await start(watched)
        async with learner_in(way_in) as learner:
            await until(lambda: len(learner.tutors()) == 1, what="the first tutor")
            (first,) = worker.tutors
            first.die()
            await until(lambda: len(worker.tutors) == 2, what="a second tutor")
            second = worker.tutors[1]
            await until(lambda: learner.tutors() == [f"agent-{second.job_id}"], what="it alone")
            assert second.plan == first.plan
            assert first.out.is_set()
            assert learner.told() == ["tutor_waiting"]
            (dispatch,) = await dispatches(watched, way_in)
            assert dispatch.job_ids == (second.job_id,)
            text = watched.parts.metrics.text().decode()
            assert 'tutor_tutors_sent_for_total{why="dead"} 1.0' in text
            assert "end_reason" not in str(learner.events)


async def test_two_watches_send_for_one_tutor(
    watched: Served, livekit_server: LiveKitServer, tmp_path: Path
) -> None:
    settings = make_settings(tmp_path, livekit=livekit_server, lesson_return_seconds=2)
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(2):
            other = await stack.enter_async_context(served(settings, watched.storage))
            await stack.enter_async_context(watching(other))
            await until_trusted(other)
        worker = await stack.enter_async_context(working(TutorWorker(livekit_server, watched.storage)))
        way_in = await start(watched)
        learner = await stack.enter_async_context(learner_in(way_in))
        await until(lambda: len(learner.tutors()) == 1, what="the first tutor")
        worker.tutors[0].die()
        await until(lambda: len(worker.tutors) == 2, what="the second tutor")
        await asyncio.sleep(2)
        assert len(worker.assigned) == 2
        assert len(learner.tutors()) == 1
        assert len(await dispatches(watched, way_in)) == 1


async def test_a_job_that_does_not_claim_has_twenty_seconds(
    watched: Served, livekit_server: LiveKitServer
) -> None:
    async with working(TutorWorker(livekit_server, watched.storage, manner="sits")) as worker:
        way_in = await start(watched)
        async with learner_in(way_in) as learner:
            await until(lambda: learner.told() == ["tutor_waiting"], what="a notice")
            watched.clock.ahead += 13
            await asyncio.sleep(1.5)
            assert len(worker.assigned) == 1
            watched.clock.ahead += 7
            await until(lambda: len(worker.assigned) == 2, what="another job")
            assert len(await dispatches(watched, way_in)) == 1


async def test_while_storage_was_away_nobody_could_renew_and_nobody_is_replaced(
    watched: Served, livekit_server: LiveKitServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with working(TutorWorker(livekit_server, watched.storage)) as worker:
        way_in = await start(watched)
        async with learner_in(way_in) as learner:
            await until(lambda: len(worker.tutors) == 1, what="a tutor")

            async def away(_: object) -> None:
                raise StorageUnavailableError("away")

            with monkeypatch.context() as patch:
                patch.setattr(MemorySittings, "open", away)
                worker.tutors[0].die()
                trust = watched.parts.watcher._trust
                await until(lambda: trust._good_since is None, what="a failed read")
                await until_lease_is_dead(watched, way_in)
            await asyncio.sleep(1.5)
            assert learner.told() == []
            assert len(worker.assigned) == 1
            watched.clock.ahead += TRUST_AFTER_SECONDS
            await until(lambda: len(worker.tutors) == 2, what="now it is judged")


async def until_lease_is_dead(server: Served, way_in: JoinResponse) -> None:
    async def dead() -> bool:
        held = await server.storage.leases.get(way_in.lesson_id)
        return held is not None and held.seconds_left <= 0

    await until_true(dead, what="a dead lease")


async def test_a_learner_who_leaves_and_comes_back_goes_on_and_who_stays_away_has_a_closed_lesson(
    watched: Served,
) -> None:
    way_in = await start(watched)
    async with learner_in(way_in):
        await until_sitting(watched, way_in, joined=True, left=False)
    await until_sitting(watched, way_in, joined=True, left=True)
    async with learner_in(way_in):
        await until_sitting(watched, way_in, joined=True, left=False)
    left = time.monotonic()
    await until_ended(watched, way_in)
    assert time.monotonic() - left > 1.5
    assert (await lesson(watched, way_in))["end_reason"] == "left"
    report = await watched.http.get(f"/api/lessons/{way_in.lesson_id}/report")
    assert Report.model_validate(report.json()).end_reason == "left"
    await until_no_room(watched, way_in)


async def test_who_is_gone_when_the_tutor_is_dead_too_has_lost_the_worker(
    watched: Served, livekit_server: LiveKitServer
) -> None:
    async with working(TutorWorker(livekit_server, watched.storage)) as worker:
        way_in = await start(watched)
        async with learner_in(way_in):
            await until(lambda: len(worker.tutors) == 1, what="a tutor")
            await until_sitting(watched, way_in, joined=True, left=False)
            worker.tutors[0].die()
        await until_ended(watched, way_in)
        assert (await lesson(watched, way_in))["end_reason"] == "worker_lost"
        assert len(worker.assigned) == 1, "nobody is sent for where nobody is"


async def test_a_silent_lesson_ends_after_its_time_with_a_word_to_the_learner(
    tmp_path: Path, livekit_server: LiveKitServer
) -> None:
    settings = make_settings(tmp_path, livekit=livekit_server, idle_minutes=0.05)
    async with served(settings, MemoryStorage()) as server, watching(server):
        await until_trusted(server)
        way_in = await start(server)
        async with learner_in(way_in) as learner:
            await asyncio.wait_for(learner.gone.wait(), 10)
            ended = learner.events[-1]
            assert (ended["type"], ended["end_reason"]) == ("lesson.ended", "idle")
            assert Report.model_validate(ended["report"]).lesson_id == way_in.lesson_id
            assert "n" not in ended


async def test_starting_another_lesson_sends_the_learner_of_the_first_out(watched: Served) -> None:
    first = await start(watched)
    async with learner_in(first) as learner:
        await start(watched)
        await asyncio.wait_for(learner.gone.wait(), 5)
        assert [(e["type"], e["end_reason"]) for e in learner.events] == [("lesson.ended", "replaced")]


async def test_deleting_a_running_lesson_sends_the_learner_out(watched: Served) -> None:
    way_in = await start(watched)
    async with learner_in(way_in) as learner:
        assert (await watched.http.delete(f"/api/lessons/{way_in.lesson_id}")).status_code == 204
        await asyncio.wait_for(learner.gone.wait(), 5)
        assert [(e["type"], e["end_reason"]) for e in learner.events] == [("lesson.ended", "button")]
    await until_no_room(watched, way_in)


async def test_who_enters_the_room_of_an_ended_lesson_is_sent_out_by_the_sweep(
    tmp_path: Path, livekit_server: LiveKitServer
) -> None:
    later = [0.0]
    now = lambda: datetime.fromtimestamp(time.time() + later[0], UTC)  # noqa: E731
    async with served(make_settings(tmp_path, livekit=livekit_server), MemoryStorage(), now=now) as server:
        way_in = await start(server)
        await server.parts.endings.end(way_in.lesson_id, reason="button")
        await server.parts.chores.aclose(within_seconds=5)
        async with learner_in(way_in) as learner:
            await server.parts.sweep.once()
            assert not learner.gone.is_set(), "its tutor may still be saying goodbye"
            later[0] = 31
            await server.parts.sweep.once()
            await asyncio.wait_for(learner.gone.wait(), 5)
            assert learner.told() == ["lesson.ended"]


async def test_of_two_lessons_begun_at_two_servers_the_newer_one_stays(watched: Served) -> None:
    first = await start(watched)
    learner_id = UUID(first.participant_identity.removeprefix("learner-"))
    second, sitting_id = uuid4(), uuid4()
    await watched.storage.lessons.create(
        NewLesson(lesson_id=second, learner_id=learner_id, mode="free", title="at another server")
    )
    await watched.storage.sittings.create(
        Sitting(
            sitting_id=sitting_id,
            lesson_id=second,
            room_name=f"lesson-{sitting_id}",
            learner_identity=first.participant_identity,
            created_at=datetime.now(UTC),
        )
    )
    await until_ended(watched, first)
    assert (await lesson(watched, first))["end_reason"] == "replaced"
    kept = await watched.storage.lessons.get(second)
    assert kept is not None
    assert kept.status == "waiting"


async def until_sitting(server: Served, way_in: JoinResponse, *, joined: bool, left: bool) -> None:
    async def it_is() -> bool:
        sitting = await server.storage.sittings.current(way_in.lesson_id)
        assert sitting is not None
        return (sitting.joined_at is not None, sitting.left_at is not None) == (joined, left)

    await until_true(it_is, what=f"joined {joined}, left {left}")


async def until_ended(server: Served, way_in: JoinResponse) -> None:
    async def it_is() -> bool:
        return bool((await lesson(server, way_in))["status"] == "ended")

    await until_true(it_is, seconds=12, what="an ended lesson")


async def until_no_room(server: Served, way_in: JoinResponse) -> None:
    async def it_is() -> bool:
        return way_in.room_name not in await server.parts.rooms.names()

    await until_true(it_is, what="no room")
