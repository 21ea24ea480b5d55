"""Sentences and their sounds in order, whatever each takes; what is stopped, and what fails."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from livekit.agents.voice import SpeechHandle

from agent.messages.sound import Sound
from agent.messages.speaking import Speaking, VoiceMaker
from contract.messages import MessageAudio, MessageSentence, ReplyAudio
from contract.model import Message

LINES = [f"This is sentence number {number}." for number in range(1, 9)]


class SlowVoice(VoiceMaker):
    """Each sentence takes a time of its own; `failing` have no sound."""

    def __init__(self, seed: int, failing: frozenset[int] = frozenset()) -> None:
        self._random = random.Random(seed)
        self._failing = failing
        self.at_once = self.most_at_once = 0

    async def sound(self, text: str, form: ReplyAudio) -> Sound | None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self._random.uniform(0, 0.01))
        self.at_once -= 1
        number = LINES.index(text) + 1
        return None if number in self._failing else Sound("audio/mpeg", text.encode(), 1.0)


@dataclass
class Judge:
    """Tells its verdict after a time of its own; from sentence `stop` on all are stopped."""

    stop: int | None = None
    asked: int = 0

    def when_judged(self, _: SpeechHandle | None, then: Callable[[bool], None]) -> None:
        self.asked += 1
        stopped = self.stop is not None and self.asked >= self.stop
        asyncio.get_running_loop().call_later(random.uniform(0, 0.01), then, stopped)


@dataclass
class Answer:
    sent: list[Message] = field(default_factory=list)

    def texts(self) -> list[str]:
        return [one.text for one in self.sent if isinstance(one, MessageSentence)]

    def sounds(self) -> list[int]:
        return [one.sentence for one in self.sent if isinstance(one, MessageAudio)]


def speaking(answer: Answer, voice: VoiceMaker, judge: Judge, *, form: ReplyAudio = "mp3") -> Speaking:
    return Speaking(
        voice,
        form=form,
        judged=judge,
        speech=lambda: None,
        send=answer.sent.append,
        on_token=lambda _: None,
        on_sentence=lambda _: None,
        on_sound=lambda _: None,
    )


async def say(subject: Speaking) -> None:
    for line in LINES:
        await subject.capture_text(f"{line} ")
    subject.flush()


@pytest.mark.parametrize("seed", range(20))
async def test_texts_and_sounds_come_in_order_and_two_are_made_at_once(seed: int) -> None:
    answer, voice = Answer(), SlowVoice(seed, failing=frozenset({4}))
    subject = speaking(answer, voice, Judge())
    await say(subject)
    spoken = await subject.spoken()
    assert answer.texts() == LINES
    assert answer.sounds() == [1, 2, 3, 5, 6, 7, 8]
    for number in answer.sounds():
        kinds = [(type(one), getattr(one, "sentence", None)) for one in answer.sent]
        assert kinds.index((MessageSentence, number)) < kinds.index((MessageAudio, number))
    assert (spoken.text, spoken.seconds) == (" ".join(LINES), 7.0)
    assert voice.most_at_once == 2


async def test_from_a_stopped_sentence_on_nothing_is_sent() -> None:
    answer = Answer()
    subject = speaking(answer, SlowVoice(1), Judge(stop=3))
    await say(subject)
    spoken = await subject.spoken()
    assert answer.texts() == LINES[:2]
    assert answer.sounds() == [1, 2]
    assert spoken.text == " ".join(LINES[:2])
    assert (await subject.spoken()).text == ""


async def test_without_sound_there_are_texts_alone() -> None:
    answer = Answer()
    subject = speaking(answer, SlowVoice(1), Judge(), form="none")
    await say(subject)
    spoken = await subject.spoken()
    assert (answer.texts(), answer.sounds(), spoken.began, spoken.seconds) == (LINES, [], None, 0.0)


async def test_closing_ends_what_is_still_being_made() -> None:
    answer = Answer()
    subject = speaking(answer, SlowVoice(1), Judge())
    await say(subject)
    await subject.aclose()
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []
