"""The clock around the rule of silence."""

import asyncio

import pytest

from agent.help.offering import HintOffering
from tests.fixtures.waiting import until


class Clock:
    """Jumps; the loop's own timers are shortened to nothing by `lesson.idle.HINT_AFTER_SECONDS`."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def offers() -> list[float]:
    return []


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def offering(offers: list[float], clock: Clock, monkeypatch: pytest.MonkeyPatch) -> HintOffering:
    monkeypatch.setattr("lesson.idle.HINT_AFTER_SECONDS", 0.05)
    return HintOffering(lambda: offers.append(clock.at), clock=clock)


def _tutor_speaks(offering: HintOffering) -> None:
    offering.doing("tutor", goes_on=True)
    offering.said("tutor")
    offering.doing("tutor", goes_on=False)


async def test_it_is_offered_when_the_clock_says_so_and_once(
    offering: HintOffering, offers: list[float], clock: Clock
) -> None:
    _tutor_speaks(offering)
    await asyncio.sleep(0.12)  # the loop's timer is early by the clock: it looks again
    assert offers == []
    clock.at += 0.05
    await until(lambda: offers, seconds=1.0)
    clock.at += 10.0
    await asyncio.sleep(0.12)
    assert offers == [100.05]


async def test_what_the_learner_does_puts_it_off(
    offering: HintOffering, offers: list[float], clock: Clock
) -> None:
    _tutor_speaks(offering)
    offering.doing("voice", goes_on=True)
    clock.at += 1.0
    await asyncio.sleep(0.12)
    offering.doing("voice", goes_on=False)
    offering.asked()
    assert offers == []
    clock.at += 1.0
    await until(lambda: offers, seconds=1.0)


async def test_stopped_it_offers_nothing_more(
    offering: HintOffering, offers: list[float], clock: Clock
) -> None:
    _tutor_speaks(offering)
    offering.stop()
    clock.at += 1.0
    await asyncio.sleep(0.12)
    assert offers == []
