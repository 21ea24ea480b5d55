"""Hints and translations, through the real client, from a chat service that is well, slow, broken or talks junk."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from agent.help.chat_model import OpenAIChatModel
from agent.help.desk import HelpDesk
from agent.link import RpcRefusalError
from agent.text_models import TextModel
from contract.rpc import NOT_FOUND, UNAVAILABLE, Empty, TranslateRequest
from contract.scenario import Scenario
from contract.turn import StoredTurn
from contract.words import Language
from storage.memory import MemoryStorage
from storage.records import NewLesson, Sitting
from tests.agent.help.service import (
    Answer,
    ChatService,
    body,
    chat_service,
    completion,
    drips,
    fails,
    hangs,
    hangs_up,
)

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
LESSON, SITTING = uuid4(), uuid4()
SECONDS = 10.0
HASTY_SECONDS = 0.3  # where nothing good can come
BROKEN = [
    pytest.param(fails, id="500"),
    pytest.param(hangs, id="never answers"),
    pytest.param(drips, id="answers in drops"),
    pytest.param(hangs_up, id="hangs up"),
    pytest.param(body("{"), id="half an object"),
    pytest.param(body("<html>", content_type="text/html"), id="a page"),
    pytest.param(body("[]"), id="a list"),
    pytest.param(body("{}"), id="an empty object"),
    pytest.param(body(json.dumps({**completion(""), "choices": []})), id="no choice"),
    pytest.param(body(json.dumps(completion(None))), id="a refusal"),
    pytest.param(body(json.dumps(completion("Sorry, I cannot do that."))), id="prose"),
    pytest.param(body(json.dumps(completion('{"hints": [7], "translation": 7}'))), id="numbers"),
]


def _turn(text: str, *, number: int = 1, language: Language = "en") -> StoredTurn:
    return StoredTurn(
        turn_id=UUID(int=number),
        lesson_id=LESSON,
        sitting_id=SITTING,
        seq=number,
        role="tutor",
        text=text,
        started_at=AT,
        ended_at=AT,
        speech_seconds=1.0,
        language=language,
    )


class Lesson:
    def __init__(
        self,
        service: ChatService,
        storage: MemoryStorage,
        turns: list[StoredTurn],
        desk: Callable[[float], HelpDesk],
    ) -> None:
        self.service = service
        self.storage = storage
        self.turns = turns
        self.desk = desk(SECONDS)
        self.hasty_desk = desk(HASTY_SECONDS)

    async def say(self, turn: StoredTurn) -> None:
        self.turns.append(turn)
        await self.storage.turns.save([turn])

    async def translation(self, number: int = 1) -> str:
        return (await self.desk.translate(TranslateRequest(turn_id=UUID(int=number)))).text


@pytest.fixture
async def lesson() -> AsyncIterator[Lesson]:
    storage = MemoryStorage()
    learner = uuid4()
    await storage.learners.ensure(learner, locale="ko")
    await storage.lessons.create(
        NewLesson(
            lesson_id=LESSON,
            learner_id=learner,
            mode="scene",
            scenario=Scenario(place="hotel", partner="receptionist", goal="check in"),
            title="hotel",
            level="A2",
        )
    )
    await storage.sittings.create(
        Sitting(
            sitting_id=SITTING,
            lesson_id=LESSON,
            room_name="room",
            learner_identity=f"learner-{learner}",
            created_at=AT,
        )
    )
    record = await storage.lessons.get(LESSON)
    assert record is not None
    async with chat_service() as (service, client):
        turns: list[StoredTurn] = []
        yield Lesson(
            service,
            storage,
            turns,
            lambda seconds: HelpDesk(
                OpenAIChatModel(lambda: TextModel(client, "any"), seconds=seconds, on_use=lambda _: None),
                translations=storage.translations,
                lesson=lambda: record,
                turns=lambda: [turn.public() for turn in turns],
            ),
        )


def _says(lesson: Lesson, answer: Any) -> None:
    lesson.service.says(json.dumps(answer, ensure_ascii=False))


async def test_hints_come_with_their_meanings(lesson: Lesson) -> None:
    await lesson.say(_turn("May I have your name, please?"))
    _says(
        lesson,
        {"hints": [{"text": "My name is Kim.", "meaning": "제 이름은 김이에요."}, {"text": "Sure.", "meaning": None}]},
    )  # fmt: skip
    answer = await lesson.desk.hint(Empty())
    assert answer.hints == ["My name is Kim.", "Sure."]
    assert answer.meanings == ["제 이름은 김이에요.", None]
    (asked,) = lesson.service.asked
    assert asked["response_format"]["json_schema"]["strict"] is True
    question = json.loads(asked["messages"][-1]["content"])
    assert (question["level"], question["scene"]["place"]) == ("A2", "hotel")
    assert question["talk"] == [{"who": "tutor", "line": "May I have your name, please?"}]


@pytest.mark.parametrize("answers", BROKEN)
async def test_without_a_usable_answer_there_is_no_hint_and_in_good_time(
    lesson: Lesson, answers: Answer
) -> None:
    lesson.service.answers = answers
    began = time.monotonic()
    answer = await lesson.hasty_desk.hint(Empty())
    assert (answer.hints, answer.meanings) == ([], [])
    assert time.monotonic() - began < HASTY_SECONDS + 2.0


async def test_a_line_is_translated_whole_and_asked_of_the_model_once(lesson: Lesson) -> None:
    await lesson.say(_turn("Hello. How are you?"))
    _says(lesson, {"translation": "안녕하세요. 어떻게 지내세요?"})
    assert await lesson.translation() == "안녕하세요. 어떻게 지내세요?"  # L5
    lesson.service.answers = fails
    assert await lesson.translation() == "안녕하세요. 어떻게 지내세요?"
    assert len(lesson.service.asked) == 1
    assert "Hello. How are you?" in lesson.service.asked[0]["messages"][-1]["content"]


async def test_a_korean_line_goes_into_english(lesson: Lesson) -> None:
    await lesson.say(_turn("호텔에서요.", language="ko"))
    _says(lesson, {"translation": "At a hotel."})
    assert await lesson.translation() == "At a hotel."
    assert "English" in lesson.service.asked[0]["messages"][-1]["content"]


@pytest.mark.parametrize("answers", BROKEN)
async def test_without_a_translation_the_page_is_told_so_and_nothing_is_kept(
    lesson: Lesson, answers: Answer
) -> None:
    await lesson.say(_turn("Hello. How are you?"))
    lesson.service.answers = answers
    with pytest.raises(RpcRefusalError) as refusal:
        await lesson.hasty_desk.translate(TranslateRequest(turn_id=UUID(int=1)))
    assert (refusal.value.number, refusal.value.data.code) == (UNAVAILABLE, "translation_unavailable")
    assert await lesson.storage.translations.get(UUID(int=1), "ko") is None
    _says(lesson, {"translation": "안녕하세요."})
    assert await lesson.translation() == "안녕하세요."


async def test_a_turn_of_another_lesson_is_not_there(lesson: Lesson) -> None:
    with pytest.raises(RpcRefusalError) as refusal:
        await lesson.translation(99)
    assert (refusal.value.number, refusal.value.data.code) == (NOT_FOUND, "turn_not_found")
    assert lesson.service.asked == []


async def test_a_turn_that_is_not_stored_yet_is_translated_all_the_same(lesson: Lesson) -> None:
    lesson.turns.append(_turn("Hello."))
    _says(lesson, {"translation": "안녕하세요."})
    assert await lesson.translation() == "안녕하세요."


async def test_our_own_sentence_needs_no_model(lesson: Lesson) -> None:
    await lesson.say(_turn("Where are you in this scene?"))
    assert await lesson.translation() == "어디에서 이야기하는 장면이에요?"
    assert lesson.service.asked == []


async def test_a_second_tap_asks_nothing_again(lesson: Lesson) -> None:
    await lesson.say(_turn("Hello."))
    _says(lesson, {"hints": [{"text": "Hi.", "meaning": None}], "translation": "안녕하세요."})
    hints = await asyncio.gather(lesson.desk.hint(Empty()), lesson.desk.hint(Empty()))
    assert [one.hints for one in hints] == [["Hi."], ["Hi."]]
    assert set(await asyncio.gather(lesson.translation(), lesson.translation())) == {"안녕하세요."}
    assert len(lesson.service.asked) == 2
