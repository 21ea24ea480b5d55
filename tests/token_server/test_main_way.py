"""One lesson on real parts: Postgres, LiveKit, the whole token server, and tutors that only hold a lease."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from contract.http import JoinResponse
from contract.report import Report
from contract.turn import StoredTurn
from storage.postgres import open_storage
from tests.fixtures.livekit import LiveKitServer
from tests.fixtures.waiting import until, until_true
from tests.token_server.people import TutorWorker, learner_in, working
from tests.token_server.serving import Served, make_settings, served
from token_server.trust import TRUST_AFTER_SECONDS


@pytest.fixture
async def real(tmp_path: Path, livekit_server: LiveKitServer, database_url: str) -> AsyncIterator[Served]:
    settings = make_settings(
        tmp_path, livekit=livekit_server, database_url=database_url, lesson_return_seconds=2
    )
    async with (
        contextlib.aclosing(await open_storage(database_url)) as storage,
        served(settings, storage, with_background=True) as server,
    ):
        trust = server.parts.watcher._trust
        await until(lambda: trust._good_since is not None, what="a first good read")
        server.clock.ahead += TRUST_AFTER_SECONDS
        yield server


async def test_a_lesson_from_the_start_over_a_dead_tutor_to_its_report_and_another_day(
    real: Served, livekit_server: LiveKitServer
) -> None:
    async with working(TutorWorker(livekit_server, real.storage)) as worker:
        assert (await real.http.get("/readyz")).json()["ok"]
        first = await start(real, scenario={"place": "hotel", "partner": "receptionist", "goal": "check in"})
        async with learner_in(first) as learner:
            await until(lambda: len(learner.tutors()) == 1, what="a tutor")
            await real.storage.lessons.start(first.lesson_id, at=datetime.now(UTC))
            await said(real, first, "I would like to check in please, my name is Kim.", seq=1)
            worker.tutors[0].die()
            await until(lambda: learner.told() == ["tutor_waiting"], what="a word about it")
            await until(lambda: len(worker.tutors) == 2, what="another tutor")
            await said(real, first, "As I said, I have a reservation for two nights.", seq=2)
            await until(lambda: learner.tutors() == [f"agent-{worker.tutors[1].job_id}"], what="it alone")
            assert worker.turned_away == []
        worker.tutors[1].die()  # or it would end the lesson itself

        async def report() -> bool:
            return (await real.http.get(f"/api/lessons/{first.lesson_id}/report")).status_code == 200

        await until_true(report, seconds=15, what="the lesson closed for its learner left")
        made = Report.model_validate((await real.http.get(f"/api/lessons/{first.lesson_id}/report")).json())
        assert made.learner_turns == 2
        assert made.end_reason in ("left", "worker_lost")

        second = await start(real, continue_lesson_id=str(first.lesson_id))
        async with learner_in(second) as learner:
            await until(lambda: len(learner.tutors()) == 1, what="a tutor on the other day")
            lesson = (await real.http.get(f"/api/lessons/{first.lesson_id}")).json()
            assert [turn["seq"] for turn in lesson["turns"]] == [1, 2]
            assert worker.tutors[-1].plan.sitting_id != worker.tutors[0].plan.sitting_id
            assert (await real.http.delete(f"/api/lessons/{first.lesson_id}")).status_code == 204
            await asyncio.wait_for(learner.gone.wait(), 5)
        assert (await real.http.get("/api/lessons")).json()["lessons"] == []


async def start(server: Served, **wish: Any) -> JoinResponse:
    answer = await server.http.post("/api/lessons", json=wish)
    assert answer.status_code == 201, answer.text
    return JoinResponse.model_validate(answer.json())


async def said(server: Served, way_in: JoinResponse, text: str, *, seq: int) -> None:
    sitting = await server.storage.sittings.current(way_in.lesson_id)
    assert sitting is not None
    at = datetime.now(UTC)
    await server.storage.turns.save(
        [
            StoredTurn(
                turn_id=uuid4(),
                seq=seq,
                role="learner",
                text=text,
                started_at=at - timedelta(seconds=4),
                ended_at=at,
                speech_seconds=4.0,
                lesson_id=way_in.lesson_id,
                sitting_id=sitting.sitting_id,
            )
        ]
    )
