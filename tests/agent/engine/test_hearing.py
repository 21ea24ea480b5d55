"""Which stretches of sound are recognised, in which order, and what a failed one leaves. By a clock that jumps."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from livekit import rtc
from livekit.agents import APIConnectionError, APIConnectOptions, APIStatusError, UserStateChangedEvent, stt
from livekit.agents.types import NOT_GIVEN, NotGivenOr
from livekit.agents.utils import AudioBuffer

from agent.engine.hearing import BEFORE_SECONDS, LONGEST_SECONDS, SETTLE_SECONDS, TurnHearing
from agent.engine.resilience import RECOGNITION, WORDLESS_SECONDS
from agent.engine.unheard import Unheard
from tests.fixtures.virtual_time import run_virtually

RATE = 16_000
FRAME_SECONDS = 0.05


class Service(stt.STT[Any]):
    """Answers how many seconds of sound it was given, after `waits`, or with the errors in `fails`, one a try."""

    def __init__(self, *, waits: float = 0.5, fails: list[Exception | None] | None = None) -> None:
        super().__init__(capabilities=stt.STTCapabilities(streaming=False, interim_results=False))
        self.waits = [waits]
        self.fails = fails or []
        self.asked = 0

    async def _recognize_impl(
        self,
        buffer: AudioBuffer,
        *,
        language: NotGivenOr[str] = NOT_GIVEN,
        conn_options: APIConnectOptions,
    ) -> stt.SpeechEvent:
        self.asked += 1
        await asyncio.sleep(self.waits[0] if len(self.waits) == 1 else self.waits.pop(0))
        if self.fails and (error := self.fails.pop(0)) is not None:
            raise error
        seconds = rtc.combine_audio_frames(buffer).duration
        return stt.SpeechEvent(
            type=stt.SpeechEventType.FINAL_TRANSCRIPT,
            alternatives=[stt.SpeechData(language=NOTHING, text=f"{seconds:.2f}")],
        )


NOTHING: Any = ""


@dataclass
class Talk:
    """A learner's side: time goes by with sound or without, the session tells of voice and asks for words."""

    hearing: TurnHearing
    stream: stt.RecognizeStream = field(init=False)
    said: list[tuple[float, str]] = field(default_factory=list)
    errors: list[bool] = field(default_factory=list)  # recoverable
    unheard: list[float] = field(default_factory=list)  # when the learner was told, seconds
    _listening: "asyncio.Task[None]" = field(init=False)

    def __post_init__(self) -> None:
        self.hearing.missing = Unheard(lambda: self.unheard.append(asyncio.get_running_loop().time()))
        self.hearing.on("error", lambda error: self.errors.append(error.recoverable))
        self.stream = self.hearing.stream()
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for event in self.stream:
            self.said.append((round(asyncio.get_running_loop().time(), 2), event.alternatives[0].text))

    async def passes(self, seconds: float) -> None:
        samples = int(RATE * FRAME_SECONDS)
        for _ in range(round(seconds / FRAME_SECONDS)):
            await asyncio.sleep(FRAME_SECONDS)
            self.stream.push_frame(rtc.AudioFrame(bytes(np.zeros(samples, np.int16)), RATE, 1, samples))

    def voice(self, new: str) -> None:
        state: Any = new
        old: Any = "listening" if new == "speaking" else "speaking"
        self.hearing.user_state_changed(UserStateChangedEvent(old_state=old, new_state=state))

    async def says(self, seconds: float) -> None:
        """And is silent until the voice detector has noticed."""
        self.voice("speaking")
        await self.passes(seconds + 0.3)
        self.voice("listening")
        self.stream.flush()

    async def end(self) -> "Talk":
        await self.passes(20.0)
        await self.stream.aclose()
        self._listening.cancel()
        return self


def seconds_of(talk: Talk) -> list[float]:
    return [float(text) for _, text in talk.said if text]


