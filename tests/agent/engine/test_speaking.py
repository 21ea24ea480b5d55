"""Sentence streaming, by a clock that jumps: docs/behaviours.md, S10 and S11, and what a service can do wrong."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from agent.engine.resilience import SYNTHESIS
from agent.engine.speaking import (
    AHEAD_SECONDS,
    AT_ONCE,
    Begins,
    Ends,
    Event,
    Lost,
    Manner,
    Sound,
    Speaker,
    VoiceGoneError,
)
from tests.fixtures.virtual_time import run_virtually

BYTES_A_SECOND = 100
ONE, TWO, THREE = "The first of them.", "The second of them.", "The third of them."


def now() -> float:
    return round(asyncio.get_running_loop().time(), 3)


@dataclass
class Service:
    """A text-to-speech service: a text's sound is its own letters. `waits` before the first piece, by text."""

    waits: dict[str, float] = field(default_factory=dict)
    fails: dict[str, int] = field(default_factory=dict)  # so many tries fail; -1 says nothing at all
    breaks_after: dict[str, int] = field(default_factory=dict)  # bytes, in the first try
    seconds: float = 1.0  # of sound
    asked: list[tuple[float, str]] = field(default_factory=list)
    running: int = 0
    most_at_once: int = 0
    left: list[str] = field(default_factory=list)  # requests that were closed before their end

    async def synthesise(self, text: str) -> AsyncGenerator[bytes, None]:
        self.asked.append((now(), text))
        tries = sum(asked == text for _, asked in self.asked)
        self.running += 1
        self.most_at_once = max(self.most_at_once, self.running)
        sound = (text * 100).encode()[: int(self.seconds * BYTES_A_SECOND)]
        try:
            await asyncio.sleep(self.waits.get(text, 0.1))
            if self.fails.get(text, 0) == -1:
                return
            if tries <= self.fails.get(text, 0):
                raise ConnectionError(text)
            for at in range(0, len(sound), 10):
                if tries == 1 and at >= self.breaks_after.get(text, len(sound)):
                    raise ConnectionError(text)
                yield sound[at : at + 10]
        except (asyncio.CancelledError, GeneratorExit):
            self.left.append(text)
            raise
        finally:
            self.running -= 1


@dataclass
class Ear:
    events: list[tuple[float, Event]] = field(default_factory=list)

    async def hear(self, events: AsyncIterator[Event]) -> "Ear":
        async for event in events:
            self.events.append((now(), event))
        return self

    @property
    def shown(self) -> list[str]:
        return [event.text for _, event in self.events if isinstance(event, Begins)]

    @property
    def heard(self) -> list[str]:
        return [event.text for _, event in self.events if isinstance(event, Ends) and event.heard]

    @property
    def lost(self) -> int:
        return sum(isinstance(event, Lost) for _, event in self.events)

    def sound_of(self, text: str) -> bytes:
        sound: dict[str, bytes] = {}
        current = ""
        for _, event in self.events:
            match event:
                case Begins(text=begun):
                    current = begun
                case Sound(pcm=pcm):
                    sound[current] = sound.get(current, b"") + pcm
                case Ends() | Lost():
                    pass
        return sound.get(text, b"")

    def first_sound_at(self) -> float:
        return next(at for at, event in self.events if isinstance(event, Sound))


async def written(*chunks: str, every: float = 0.0) -> AsyncGenerator[str, None]:
    for chunk in chunks:
        await asyncio.sleep(every)
        yield chunk


def speak(service: Service, *chunks: str, every: float = 0.0, manner: Manner | None = None) -> Ear:
    async def run() -> Ear:
        speaker = Speaker(service.synthesise, bytes_a_second=BYTES_A_SECOND, manner=manner)
        return await Ear().hear(speaker.speak(written(*chunks, every=every)))

    return run_virtually(run())


