"""Sentences and their sounds in order, whatever each takes; what is stopped, and what fails."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from livekit.agents.voice import SpeechHandle

from agent.messages.sound import Sound
from agent.messages.speaking import Speaking, VoiceMaker
from agent.tutor.guardrail import SentenceGuardrail
from contract.messages import MessageAudio, MessageSentence, ReplyAudio
from contract.model import Message
from lesson.guardrail import Verdict
from tests.fixtures.virtual_time import run_virtually

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
    """Tells its verdicts after times of their own; sentence `stop` is stopped."""

    stop: int | None = None
    seed: int = 1
    asked: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def judge(self, _: str, __: SpeechHandle | None) -> asyncio.Future[bool]:
        self.asked += 1
        return asyncio.create_task(self._verdict(self.asked))

    async def _verdict(self, number: int) -> bool:
        await asyncio.sleep(self._random.uniform(0, 0.01))
        return number == self.stop


@dataclass
class Answer:
    sent: list[Message] = field(default_factory=list)

    def texts(self) -> list[str]:
        return [one.text for one in self.sent if isinstance(one, MessageSentence)]

    def sounds(self) -> list[int]:
        return [one.sentence for one in self.sent if isinstance(one, MessageAudio)]


def speaking(answer: Answer, voice: VoiceMaker, judge: Judge | None, *, form: ReplyAudio = "mp3") -> Speaking:
    return Speaking(
        voice,
        form=form,
        judge=judge,
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


@pytest.mark.parametrize("seed", range(5))
async def test_from_a_stopped_sentence_on_nothing_is_sent_whichever_verdict_comes_first(seed: int) -> None:
    answer = Answer()
    subject = speaking(answer, SlowVoice(1), Judge(stop=3, seed=seed))
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
    subject = speaking(answer, SlowVoice(1), None)
    await say(subject)
    await subject.aclose()
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []


class Deliberate:
    """A judge that takes a second for each verdict; "idiot" is a hit."""

    async def verdict(self, line: str) -> Verdict:
        await asyncio.sleep(1.0)
        return Verdict("OFFENSIVE" if "idiot" in line else "NONE")


def judged_while_written(text: str) -> tuple[list[tuple[float, str]], bool]:
    """When each sentence of a model that writes a word in 70 ms was sent (seconds), and whether more was stopped."""

    async def said() -> tuple[list[tuple[float, str]], bool]:
        sent: list[tuple[float, str]] = []
        speech = SpeechHandle.create()
        guardrail = SentenceGuardrail(Deliberate(), on_hit=lambda _: None)
        clock = asyncio.get_running_loop().time

        def send(message: Message) -> None:
            if isinstance(message, MessageSentence):
                sent.append((round(clock(), 2), message.text))

        subject = Speaking(
            SlowVoice(1),
            form="none",
            judge=guardrail,
            speech=lambda: speech,
            send=send,
            on_token=lambda _: None,
            on_sentence=lambda _: None,
            on_sound=lambda _: None,
        )
        async for word in guardrail.watch(words(), speech):
            await subject.capture_text(word)
        subject.flush()
        return sent, (await subject.spoken()).stopped

    async def words() -> AsyncIterator[str]:
        for word in text.split():
            await asyncio.sleep(0.07)
            yield f"{word} "

    return run_virtually(said())


@pytest.mark.parametrize(
    "text", ["You are idiot. Now let us go on with our lesson.", "You're idiot! Now let us go on."]
)
def test_a_short_sentence_that_must_not_be_said_is_not_sent_before_its_verdict(text: str) -> None:
    assert judged_while_written(text) == ([], True)


def test_a_sentence_goes_out_when_its_own_verdict_is_in_while_the_model_still_writes() -> None:
    text = " ".join(LINES[:6])
    sent, blocked = judged_while_written(text)
    assert [text for _, text in sent] == LINES[:6]
    assert not blocked
    # A sentence of five words is whole with the first letter of the next, or with the end.
    whole = [round(0.07 * words, 2) for words in (6, 11, 16, 21, 26, 30)]
    assert [at for at, _ in sent] == pytest.approx([at + 1.0 for at in whole], abs=0.01)