def test_a_phrase_is_recognised_with_what_came_just_before_it_and_the_words_follow_soon() -> None:
    async def run() -> Talk:
        talk = Talk(TurnHearing(Service()))
        await talk.passes(5.0)
        await talk.says(2.0)
        return await talk.end()

    talk = run_virtually(run())
    assert seconds_of(talk) == pytest.approx([BEFORE_SECONDS + 2.3 + SETTLE_SECONDS], abs=2 * FRAME_SECONDS)
    assert talk.said[0][0] == pytest.approx(5.0 + 2.3 + SETTLE_SECONDS + 0.5, abs=0.02)


def test_a_short_pause_does_not_cut_a_phrase_and_a_longer_one_does() -> None:
    async def run(pause: float) -> Talk:
        talk = Talk(TurnHearing(Service()))
        await talk.says(1.0)
        await talk.passes(pause)
        await talk.says(1.0)
        return await talk.end()

    assert len(seconds_of(run_virtually(run(0.2)))) == 1
    assert len(seconds_of(run_virtually(run(0.6)))) == 2


def test_by_button_a_flush_is_the_end_and_silence_is_answered_at_once() -> None:
    async def run() -> Talk:
        hearing = TurnHearing(Service())
        hearing.settle_seconds = 0.0
        talk = Talk(hearing)
        talk.voice("speaking")
        await talk.passes(1.0)
        talk.stream.flush()  # the detector has not noticed the end yet
        await talk.passes(0.3)
        talk.voice("listening")
        await talk.passes(2.0)
        talk.stream.flush()
        await talk.passes(0.1)
        talk.stream.flush()
        return await talk.end()

    talk = run_virtually(run())
    # The last of the voice is a stretch of its own; then nothing was said, and that is said.
    assert [text for _, text in talk.said[:1]] == ["1.00"]
    assert talk.said[-1][1] == ""


@pytest.mark.parametrize("button", [False, True])
def test_voice_without_an_end_is_heard_in_parts_and_told_together_at_its_end(button: bool) -> None:
    async def run() -> Talk:
        hearing = TurnHearing(Service())
        hearing.settle_seconds = 0.0 if button else SETTLE_SECONDS
        talk = Talk(hearing)
        await talk.says(2.5 * LONGEST_SECONDS)
        return await talk.end()

    talk = run_virtually(run())
    ((told_at, text),) = talk.said
    assert told_at > 2.5 * LONGEST_SECONDS
    parts = [float(part) for part in text.split()]
    assert parts[:2] == pytest.approx([LONGEST_SECONDS] * 2, abs=2 * FRAME_SECONDS)
    assert parts[2:] == pytest.approx([0.5 * LONGEST_SECONDS], abs=1.0)
    assert talk.unheard == []


def test_a_part_of_it_that_stays_without_words_costs_the_others_nothing() -> None:
    async def run() -> Talk:
        talk = Talk(TurnHearing(Service(fails=[None, ValueError(), ValueError()])))
        await talk.says(2.5 * LONGEST_SECONDS)
        return await talk.end()

    talk = run_virtually(run())
    assert [len(text.split()) for _, text in talk.said] == [2]
    assert talk.errors == [True]


def test_words_come_in_order_though_an_earlier_answer_is_slower() -> None:
    async def run() -> Talk:
        service = Service()
        service.waits = [3.0, 0.1, 0.1]
        talk = Talk(TurnHearing(service))
        await talk.says(1.0)
        await talk.passes(0.5)
        await talk.says(2.0)
        return await talk.end()

    talk = run_virtually(run())
    assert seconds_of(talk) == sorted(seconds_of(talk))
    assert len(talk.said) == 2
    assert talk.said[0][0] == talk.said[1][0]


@pytest.mark.parametrize(
    ("service", "heard", "errors"),
    [
        pytest.param(Service(fails=[APIConnectionError()]), True, [], id="a second try that works"),
        pytest.param(Service(fails=[ValueError("words")] * 2), False, [True], id="one stretch stays unheard"),
        pytest.param(Service(waits=60.0), False, [True], id="no answer"),
        pytest.param(
            Service(fails=[APIStatusError("no", status_code=401)]), False, [False], id="a key that is refused"
        ),
    ],
)
def test_a_stretch_that_fails_is_tried_again_and_told_once(
    service: Service, heard: bool, errors: list[bool]
) -> None:
    async def run() -> Talk:
        talk = Talk(TurnHearing(service))
        await talk.says(1.0)
        return await talk.end()

    talk = run_virtually(run())
    assert (seconds_of(talk) != []) is heard
    assert len(talk.said) == 1, "who waits for words is told, also of none"
    assert talk.errors == errors
    assert talk.said[0][0] < 2 * RECOGNITION.seconds + 3.0
    assert len(talk.unheard) == (0 if heard or errors == [False] else 1), (
        "told once, unless another engine asks"
    )


def test_ears_that_are_gone_are_told_as_such_and_one_good_answer_begins_the_count_anew() -> None:
    gone: list[Exception | None] = [APIConnectionError()] * 2

    async def run(fails: list[Exception | None], times: int) -> Talk:
        talk = Talk(TurnHearing(Service(fails=fails)))
        for _ in range(times):
            await talk.says(1.0)
            await talk.passes(3.0)
        return await talk.end()

    assert run_virtually(run([*gone, *gone], 2)).errors == [True, False]
    assert run_virtually(run([*gone, None, *gone], 3)).errors == [True, True]


class Deaf(Service):
    """Answers, and understands nothing; its errors come first."""

    async def _recognize_impl(self, *args: Any, **kwargs: Any) -> stt.SpeechEvent:
        event = await super()._recognize_impl(*args, **kwargs)
        event.alternatives[0].text = ""
        return event


VOICE_ENDS = 1.3  # of one second, as the detector notices


@pytest.mark.parametrize(
    ("service", "told"),
    [
        pytest.param(Service(), None, id="words"),
        pytest.param(
            Service(waits=6.0, fails=[]), 2 * RECOGNITION.seconds + SETTLE_SECONDS, id="no answer twice"
        ),
        pytest.param(Service(waits=0.1, fails=[ValueError()] * 2), 0.2 + SETTLE_SECONDS, id="refused twice"),
        pytest.param(Deaf(), WORDLESS_SECONDS, id="nothing understood"),
        pytest.param(
            Deaf(waits=3.0, fails=[ValueError()]), 6.0 + SETTLE_SECONDS, id="the same, later than that"
        ),
    ],
)
def test_voice_without_words_is_told_once_when_it_is_known(service: Service, told: float | None) -> None:
    async def run() -> Talk:
        talk = Talk(TurnHearing(service))
        await talk.says(1.0)
        return await talk.end()

    expected = [] if told is None else [pytest.approx(VOICE_ENDS + told, abs=0.06)]
    assert run_virtually(run()).unheard == expected


def test_words_that_come_late_are_answered_and_not_asked_for() -> None:
    """A first try that stalls, and a second that succeeds after the time in which silence would be told."""

    async def run() -> Talk:
        service = Service(waits=1.5)
        service.waits = [60.0, 1.5]
        talk = Talk(TurnHearing(service))
        await talk.says(1.0)
        return await talk.end()

    talk = run_virtually(run())
    assert (len(seconds_of(talk)), talk.unheard) == (1, [])


@pytest.mark.parametrize(
    ("fails", "pause", "told"),
    [
        pytest.param([None, ValueError(), ValueError()], 0.6, 1, id="words, then a part that is lost"),
        pytest.param([ValueError(), ValueError(), None], 0.6, 1, id="a part that is lost, then words"),
    ],
)
def test_a_lost_part_beside_words_is_told(fails: list[Exception | None], pause: float, told: int) -> None:
    async def run() -> Talk:
        talk = Talk(TurnHearing(Service(waits=0.1, fails=fails)))
        await talk.says(1.0)
        await talk.passes(pause)
        await talk.says(1.0)
        return await talk.end()

    talk = run_virtually(run())
    assert (len(seconds_of(talk)), len(talk.unheard)) == (1, told)


def test_a_cough_beside_words_is_not_told() -> None:
    async def run() -> Talk:
        service = Service(waits=0.1)
        talk = Talk(TurnHearing(service))
        await talk.says(1.0)
        await talk.passes(1.0)
        service.__class__ = Deaf
        await talk.says(0.3)
        return await talk.end()

    assert run_virtually(run()).unheard == []
