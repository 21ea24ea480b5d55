"""A learner of the API and the room without a browser: the pair that the tests of broken parts use."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.e2e.speech import say
from tests.e2e.stack_process import StackProcess
from tests.fixtures.room_learner import RoomLearner
from tests.fixtures.waiting import until


@dataclass
class Caller:
    stack: StackProcess
    http: aiohttp.ClientSession
    room: RoomLearner = field(default_factory=RoomLearner)
    lesson_id: str = ""
    token: str = ""

    async def api(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        async with self.http.request(method, self.stack.url + path, json=body, headers=headers) as answer:
            content: dict[str, Any] = await answer.json(content_type=None) if answer.status != 204 else {}
            if answer.status >= 400:
                raise RuntimeError(f"{method} {path}: {answer.status} {content.get('code')}")
            return content

    async def start(self, **wishes: Any) -> None:
        answer = await self.api("POST", "/api/lessons", {"locale": "en", "patience": "1", **wishes})
        self.lesson_id, self.token = answer["lesson_id"], answer["learner_token"]
        await self.room.join(answer["server_url"], answer["participant_token"])

    async def start_scene(self, **wishes: Any) -> None:
        scenario = {"place": "hotel", "partner": "receptionist", "goal": "check in"}
        await self.start(mode="scene", scenario=scenario, **wishes)

    async def rejoin(self) -> None:
        """As the page does when its connection is lost for good."""
        events, levels = self.room.events, self.room.levels
        await self.room.leave()
        answer = await self.api("POST", f"/api/lessons/{self.lesson_id}/join")
        self.room = RoomLearner(events=events, levels=levels)
        await self.room.join(answer["server_url"], answer["participant_token"])

    async def hears_tutor(self, *, since: float | None = None, seconds: float = 20.0) -> float:
        """Monotonic time at which the tutor became audible after `since` (now)."""
        since = time.monotonic() if since is None else since
        await until(lambda: self.room.heard_since(since), seconds=seconds, what="the tutor is heard")
        heard = self.room.heard_since(since)
        assert heard is not None
        return heard

    async def hears_silence(self, *, for_seconds: float = 1.0, seconds: float = 40.0) -> None:
        await until(lambda: self.room.silent_for() > for_seconds, seconds=seconds, what="silence")

    async def speak(self, line: str) -> None:
        await self.room.speak(say(line).samples)

    async def is_answered(self, line: str) -> None:
        """The line is spoken, becomes a turn, and the tutor's answer is heard to its end."""
        await self.speak(line)
        spoken = time.monotonic()
        await self.said(line)
        await self.hears_tutor(since=spoken)
        await self.hears_silence()

    def turns(self, role: str) -> list[dict[str, Any]]:
        return [event["turn"] for event in self.room.of_type("turn.added") if event["turn"]["role"] == role]

    async def said(self, line: str, *, seconds: float = 20.0) -> None:
        """The learner's line has become a turn."""
        await until(
            lambda: any(turn["text"] == line for turn in self.turns("learner")),
            seconds=seconds,
            what=f"a turn {line!r} among {[turn['text'] for turn in self.turns('learner')]}",
        )

    def notices(self) -> list[str]:
        return [event["code"] for event in self.room.of_type("notice")]

    async def has(self, what: str, condition: Callable[[], object], *, seconds: float = 20.0) -> None:
        await until(
            condition, seconds=seconds, what=f"{what}; events: {[e['type'] for e in self.room.events]}"
        )

    async def lesson(self) -> dict[str, Any]:
        return await self.api("GET", f"/api/lessons/{self.lesson_id}")

    async def end(self) -> dict[str, Any]:
        """Press the button; the report as the API gives it."""
        await self.room.call("lesson.end")
        await self.has("the lesson ended", lambda: self.room.of_type("lesson.ended"))
        await self.room.leave()
        return await self.report()

    async def report(self, *, seconds: float = 20.0) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        while True:
            try:
                return await self.api("GET", f"/api/lessons/{self.lesson_id}/report")
            except RuntimeError:
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(0.1)