def test_s10_a_sentence_that_fails_is_tried_again_and_then_skipped_alone() -> None:
    service = Service(fails={TWO: 2})
    ear = speak(service, f"{ONE} {TWO} {THREE}")
    assert ear.heard == [ONE, THREE]
    assert ear.shown == [ONE, TWO, THREE]
    assert [text for _, text in service.asked].count(TWO) == SYNTHESIS.tries
    assert ear.events[-1][0] < 1.0  # no wait


def test_s10_a_slow_first_sentence_delays_and_never_reorders() -> None:
    ear = speak(Service(waits={ONE: 2.0}), f"{ONE} {TWO} {THREE}")
    assert ear.heard == [ONE, TWO, THREE]
    assert ear.first_sound_at() == 2.0
    assert ear.events[-1][0] < 2.2  # the others were made meanwhile
    for text in (ONE, TWO, THREE):  # not interleaved
        assert ear.sound_of(text) == (text * 100).encode()[:BYTES_A_SECOND]


def test_s11_synthesis_starts_before_the_second_sentence_is_written() -> None:
    service = Service()
    speak(service, f"{ONE} ", f"{TWO} ", f"{THREE} ", every=0.3)
    assert service.asked == [(0.35, ONE), (0.65, TWO), (0.9, THREE)]


def test_at_most_two_are_made_at_once_and_the_next_while_one_is_heard() -> None:
    service = Service(waits=dict.fromkeys([ONE, TWO, THREE], 0.5))
    speak(service, f"{ONE} {TWO} {THREE}")
    assert service.most_at_once == AT_ONCE
    assert service.asked == [(0.0, ONE), (0.0, TWO), (0.5, THREE)]


@pytest.mark.parametrize(
    "service",
    [
        pytest.param(Service(fails={TWO: -1}), id="empty"),
        pytest.param(Service(waits={TWO: 60.0}), id="never answers"),
    ],
)
def test_a_sentence_without_sound_is_skipped_with_its_text_shown(service: Service) -> None:
    ear = speak(service, f"{ONE} {TWO} {THREE}")
    assert ear.heard == [ONE, THREE]
    assert ear.shown == [ONE, TWO, THREE]
    assert ear.events[-1][0] <= SYNTHESIS.tries * SYNTHESIS.first_sound + 1.0


def test_a_sentence_that_broke_off_goes_on_where_it_broke() -> None:
    ear = speak(Service(breaks_after={ONE: 40}), ONE)
    assert ear.sound_of(ONE) == (ONE * 100).encode()[:BYTES_A_SECOND]


def test_a_second_try_that_works_is_heard() -> None:
    ear = speak(Service(fails={ONE: 1}), f"{ONE} {TWO}")
    assert ear.heard == [ONE, TWO]


NEXT, LAST = "The next of them.", "The last of them."
FIVE = f"{ONE} {TWO} {THREE} {NEXT} {LAST}"


@pytest.mark.parametrize(
    ("fails", "heard", "lost"),
    [
        pytest.param({TWO: 2, THREE: 2}, [ONE, NEXT, LAST], 1, id="one after the other"),
        pytest.param({ONE: 2, TWO: 2}, [THREE, NEXT, LAST], 1, id="the first ones"),
        pytest.param({TWO: 2, NEXT: 2}, [ONE, THREE, LAST], 0, id="one and another"),
        pytest.param(dict.fromkeys([TWO, THREE, NEXT, LAST], 2), [ONE], 1, id="all that follow"),
    ],
)
def test_sentences_that_fail_one_after_the_other_are_told_and_the_next_ones_heard(
    fails: dict[str, int], heard: list[str], lost: int
) -> None:
    ear = speak(Service(fails=fails), FIVE)
    assert ear.heard == heard
    assert ear.shown == [ONE, TWO, THREE, NEXT, LAST]
    assert ear.lost == lost


