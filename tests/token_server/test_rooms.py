"""LiveKit's server API as the watch relies on it. Where LiveKit changes its ways, these tests say so."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from contract.events import Notice
from contract.http import JoinResponse
from contract.notices import NOTICES
from storage.memory import MemoryStorage
from tests.fixtures.livekit import LiveKitServer
from tests.fixtures.waiting import until, until_true
from tests.token_server.people import TutorWorker, learner_in, working
from tests.token_server.test_tokens import a_lesson, a_sitting
from token_server.rooms import LiveKitUnavailableError, Occupants, Rooms
from token_server.tokens import RoomTokens, plan_of


@pytest.fixture
async def rooms(livekit_server: LiveKitServer) -> AsyncIterator[Rooms]:
    async with Rooms(
        url=livekit_server.url, api_key=livekit_server.api_key, api_secret=livekit_server.api_secret
    ) as it:
        yield it


def way_in(livekit: LiveKitServer) -> JoinResponse:
    lesson = a_lesson()
    sitting = a_sitting(lesson)
    tokens = RoomTokens(api_key=livekit.api_key, api_secret=livekit.api_secret, return_seconds=60)
    return JoinResponse(
        lesson_id=lesson.lesson_id,
        room_name=sitting.room_name,
        server_url=livekit.url,
        participant_token=tokens.sign(plan_of(lesson, sitting), room_name=sitting.room_name),
        participant_identity=sitting.learner_identity,
        learner_token="not needed here",
    )


async def test_a_learner_is_seen_told_and_sent_out(rooms: Rooms, livekit_server: LiveKitServer) -> None:
    ours = way_in(livekit_server)
    identity = ours.participant_identity
    assert await rooms.occupants(ours.room_name, learner_identity=identity) == Occupants()
    async with learner_in(ours) as learner:
        assert await rooms.occupants(ours.room_name, learner_identity=identity) == Occupants(learner=True)
        event = Notice(at=datetime.now(UTC), code="tutor_busy", text=NOTICES["tutor_busy"])
        await rooms.tell(ours.room_name, learner_identity=identity, event=event)
        await until(lambda: learner.events, what="the notice")
        assert learner.events[0]["text"] == {"ko": event.text.ko, "en": event.text.en}
        assert "n" not in learner.events[0]
        await rooms.tell(ours.room_name, learner_identity="someone-else", event=event)
        await rooms.remove(ours.room_name, identity)
        await until(learner.gone.is_set, what="being removed")
        assert len(learner.events) == 1, "what is for someone else is not told to all"


async def test_what_is_not_there_is_no_error(rooms: Rooms, livekit_server: LiveKitServer) -> None:
    name = f"lesson-{uuid4()}"
    await rooms.remove(name, "nobody")
    await rooms.close(name)
    ours = way_in(livekit_server)
    async with learner_in(ours):
        await rooms.remove(ours.room_name, "nobody")
        await rooms.withdraw(ours.room_name, "AD_nothing")


async def test_livekit_away_is_told_apart() -> None:
    async with Rooms(
        url="ws://127.0.0.1:9", api_key="key", api_secret="a-secret-of-32-characters-or-more"
    ) as rooms:
        with pytest.raises(LiveKitUnavailableError, match="ClientConnectorError"):
            await rooms.check()


async def test_a_job_is_listed_late_and_for_a_dispatch_without_a_worker_never(
    rooms: Rooms, livekit_server: LiveKitServer
) -> None:
    """Why the watch waits LISTED_SECONDS where a worker was free."""
    ours = way_in(livekit_server)
    async with (
        working(TutorWorker(livekit_server, MemoryStorage(), manner="dawdles")) as worker,
        learner_in(ours),
    ):
        await until(lambda: worker.assigned, what="an assigned job")
        assigned = time.monotonic()
        (dispatch,) = await rooms.dispatches(ours.room_name)
        early = dispatch.job_ids

        async def listed() -> bool:
            return [d.job_ids for d in await rooms.dispatches(ours.room_name)] == [tuple(worker.assigned)]

        await until_true(listed, seconds=6, what="the job in the list")
        late = time.monotonic() - assigned
        assert early == ()
        assert late > 3, "LiveKit lists jobs at once now: LISTED_SECONDS can go"


async def test_withdrawing_a_dispatch_ends_its_job_and_a_new_one_brings_a_new_tutor(
    rooms: Rooms, livekit_server: LiveKitServer
) -> None:
    storage = MemoryStorage()
    ours = way_in(livekit_server)
    lesson = a_lesson()
    async with (
        working(TutorWorker(livekit_server, storage, manner="sits")) as worker,
        learner_in(ours) as learner,
    ):
        await until(lambda: len(learner.tutors()) == 1, what="the first tutor")
        (first,) = await rooms.dispatches(ours.room_name)
        await rooms.withdraw(ours.room_name, first.dispatch_id)
        await until(lambda: learner.tutors() == [], what="the first tutor gone")
        await rooms.send_for_tutor(ours.room_name, plan_of(lesson, a_sitting(lesson)))
        await until(lambda: len(learner.tutors()) == 1, what="the second tutor")
        assert len(worker.assigned) == 2
        found = await rooms.occupants(ours.room_name, learner_identity=ours.participant_identity)
        assert found.tutors == (f"agent-{worker.assigned[1]}",)
