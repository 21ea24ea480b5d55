"""When a lesson's time is up: who is heard out, when the goodbye is said, and that the lesson ends whatever happens."""

import asyncio
from dataclasses import dataclass, field

import pytest

from agent.farewell import Farewell
from tests.fixtures.virtual_time import run_virtually

NEVER = float("inf")


@dataclass
class Room:
    """Talk and floor. Times are seconds since the time was up."""

    tutor_until: float = 0.0
    learner_until: float = 0.0
    words_until: float = 0.0  # of what the learner said last, on their way
    goodbye_seconds: float = 4.0
    breaks: tuple[str, ...] = ()
    happened: list[tuple[str, float]] = field(default_factory=list)

    def tell(self, what: str) -> None:
        self.happened.append((what, round(asyncio.get_running_loop().time(), 1)))
        if what in self.breaks:
            raise RuntimeError(what)

    @property
    def is_quiet(self) -> bool:
        return asyncio.get_running_loop().time() >= self.words_until

    def take_leave(self) -> None:
        self.tell("no answers")

    async def until_idle(self) -> None:
        if "idle" in self.breaks:
            raise RuntimeError("the session is closing")
        until = max(self.tutor_until, self.learner_until)
        await asyncio.sleep(max(0.0, until - asyncio.get_running_loop().time()))

    async def take(self) -> None:
        self.tell("floor")

    async def say_goodbye(self) -> None:
        self.tell("goodbye")
        await asyncio.sleep(self.goodbye_seconds)
        self.tell("said")


@pytest.mark.parametrize(
    ("room", "told"),
    [
        pytest.param(Room(), [("goodbye", 0.0), ("said", 4.0), ("over", 4.0)], id="silence"),
        pytest.param(
            Room(tutor_until=6.0), [("goodbye", 6.0), ("said", 10.0), ("over", 10.0)], id="the tutor speaks"
        ),
        pytest.param(
            Room(learner_until=3.0, words_until=5.0),
            [("goodbye", 5.0), ("said", 9.0), ("over", 9.0)],
            id="the learner speaks: until their words are there",
        ),
        pytest.param(
            Room(learner_until=NEVER), [("goodbye", 10.0), ("said", 14.0), ("over", 14.0)], id="on and on"
        ),
        pytest.param(
            Room(words_until=NEVER), [("goodbye", 10.0), ("said", 14.0), ("over", 14.0)], id="words get lost"
        ),
        pytest.param(Room(goodbye_seconds=NEVER), [("goodbye", 0.0), ("over", 10.0)], id="no sound comes"),
        pytest.param(
            Room(tutor_until=NEVER, goodbye_seconds=NEVER),
            [("goodbye", 10.0), ("over", 20.0)],
            id="all hangs",
        ),
        pytest.param(Room(breaks=("goodbye",)), [("goodbye", 0.0), ("over", 0.0)], id="it cannot be said"),
        pytest.param(Room(breaks=("floor", "idle")), [("over", 0.0)], id="the session is closing"),
    ],
)
def test_the_lesson_ends_after_a_goodbye_or_without(room: Room, told: list[tuple[str, float]]) -> None:
    async def lesson() -> None:
        await Farewell(room, room, on_over=lambda: room.tell("over")).say()

    run_virtually(lesson())
    assert room.happened[0] == ("no answers", 0.0)
    assert [one for one in room.happened[1:] if one[0] != "floor"] == told
