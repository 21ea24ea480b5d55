"""The learner goes and comes; a room that is only its participants and their events stands in for LiveKit's."""

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from livekit import rtc

from agent.presence import Presence
from tests.fixtures.waiting import until

LEARNER = "learner-1"


class Room:
    def __init__(self) -> None:
        self.remote_participants: dict[str, Any] = {}
        self._handlers: dict[str, Callable[[Any], None]] = {}

    def on(self, name: str, handler: Callable[[Any], None]) -> None:
        self._handlers[name] = handler

    def off(self, name: str, _: Callable[[Any], None]) -> None:
        del self._handlers[name]

    def join(self, identity: str = LEARNER) -> None:
        self.remote_participants[identity] = participant = SimpleNamespace(identity=identity)
        self._handlers["participant_connected"](participant)

    def leave(self, identity: str = LEARNER, *, replaced: bool = False) -> None:
        participant = SimpleNamespace(identity=identity)
        if not replaced:
            self.remote_participants.pop(identity, None)
        self._handlers["participant_disconnected"](participant)


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.fixture
def told() -> list[str]:
    return []


def _presence(room: Room, told: list[str], *, seconds: float = 60.0) -> Presence:
    presence = Presence(
        cast("rtc.Room", room),
        learner_identity=LEARNER,
        return_seconds=seconds,
        on_left=lambda: told.append("left"),
        on_back=lambda: told.append("back"),
        on_gone=lambda: told.append("gone"),
    )
    presence.start()
    return presence


async def test_leaving_and_coming_back(room: Room, told: list[str]) -> None:
    presence = _presence(room, told)
    assert not presence.here
    room.join()
    room.leave()
    assert not presence.here
    room.join()
    await presence.wait_until_here()
    assert told == ["back", "left", "back"]
    presence.stop()


async def test_others_in_the_room_do_not_count(room: Room, told: list[str]) -> None:
    presence = _presence(room, told)
    room.join("agent-2")
    room.leave("agent-2")
    assert told == []
    presence.stop()


@pytest.mark.parametrize("order", ["old goes first", "new comes first"])
async def test_a_second_tab_is_a_leaving_and_a_coming_back(room: Room, told: list[str], order: str) -> None:
    presence = _presence(room, told)
    room.join()
    told.clear()
    if order == "old goes first":
        room.leave()
        room.join()
    else:
        room.join()
        room.leave(replaced=True)
    assert told == ["left", "back"]
    assert presence.here
    presence.stop()


async def test_who_stays_away_is_gone(room: Room, told: list[str]) -> None:
    presence = _presence(room, told, seconds=0.01)
    await until(lambda: told == ["gone"])
    presence.stop()


async def test_the_farewell_waits_for_the_page_to_leave(room: Room, told: list[str]) -> None:
    presence = _presence(room, told)
    room.join()
    leaving = asyncio.create_task(presence.wait_until_gone())
    await asyncio.sleep(0)
    assert not leaving.done()
    room.leave()
    await asyncio.wait_for(leaving, 1)
    presence.stop()
