"""Who is in a room in these tests: a learner that hears data packets, and tutors that only hold a lease.

The tutors' worker speaks LiveKit's agent protocol itself, so that a test can let a tutor die the way a killed process
does: its participant stays, its job looks like running, and only the lease tells.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Literal

import aiohttp
from livekit import rtc
from livekit.api import AccessToken, VideoGrants
from livekit.protocol.agent import (
    JobAssignment,
    JobStatus,
    JobType,
    ServerMessage,
    WorkerMessage,
    WorkerStatus,
)
from livekit.protocol.models import ParticipantPermission

from contract.http import JoinResponse
from contract.plan import LessonPlan
from contract.words import AGENT_NAME, EVENTS_TOPIC
from storage.repositories import RENEW_SECONDS, Storage
from tests.fixtures.livekit import LiveKitServer

Manner = Literal["claims", "sits", "dawdles"]  # sits: in the room, without a lease


@dataclass
class Learner:
    room: rtc.Room = field(default_factory=rtc.Room)
    events: list[dict[str, Any]] = field(default_factory=list)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    def told(self) -> list[str]:
        """Codes of notices, types of other events, in order."""
        return [event.get("code") or event["type"] for event in self.events]

    def tutors(self) -> list[str]:
        return [
            identity
            for identity, someone in self.room.remote_participants.items()
            if someone.kind == rtc.ParticipantKind.PARTICIPANT_KIND_AGENT
        ]


@contextlib.asynccontextmanager
async def learner_in(way_in: JoinResponse) -> AsyncIterator[Learner]:
    it = Learner()

    def data(packet: rtc.DataPacket) -> None:
        assert packet.topic == EVENTS_TOPIC
        it.events.append(json.loads(packet.data))

    it.room.on("data_received", data)
    it.room.on("disconnected", lambda _: it.gone.set())
    await it.room.connect(way_in.server_url, way_in.participant_token)
    try:
        yield it
    finally:
        await it.room.disconnect()


@dataclass
class Tutor:
    job_id: str
    plan: LessonPlan
    room: rtc.Room = field(default_factory=rtc.Room)
    out: asyncio.Event = field(default_factory=asyncio.Event)  # removed, or its room or dispatch is gone
    renewing: asyncio.Task[None] | None = None

    def die(self) -> None:
        """As a killed process: nothing of it says that it is dead."""
        assert self.renewing is not None
        self.renewing.cancel()


@dataclass
class TutorWorker:
    server: LiveKitServer
    storage: Storage
    name: str = "worker"
    manner: Manner = "claims"
    tutors: list[Tutor] = field(default_factory=list)  # that hold or held the lease
    turned_away: list[str] = field(default_factory=list)  # jobs that found the lease taken
    assigned: list[str] = field(default_factory=list)

    async def run(self, registered: asyncio.Event) -> None:
        token = AccessToken(self.server.api_key, self.server.api_secret)
        token = token.with_grants(VideoGrants(agent=True))
        headers = {"Authorization": f"Bearer {token.to_jwt()}"}
        async with (
            aiohttp.ClientSession() as http,
            http.ws_connect(f"http://127.0.0.1:{self.server.port}/agent", headers=headers) as socket,
            asyncio.TaskGroup() as tasks,
        ):
            hello = WorkerMessage()
            hello.register.type = JobType.JT_ROOM
            hello.register.agent_name = AGENT_NAME
            hello.register.version = "1.8.9"
            hello.register.allowed_permissions.CopyFrom(
                ParticipantPermission(can_publish=True, can_subscribe=True, can_publish_data=True, agent=True)
            )
            await socket.send_bytes(hello.SerializeToString())
            async for raw in socket:
                message = ServerMessage.FromString(raw.data)
                if message.HasField("register"):
                    ready = WorkerMessage()
                    ready.update_worker.status = WorkerStatus.WS_AVAILABLE
                    await socket.send_bytes(ready.SerializeToString())
                    tasks.create_task(self._beat())
                    registered.set()
                elif message.HasField("availability"):
                    answer = WorkerMessage()
                    answer.availability.job_id = message.availability.job.id
                    answer.availability.available = True
                    answer.availability.participant_identity = f"agent-{message.availability.job.id}"
                    await socket.send_bytes(answer.SerializeToString())
                elif message.HasField("assignment"):
                    started = WorkerMessage()
                    started.update_job.job_id = message.assignment.job.id
                    started.update_job.status = JobStatus.JS_RUNNING
                    await socket.send_bytes(started.SerializeToString())
                    self.assigned.append(message.assignment.job.id)
                    if self.manner != "dawdles":
                        tasks.create_task(self._teach(message.assignment))

    async def _beat(self) -> None:
        try:
            while True:
                await self.storage.workers.beat(self.name, has_room=True, running_lessons=len(self.tutors))
                await asyncio.sleep(2.0)
        finally:
            await self.storage.workers.remove(self.name)

    async def _teach(self, assignment: JobAssignment) -> None:
        job_id = assignment.job.id
        plan = LessonPlan.model_validate_json(assignment.job.metadata)
        tutor = Tutor(job_id=job_id, plan=plan)
        if self.manner == "claims":
            if await self.storage.leases.claim(plan.lesson_id, job_id=job_id) is None:
                self.turned_away.append(job_id)
                return
            tutor.renewing = asyncio.create_task(self._renew(tutor))
        tutor.room.on("disconnected", lambda _: tutor.out.set())
        self.tutors.append(tutor)
        # Not cancelled half way: livekit 1.1.21 ends the whole process (SIGTERM) 10 s after a connect nobody awaited.
        connecting = asyncio.ensure_future(tutor.room.connect(self.server.url, assignment.token))
        try:
            await asyncio.shield(connecting)
            await tutor.out.wait()
        finally:
            await asyncio.wait([connecting])
            if tutor.renewing is not None:
                tutor.renewing.cancel()
            await tutor.room.disconnect()

    async def _renew(self, tutor: Tutor) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            if not await self.storage.leases.renew(tutor.plan.lesson_id, job_id=tutor.job_id):
                return


@contextlib.asynccontextmanager
async def working(worker: TutorWorker) -> AsyncIterator[TutorWorker]:
    """The worker, registered with LiveKit and beating; dead afterwards."""
    registered = asyncio.Event()
    task = asyncio.create_task(worker.run(registered))
    try:
        await asyncio.wait_for(registered.wait(), 10)
        yield worker
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