def test_a_voice_that_is_lost_is_not_tried_twice_until_it_is_heard_again() -> None:
    lines = [f"This is line number {number}." for number in range(8)]
    service = Service(fails=dict.fromkeys([*lines[:5], lines[6]], -1))
    ear = speak(service, " ".join(lines))
    asked = [text for _, text in service.asked]
    assert [asked.count(line) for line in lines] == [2, 2, 1, 1, 1, 1, 2, 1]
    assert (ear.heard, ear.lost) == ([lines[5], lines[7]], 1)


def test_a_voice_that_is_lost_says_no_more_where_another_stands_by() -> None:
    service = Service(fails={TWO: 2, THREE: 2})
    with pytest.raises(VoiceGoneError) as told:
        speak(service, FIVE, manner=Manner(when_lost="stop"))
    assert "them" not in str(told.value)
    assert service.running == 0


@pytest.mark.parametrize("text", [ONE, FIVE])
def test_a_text_without_any_sound_has_no_voice(text: str) -> None:
    fails = dict.fromkeys([ONE, TWO, THREE, NEXT, LAST], 2)
    with pytest.raises(VoiceGoneError) as told:
        speak(Service(fails=fails), text)
    assert "them" not in str(told.value)


def test_text_without_anything_to_say_has_no_sound_and_is_no_failure() -> None:
    assert speak(Service(), "... !").events == []


def test_what_the_text_raises_comes_after_what_was_whole() -> None:
    async def breaks() -> AsyncGenerator[str, None]:
        yield f"{ONE} And th"
        await asyncio.sleep(1.0)
        raise ConnectionError

    ear = Ear()

    async def run() -> None:
        await ear.hear(Speaker(Service().synthesise, bytes_a_second=BYTES_A_SECOND).speak(breaks()))

    with pytest.raises(ConnectionError):
        run_virtually(run())
    assert ear.heard == [ONE]


def closed_after(seconds: float, service: Service, text: str) -> float:
    """How long closing took."""

    async def run() -> float:
        events = Speaker(service.synthesise, bytes_a_second=BYTES_A_SECOND).speak(written(text))
        hearing = asyncio.create_task(Ear().hear(events))
        await asyncio.sleep(seconds)
        began = now()
        hearing.cancel()
        await asyncio.gather(hearing, return_exceptions=True)
        await events.aclose()
        took = now() - began
        await asyncio.sleep(60.0)
        return took

    return run_virtually(run())


def test_an_interruption_closes_every_request_and_starts_none() -> None:
    service = Service(waits=dict.fromkeys([ONE, TWO, THREE], 0.5))
    assert closed_after(0.2, service, f"{ONE} {TWO} {THREE}") == 0.0
    assert sorted(service.left) == sorted([ONE, TWO])
    assert [text for _, text in service.asked] == [ONE, TWO]
    assert service.running == 0


def test_no_more_is_made_than_can_be_heard_soon() -> None:
    lines = [f"This is line number {number}." for number in range(20)]
    service = Service(seconds=4.0)
    closed_after(1.0, service, " ".join(lines))
    assert len(service.asked) <= AHEAD_SECONDS / service.seconds + AT_ONCE


def test_sentences_are_put_together_after_the_first_where_requests_cost() -> None:
    service = Service(waits={ONE: 0.5, TWO: 0.5})
    text = f"{ONE} {TWO} {THREE} {ONE} {TWO}"
    speak(service, text, manner=Manner(sentences_per_request=3))
    assert [asked for _, asked in service.asked] == [ONE, TWO, f"{THREE} {ONE} {TWO}"]


def test_one_speaker_says_several_texts_at_once_and_apart() -> None:
    service = Service()

    async def run() -> list[Ear]:
        speaker = Speaker(service.synthesise, bytes_a_second=BYTES_A_SECOND)
        hear: Callable[[str], asyncio.Task[Ear]] = lambda text: asyncio.create_task(  # noqa: E731
            Ear().hear(speaker.speak(written(text)))
        )
        return list(await asyncio.gather(hear(f"{ONE} {TWO}"), hear(THREE)))

    assert [ear.heard for ear in run_virtually(run())] == [[ONE, TWO], [THREE]]
