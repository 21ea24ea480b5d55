"""The messages process's server in the test's own loop, over memory and the real local engine; and who writes to it."""

import asyncio
import contextlib
import io
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import aiohttp
from aiohttp import web
from livekit.agents import utils
from prometheus_client import CollectorRegistry

from agent.engine.clients import Clients
from agent.messages.making import make_server
from agent.messages.server import CLEAR_SECONDS, MessageServer
from agent.messages.settings import MessageSettings
from contract.message_pass import sign_pass
from contract.plan import LessonPlan, learner_identity
from contract.scenario import Scenario
from storage.memory import MemoryStorage
from storage.records import NewLesson, Sitting
from storage.repositories import Storage

SECRET = "0123456789abcdef0123456789abcdef-test"
HOTEL = Scenario(place="hotel", partner="receptionist", goal="check in")


@dataclass
class Answer:
    status: int
    problem: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]

    def types(self) -> list[str]:
        return [event["type"] for event in self.events]


@dataclass
class Messenger:
    """A learner's lesson, and the token server's part in front of it: each message is a sitting of its own."""

    storage: Storage
    url: str
    http: aiohttp.ClientSession
    learner_id: UUID = field(default_factory=uuid4)
    lesson_id: UUID = field(default_factory=uuid4)

    async def start(self, **given: Any) -> None:
        scenario = given.pop("scenario", Scenario())
        mode = given.pop("mode", "scene" if scenario.complete else "free")
        await self.storage.learners.ensure(self.learner_id, locale="en")
        await self.storage.lessons.create(
            NewLesson(
                lesson_id=self.lesson_id,
                learner_id=self.learner_id,
                mode=mode,
                scenario=scenario,
                title="A lesson",
                locale="en",
                **given,
            )
        )

    async def plan(self) -> LessonPlan:
        lesson = await self.storage.lessons.get(self.lesson_id)
        assert lesson is not None
        sitting = Sitting(
            sitting_id=(sitting_id := uuid4()),
            lesson_id=self.lesson_id,
            room_name=f"messages-{sitting_id}",
            learner_identity=learner_identity(self.learner_id),
            created_at=datetime.now(UTC),
            kind="messages",
        )
        before = await self.storage.sittings.current(self.lesson_id)
        if before is None:
            await self.storage.sittings.create(sitting)
        else:
            await self.storage.sittings.replace(before.sitting_id, by=sitting)
        return LessonPlan(
            lesson_id=self.lesson_id,
            sitting_id=sitting_id,
            learner_identity=sitting.learner_identity,
            mode=lesson.mode,
            locale=lesson.locale,
        )

    async def send(
        self,
        body: Any = None,
        *,
        content_type: str | None = None,
        audio: str = "mp3",
        keep: bool = False,
        turn_id: UUID | str | None = None,
        plan: LessonPlan | None = None,
    ) -> Answer:
        """A dict goes as JSON, bytes and forms as they are."""
        signed = sign_pass(plan or await self.plan(), secret=SECRET, now=time.time())
        headers = {"Authorization": f"Bearer {signed}"}
        if content_type is not None:
            headers["Content-Type"] = content_type
        given: dict[str, Any] = {"json": body} if isinstance(body, dict) else {"data": body}
        if isinstance(body, bytes):
            given = {"data": io.BytesIO(body)}
        params = {"audio": audio, "keep": str(keep).lower()}
        if turn_id is not None:
            params["turn_id"] = str(turn_id)
        async with self.http.post(
            f"{self.url}/messages",
            params=params,
            headers=headers,
            **given,
        ) as answer:
            if answer.status != 200:
                return Answer(answer.status, problem=await answer.json(content_type=None))
            events = [
                json.loads(block.partition("data: ")[2])
                for block in (await answer.text()).split("\n\n")
                if block and not block.startswith(":")
            ]
            return Answer(answer.status, events=events)

    async def texts(self) -> list[tuple[str, str]]:
        return [(turn.role, turn.text) for turn in await self.storage.turns.of_lesson(self.lesson_id)]


@dataclass(kw_only=True)
class OwnMessenger(Messenger):
    """The same where the server runs in the test."""

    settings: MessageSettings
    clients: Clients
    server: MessageServer

    async def another(self) -> "OwnMessenger":
        """Another learner with a lesson, at the same server."""
        other = OwnMessenger(
            self.storage,
            self.url,
            self.http,
            settings=self.settings,
            clients=self.clients,
            server=self.server,
        )
        await other.start()
        return other


def make_settings(folder: Path, *, engine_url: str, **given: Any) -> MessageSettings:
    values: dict[str, Any] = {
        "tutor_env": "development",
        "tutor_secret": SECRET,
        "tutor_data_dir": folder / "data",
        "database_url": "postgresql://nobody@127.0.0.1:9/nothing",
        "livekit_url": "ws://127.0.0.1:9",
        "livekit_api_key": "devkeydevkey",
        "livekit_api_secret": SECRET,
        "openai_base_url": engine_url,
    }
    return MessageSettings(**values | given)


@contextlib.asynccontextmanager
async def messenger(
    folder: Path,
    *,
    engine_url: str,
    storage: MemoryStorage | None = None,
    clear_seconds: float = CLEAR_SECONDS,
    **given: Any,
) -> AsyncIterator["OwnMessenger"]:
    """`given`: settings."""
    settings = make_settings(folder, engine_url=engine_url, **given)
    storage, clients = storage or MemoryStorage(), Clients(settings)
    server = make_server(
        settings,
        storage=storage,
        clients=clients,
        registry=CollectorRegistry(),
        clear_seconds=clear_seconds,
    )
    runner = web.AppRunner(server.app(), access_log=None)
    async with utils.http_context.open(), aiohttp.ClientSession() as http:
        await server.start()
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        try:
            yield OwnMessenger(
                storage, f"http://127.0.0.1:{port}", http, settings=settings, clients=clients, server=server
            )
        finally:
            await server.aclose(within_seconds=5)
            await runner.cleanup()
            await clients.aclose()
            await asyncio.sleep(0)
