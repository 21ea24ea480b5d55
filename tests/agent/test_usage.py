"""What is asked of models for a lesson is counted: each caller with the real local engine, and what the session tells."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import pytest
from livekit import rtc
from livekit.agents import SessionUsageUpdatedEvent
from livekit.agents.metrics import (
    AgentSessionUsage,
    EOTModelUsage,
    LLMModelUsage,
    STTModelUsage,
    TTSModelUsage,
)
from openai import AsyncOpenAI

from agent import usage as usage_module
from agent.engine.voice import Session
from agent.help.chat_model import OpenAIChatModel
from agent.messages.speaking import VoiceMaker
from agent.scenario.fallback import SceneFiller
from agent.text_models import TextModel
from agent.tutor.guardrail import ChatJudge
from agent.tutor.supervisor import Question, Supervisor
from agent.usage import LessonUsage, OnUse, session_uses
from contract.scenario import Scenario
from contract.usage import UsagePurpose, Use
from lesson.hints import HINT_SCHEMA, hint_messages
from lesson.translation import TRANSLATION_SCHEMA, translation_messages
from storage.errors import StorageUnavailableError
from storage.memory import MemoryStorage
from storage.records import LessonRecord
from tests.fixtures.engine_process import EngineProcess, engine_process
from tests.fixtures.waiting import until, until_true
from tests.storage.examples import stored_lesson

HOTEL = Scenario(place="hotel", partner="receptionist", goal="check in")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    with engine_process(tmp_path_factory.mktemp("engine")) as running:
        yield running


@pytest.fixture
async def client(engine: EngineProcess) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(api_key="none", base_url=engine.url, max_retries=0) as it:
        yield it


@pytest.fixture
def storage() -> MemoryStorage:
    return MemoryStorage()


@pytest.fixture
async def lesson(storage: MemoryStorage) -> LessonRecord:
    record = await storage.lessons.get(await stored_lesson(storage, mode="scene", scenario=HOTEL))
    assert record is not None
    return record


Ask = Callable[[AsyncOpenAI, LessonRecord, OnUse], Awaitable[Any]]


async def _hint(client: AsyncOpenAI, lesson: LessonRecord, on_use: OnUse) -> Any:
    model = OpenAIChatModel(lambda: TextModel(client, "the-model"), seconds=5.0, on_use=on_use)
    messages = hint_messages(lesson.scenario, stage=lesson.stage, level=None, turns=[])
    return await model.answer(messages, purpose="hint", schema=HINT_SCHEMA)


async def _translation(client: AsyncOpenAI, _: LessonRecord, on_use: OnUse) -> Any:
    model = OpenAIChatModel(lambda: TextModel(client, "the-model"), seconds=5.0, on_use=on_use)
    messages = translation_messages("Good evening.", "ko")
    return await model.answer(messages, purpose="translation", schema=TRANSLATION_SCHEMA)


async def _guardrail(client: AsyncOpenAI, lesson: LessonRecord, on_use: OnUse) -> Any:
    judge = ChatJudge(lambda: TextModel(client, "the-model"), lesson=lambda: lesson, on_use=on_use)
    return await judge.verdict("Good evening. How can I help you?")


async def _supervisor(client: AsyncOpenAI, lesson: LessonRecord, on_use: OnUse) -> Any:
    supervisor = Supervisor(
        lambda: TextModel(client, "the-model"),
        tools=[],
        lesson=lambda: lesson,
        now=lambda: datetime.now(UTC),
        on_use=on_use,
    )
    return await supervisor.answer(Question(turns=[], context="What does reservation mean?", locale="en"))


async def _scene(client: AsyncOpenAI, _: LessonRecord, on_use: OnUse) -> Any:
    filler = SceneFiller(lambda: TextModel(client, "the-model"), on_use=on_use)
    return await filler.propose(Scenario(place="hotel"))


@pytest.mark.engine
@pytest.mark.parametrize(
    ("ask", "purpose"),
    [
        pytest.param(_hint, "hint", id="hint"),
        pytest.param(_translation, "translation", id="translation"),
        pytest.param(_guardrail, "guardrail", id="guardrail"),
        pytest.param(_supervisor, "supervisor", id="supervisor"),
        pytest.param(_scene, "scene", id="scene"),
    ],
)
async def test_who_asks_a_chat_model_tells_what_it_took(
    client: AsyncOpenAI, lesson: LessonRecord, ask: Ask, purpose: UsagePurpose
) -> None:
    told: list[Use] = []
    assert await ask(client, lesson, told.append)
    assert {(use.purpose, use.part, use.model) for use in told} == {(purpose, "llm", "the-model")}
    assert all(use.input_tokens > 0 and use.output_tokens > 0 for use in told)


@pytest.mark.engine
async def test_a_sentence_of_a_message_tells_its_characters_and_its_sound(client: AsyncOpenAI) -> None:
    told: list[Use] = []
    voice = VoiceMaker(client, model="the-voice", voice="alloy", on_use=told.append)
    sound = await voice.sound("Good evening.", "wav")
    assert sound is not None
    seconds = round(sound.seconds, 3)
    assert told == [Use(purpose="talk", part="tts", model="the-voice", characters=13, audio_seconds=seconds)]


async def test_a_service_that_is_away_took_nothing(lesson: LessonRecord) -> None:
    told: list[Use] = []
    async with AsyncOpenAI(api_key="none", base_url="http://127.0.0.1:9/v1", max_retries=0) as nobody:
        assert await _guardrail(nobody, lesson, told.append) is None
    assert told == []


# What the session tells


def llm(model: str, tokens: int, *, provider: str = "here") -> LLMModelUsage:
    return LLMModelUsage(provider=provider, model=model, input_tokens=tokens)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(
            [llm("gpt-realtime", 5), llm("mini", 7)],
            [("realtime", "gpt-realtime", 5), ("llm", "mini", 7)],
            id="a speech-to-speech model is a part of its own",
        ),
        pytest.param(
            [llm("mini", 7), llm("mini", 2, provider="spare"), llm("other", 1, provider="spare")],
            [("llm", "mini", 9), ("llm", "other", 1)],
            id="a spare's model counts beside, one of the same name with it",
        ),
        pytest.param(
            [
                STTModelUsage(provider="here", model="ears", audio_duration=1.0, input_tokens=3),
                TTSModelUsage(provider="here", model="voice", characters_count=4),
                EOTModelUsage(provider="here", model="turns", total_requests=3),
            ],
            [("stt", "ears", 3), ("tts", "voice", 0)],
            id="a turn detector is no model of the engine",
        ),
    ],
)
def test_the_sessions_words_in_ours(told: list[Any], expected: list[tuple[str, str, int]]) -> None:
    uses = session_uses(AgentSessionUsage(model_usage=told), frozenset({"gpt-realtime"}))
    assert [(use.part, use.model, use.input_tokens) for use in uses] == expected
    assert {use.purpose for use in uses} == {"talk"}


def test_what_the_service_had_read_before_is_told_with_its_sound() -> None:
    told = LLMModelUsage(
        provider="here",
        model="gpt-realtime",
        input_tokens=9,
        input_cached_tokens=7,
        input_audio_tokens=5,
        input_cached_audio_tokens=3,
    )
    (use,) = session_uses(AgentSessionUsage(model_usage=[told]), frozenset({"gpt-realtime"}))
    assert (use.input_cached_tokens, use.input_cached_audio_tokens) == (7, 3)


class Talk(rtc.EventEmitter[Any]):
    """As much of a session as tells usage."""

    def used(self, *models: Any) -> None:
        usage = AgentSessionUsage(model_usage=list(models))
        self.emit("session_usage_updated", SessionUsageUpdatedEvent(usage=usage))


HINT = Use(purpose="hint", part="llm", model="mini", input_tokens=4)
PRICES = {"mini": {"input_tokens": 1_000_000.0}}


def of_lesson(storage: MemoryStorage, lesson_id: UUID, told: list[Use]) -> LessonUsage:
    return LessonUsage(storage.usage, lesson_id=lesson_id, job_id="job", prices=PRICES, on_use=told.append)


async def test_all_of_a_lesson_is_stored_and_told_once_with_its_cost(
    storage: MemoryStorage, lesson: LessonRecord
) -> None:
    told: list[Use] = []
    usage, talk = of_lesson(storage, lesson.lesson_id, told), Talk()
    usage.follow(cast(Session, talk))
    talk.used(llm("mini", 5))
    usage.note(HINT)
    talk.used(llm("mini", 5), llm("other", 1))
    talk.used(llm("mini", 7), llm("other", 1))
    usage.note(HINT)
    usage.note(Use(purpose="hint", part="llm", model="mini"))
    await usage.finish()

    stored = await storage.usage.of_lesson(lesson.lesson_id)
    assert [(use.purpose, use.model, use.input_tokens, use.cost) for use in stored] == [
        ("hint", "mini", 8, 8.0),
        ("talk", "mini", 7, 7.0),
        ("talk", "other", 1, None),
    ]
    assert [(use.purpose, use.model, use.input_tokens, use.cost) for use in told] == [
        ("talk", "mini", 5, 5.0),
        ("hint", "mini", 4, 4.0),
        ("talk", "other", 1, None),
        ("talk", "mini", 2, 2.0),
        ("hint", "mini", 4, 4.0),
    ]


async def test_it_is_stored_while_the_lesson_goes_on_and_again_after_an_outage(
    storage: MemoryStorage, lesson: LessonRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usage_module, "SAVE_SECONDS", 0.0)
    usage = of_lesson(storage, lesson.lesson_id, [])
    put, away = storage.usage.put, asyncio.Event()

    async def fails(*_: Any) -> None:
        away.set()
        raise StorageUnavailableError("away")

    async def stored() -> int:
        return sum(use.input_tokens for use in await storage.usage.of_lesson(lesson.lesson_id))

    monkeypatch.setattr(storage.usage, "put", fails)
    usage.note(HINT)
    await until(away.is_set, what="the first try")
    usage.note(HINT)
    monkeypatch.setattr(storage.usage, "put", put)
    await until_true(lambda: _is(stored, 8), what="both uses are stored")
    await usage.finish()


async def test_the_end_of_a_lesson_loses_nothing_of_what_is_being_stored(
    storage: MemoryStorage, lesson: LessonRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usage_module, "SAVE_SECONDS", 0.0)
    usage = of_lesson(storage, lesson.lesson_id, [])
    put, began = storage.usage.put, asyncio.Event()

    async def is_slow_once(*arguments: Any) -> None:
        if not began.is_set():
            began.set()
            await asyncio.Event().wait()
        await put(*arguments)

    monkeypatch.setattr(storage.usage, "put", is_slow_once)
    usage.note(HINT)
    await until(began.is_set, what="it is being stored")
    await usage.finish()
    assert [use.input_tokens for use in await storage.usage.of_lesson(lesson.lesson_id)] == [4]


async def test_what_is_used_while_it_is_being_stored_is_stored_without_more_use(
    storage: MemoryStorage, lesson: LessonRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usage_module, "SAVE_SECONDS", 0.0)
    usage = of_lesson(storage, lesson.lesson_id, [])
    put, stored = storage.usage.put, list[int]()

    async def more_is_used_meanwhile(lesson_id: UUID, job_id: str, uses: list[Use]) -> None:
        if not stored:
            usage.note(HINT)
        await put(lesson_id, job_id, uses)
        stored.append(uses[0].input_tokens)

    monkeypatch.setattr(storage.usage, "put", more_is_used_meanwhile)
    usage.note(HINT)
    await until(lambda: stored == [4, 8], what="all of it is stored")
    await usage.finish()


async def _is(count: Callable[[], Awaitable[int]], wanted: int) -> bool:
    return await count() == wanted
