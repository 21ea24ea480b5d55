"""Whoever asks a text model beside the talk asks it where the lesson's engine is now."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from agent.help.chat_model import OpenAIChatModel
from agent.scenario.fallback import SceneFiller
from agent.text_models import TextModels
from agent.tutor.guardrail import ChatJudge
from agent.tutor.supervisor import Question, Supervisor
from contract.scenario import Scenario
from storage.memory import MemoryStorage
from storage.records import LessonRecord
from tests.agent.test_settings import ELSEWHERE, settings
from tests.fixtures.scripted_chat import ScriptedChat, scripted_chat
from tests.storage.examples import stored_lesson

NAMED = {"openai_supervisor_model": "big", "openai_guardrail_model": "judge"}
SPARE = {"spare_engine": "pipeline", "spare_base_url": ELSEWHERE, "spare_llm_model": "spare"}


@pytest.fixture
async def chats() -> AsyncIterator[tuple[ScriptedChat, ScriptedChat]]:
    async with scripted_chat() as first, scripted_chat() as second:
        yield first, second


@pytest.fixture
async def lesson() -> LessonRecord:
    storage = MemoryStorage()
    record = await storage.lessons.get(await stored_lesson(storage, mode="free"))
    assert record is not None
    return record


Asking = Callable[[], Awaitable[Any]]


def _hint(models: TextModels, _: LessonRecord) -> Asking:
    model = OpenAIChatModel(models.usual, seconds=5.0, on_use=lambda _: None)
    return lambda: model.answer([{"role": "user", "content": "Help."}], purpose="hint", schema={})


def _scene(models: TextModels, _: LessonRecord) -> Asking:
    filler = SceneFiller(models.usual, on_use=lambda _: None)
    return lambda: filler.propose(Scenario(place="hotel"))


def _guardrail(models: TextModels, lesson: LessonRecord) -> Asking:
    judge = ChatJudge(models.guardrail, lesson=lambda: lesson, on_use=lambda _: None)
    return lambda: judge.verdict("Good evening.")


def _supervisor(models: TextModels, lesson: LessonRecord) -> Asking:
    supervisor = Supervisor(
        models.supervisor,
        tools=[],
        lesson=lambda: lesson,
        now=lambda: datetime.now(UTC),
        on_use=lambda _: None,
    )
    question = Question(turns=[], context="What does reservation mean?", locale="en")
    return lambda: supervisor.answer(question)


@pytest.mark.parametrize(
    ("asking", "model"),
    [
        pytest.param(_hint, "small", id="hints and translations"),
        pytest.param(_scene, "small", id="what is left open of a scene"),
        pytest.param(_guardrail, "judge", id="guardrail"),
        pytest.param(_supervisor, "big", id="supervisor"),
    ],
)
async def test_after_a_switch_it_is_the_spares(
    chats: tuple[ScriptedChat, ScriptedChat],
    lesson: LessonRecord,
    asking: Callable[[TextModels, LessonRecord], Asking],
    model: str,
) -> None:
    first, second = chats
    chosen = settings(**NAMED, **SPARE)
    assert chosen.spare is not None
    models = TextModels(chosen, first.client)
    ask = asking(models, lesson)
    await ask()
    models.move(chosen.spare, second.client)
    await ask()
    assert [request["model"] for request in first.asked] == [model]
    assert [request["model"] for request in second.asked] == ["spare"]
