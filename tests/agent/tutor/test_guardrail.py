"""What the tutor says is judged beside its sound (docs/behaviours.md, G1): over the wire, with LiveKit's own speech handles."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from livekit.agents.voice import SpeechHandle

from agent.text_models import TextModel
from agent.tutor import guardrail as module
from agent.tutor.guardrail import REMEMBERED, ChatJudge, Guardrail, Outcome, SentenceGuardrail
from agent.tutor.lines import GOODBYE, is_ours
from contract.scenario import Scenario
from lesson.abuse import abuse_line
from lesson.fillers import FIRST
from lesson.guardrail import REDIRECTS, Category
from storage.memory import MemoryStorage
from storage.records import LessonRecord
from tests.fixtures.scripted_chat import Refusal, ScriptedChat, Silence, scripted_chat
from tests.fixtures.waiting import until
from tests.storage.examples import stored_lesson

POLICE = Scenario(place="police station", partner="officer", goal="report a robbery")


def says(category: Category) -> str:
    return json.dumps({"rationale": "Because.", "moderation_category": category})


class Told:
    def __init__(self) -> None:
        self.hits: list[SpeechHandle] = []
        self.verdicts: list[Outcome] = []
        self.blocked: list[bool] = []


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
async def chat() -> AsyncIterator[ScriptedChat]:
    async with scripted_chat(says("NONE")) as server:
        yield server


@pytest.fixture
async def lesson() -> LessonRecord:
    storage = MemoryStorage()
    record = await storage.lessons.get(
        await stored_lesson(storage, mode="scene", scenario=POLICE, title="Robbery")
    )
    assert record is not None
    return record


@pytest.fixture
def guardrail(chat: ScriptedChat, lesson: LessonRecord, told: Told) -> Guardrail:
    judge = ChatJudge(lambda: TextModel(chat.client, "small"), lesson=lambda: lesson, on_use=lambda _: None)
    return Guardrail(judge, on_hit=told.hits.append, on_verdict=told.verdicts.append)


@pytest.fixture
async def speech() -> SpeechHandle:
    return SpeechHandle.create()


async def _pieces(*pieces: str) -> AsyncIterator[str]:
    for piece in pieces:
        yield piece


async def _say(guardrail: Guardrail, speech: SpeechHandle, *pieces: str) -> list[str]:
    return [piece async for piece in guardrail.watch(_pieces(*pieces), speech)]


def _judged(chat: ScriptedChat) -> list[str]:
    return [asked["messages"][1]["content"] for asked in chat.asked]


async def test_the_words_pass_unchanged_and_each_piece_is_judged_with_those_before_it(
    guardrail: Guardrail, chat: ScriptedChat, speech: SpeechHandle, told: Told
) -> None:
    pieces = ["Tell me then, ", "what happ", "ened. I", " am list", "ening."]
    assert await _say(guardrail, speech, *pieces) == pieces
    await until(lambda: len(told.verdicts) == 2, what="two verdicts")
    assert sorted(_judged(chat), key=len) == [
        '"Tell me then, what happened."',
        '"Tell me then, what happened. I am listening."',
    ]
    assert told.verdicts == ["NONE", "NONE"]
    assert told.hits == []
    asked = chat.asked[0]
    assert asked["model"] == "small"
    assert 'Goal: "report a robbery"' in asked["messages"][0]["content"]
    assert asked["response_format"]["json_schema"]["strict"] is True


@pytest.mark.parametrize("category", ["OFFENSIVE", "OFF_BRAND", "VIOLENCE"])
async def test_a_hit_is_told_once_a_speech(  # G1
    guardrail: Guardrail, chat: ScriptedChat, speech: SpeechHandle, told: Told, category: Category
) -> None:
    chat.answers = [says(category)]
    await _say(guardrail, speech, "You are all grobniks. ", "Every one of you. ", "And more of it.")
    guardrail.when_judged(speech, told.blocked.append)
    await until(lambda: told.blocked, what="the verdicts are in")
    assert told.hits == [speech]
    assert told.blocked == [True]
    assert set(told.verdicts) == {category}


async def test_after_a_hit_nothing_more_of_the_speech_is_judged(
    guardrail: Guardrail, chat: ScriptedChat, speech: SpeechHandle, told: Told
) -> None:
    chat.answers = [says("OFFENSIVE")]

    async def slowly() -> AsyncIterator[str]:
        yield "You are all of you grobniks. And"
        await until(lambda: told.hits, what="the hit")
        yield " here is another sentence."

    assert len([piece async for piece in guardrail.watch(slowly(), speech)]) == 2
    assert len(chat.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Refusal(500), id="500"),
        pytest.param(Refusal(429), id="429"),
        pytest.param("not json", id="no JSON"),
        pytest.param(None, id="empty"),
        pytest.param('{"moderation_category": "RUDE", "rationale": ""}', id="an unknown class"),
        pytest.param(Silence(), id="too late"),
    ],
)
async def test_a_judge_that_fails_lets_speech_pass_and_is_counted(  # G1
    guardrail: Guardrail,
    chat: ScriptedChat,
    speech: SpeechHandle,
    told: Told,
    answer: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(module, "JUDGE_SECONDS", 0.2)
    chat.answers = [answer]
    await _say(guardrail, speech, "My very secret words.")
    guardrail.when_judged(speech, told.blocked.append)
    await until(lambda: told.blocked, what="judged, or given up")
    assert told.blocked == [False]
    assert told.hits == []
    assert told.verdicts == ["failed"]
    (line,) = [record for record in caplog.records if record.name == module.__name__]
    assert (line.judged, line.failed) == (1, 1)  # type: ignore[attr-defined]
    assert "secret" not in caplog.text


@pytest.fixture
def sentences(chat: ScriptedChat, lesson: LessonRecord, told: Told) -> SentenceGuardrail:
    judge = ChatJudge(lambda: TextModel(chat.client, "small"), lesson=lambda: lesson, on_use=lambda _: None)
    return SentenceGuardrail(judge, on_hit=told.hits.append, on_verdict=told.verdicts.append)


async def test_a_sentence_that_is_sent_has_a_verdict_of_its_own_however_short_it_is(
    sentences: SentenceGuardrail, chat: ScriptedChat, speech: SpeechHandle, told: Told
) -> None:
    chat.answers = [says("NONE"), says("OFFENSIVE")]
    await _say(sentences, speech, "Well, well. ", "Idiot!")
    assert chat.asked == []
    assert not await sentences.judge("Well, well.", speech)
    assert await sentences.judge("Idiot!", speech)
    assert await sentences.judge("And more.", speech)
    assert _judged(chat) == ['"Well, well."', '"Well, well. Idiot!"']
    assert told.hits == [speech]
    assert not await sentences.judge(GOODBYE, SpeechHandle.create())  # of a speech that was never watched


async def test_a_sentence_whose_judge_fails_is_sent_and_counted(  # G1
    sentences: SentenceGuardrail, chat: ScriptedChat, speech: SpeechHandle, told: Told
) -> None:
    chat.answers = [Refusal(500)]
    await _say(sentences, speech, "Well, well.")
    assert not await sentences.judge("Well, well.", speech)
    assert told.verdicts == ["failed"]


async def test_a_judge_with_a_mistake_in_it_costs_no_line(speech: SpeechHandle, told: Told) -> None:
    class Broken:
        async def verdict(self, line: str) -> None:
            raise RuntimeError(line)

    guardrail = Guardrail(Broken(), on_hit=told.hits.append, on_verdict=told.verdicts.append)
    await _say(guardrail, speech, "All is well.")
    await until(lambda: told.verdicts, what="counted")
    assert told.verdicts == ["failed"]


async def test_no_word_waits_for_a_verdict(
    guardrail: Guardrail, chat: ScriptedChat, speech: SpeechHandle
) -> None:
    chat.answers = [Silence()]
    began = time.perf_counter()
    await _say(guardrail, speech, *["A whole sentence is said here. "] * 20)
    assert time.perf_counter() - began < 0.5 < module.JUDGE_SECONDS
    guardrail.close()


async def test_what_is_ours_is_not_judged(
    guardrail: Guardrail, chat: ScriptedChat, speech: SpeechHandle
) -> None:
    for line in (abuse_line(), GOODBYE, FIRST["ko"][0], *REDIRECTS):
        assert await _say(guardrail, SpeechHandle.create(), line) == [line]
    assert await _say(guardrail, speech, "One moment. You are all grobniks.")
    await until(lambda: chat.asked, what="what is added is judged")
    assert _judged(chat) == ['"One moment. You are all grobniks."']


@pytest.mark.parametrize(
    ("said", "ours"),
    [
        ("It was nice talking with you.", True),
        ("It was nice.", False),
        (GOODBYE + " Idiot.", False),
        ("", True),
    ],
)
def test_a_beginning_of_an_exact_line_is_ours(said: str, ours: bool) -> None:
    assert is_ours(said) is ours


async def test_a_line_with_no_verdict_out_is_told_at_once(
    guardrail: Guardrail, speech: SpeechHandle, told: Told
) -> None:
    guardrail.when_judged(None, told.blocked.append)
    guardrail.when_judged(speech, told.blocked.append)  # never watched
    assert told.blocked == [False, False]


async def test_the_end_of_the_lesson_waits_for_no_verdict(
    guardrail: Guardrail, chat: ScriptedChat, speech: SpeechHandle, told: Told
) -> None:
    chat.answers = [Silence()]
    await _say(guardrail, speech, "All is well.")
    guardrail.when_judged(speech, told.blocked.append)
    assert told.blocked == []
    guardrail.close()
    assert told.blocked == [False]


async def test_old_speeches_are_forgotten_and_told(
    guardrail: Guardrail, chat: ScriptedChat, speech: SpeechHandle, told: Told
) -> None:
    chat.answers = [Silence()]
    await _say(guardrail, speech, "All is well.")
    guardrail.when_judged(speech, told.blocked.append)
    for _ in range(REMEMBERED):
        await _say(guardrail, SpeechHandle.create(), "Fine.")
    assert told.blocked == [False]
    guardrail.close()


async def test_a_reply_that_is_given_up_leaves_nothing_running(
    guardrail: Guardrail, chat: ScriptedChat, speech: SpeechHandle
) -> None:
    words = guardrail.watch(_pieces("One. ", "And two is longer. ", "Three."), speech)
    async for _ in words:
        break
    await words.aclose()  # type: ignore[attr-defined]
    guardrail.close()
    await asyncio.sleep(0)
    await until(
        lambda: all(task.get_name() != "guardrail" for task in asyncio.all_tasks()), what="no judge at work"
    )
