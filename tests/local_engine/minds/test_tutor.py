import json
from collections.abc import Sequence
from typing import Any, Literal

import pytest

from local_engine.minds.tutor import TutorMind
from local_engine.protocols import HistoryItem, Message, Task, Tool, ToolCall, ToolResult

TEXT_OR_NULL = {"anyOf": [{"type": "string"}, {"type": "null"}]}
FACT = Tool(
    "scenario_fact",
    "",
    {
        "type": "object",
        "properties": {
            "place": TEXT_OR_NULL,
            "partner": TEXT_OR_NULL,
            "goal": TEXT_OR_NULL,
            "correction": {"type": "boolean"},
            "you_choose": {"type": "boolean"},
        },
    },
)
HOTEL = 'Place: "hotel"\nPartner: "receptionist"\nGoal: "check in"'
USER: Literal["user"] = "user"
TUTOR: Literal["assistant"] = "assistant"


async def answer(instructions: str, history: Sequence[HistoryItem], **options: Any) -> str | ToolCall:
    thought = await TutorMind().answer(Task(instructions, history, **options))
    return thought if isinstance(thought, ToolCall) else " ".join([sentence async for sentence in thought])


async def facts(*history: HistoryItem) -> dict[str, Any]:
    call = await answer("", list(history), tools=[FACT], forced_tool=FACT.name)
    assert isinstance(call, ToolCall)
    return {name: value for name, value in call.arguments.items() if value}


async def test_a_forced_tool_gets_all_its_arguments() -> None:
    call = await answer("", [Message(USER, "I am at a hotel")], tools=[FACT], forced_tool=FACT.name)
    assert call == ToolCall(
        "scenario_fact",
        {"place": "hotel", "partner": None, "goal": None, "correction": False, "you_choose": False},
    )


async def test_a_bare_answer_is_about_our_last_question() -> None:
    asked = Message(TUTOR, "Okay. Who are you talking to?")
    assert await facts(asked, Message(USER, "a wizard")) == {"partner": "wizard"}


async def test_only_words_since_our_last_ones_count() -> None:
    assert await facts(
        Message(USER, "I am at a hotel"), Message(TUTOR, "What do you want to do?"), Message(USER, "check in")
    ) == {"goal": "check in"}


async def test_two_turns_in_a_row_count_both() -> None:
    assert await facts(
        Message(TUTOR, "Hi."), Message(USER, "I am at a hotel"), Message(USER, "with the receptionist")
    ) == {"place": "hotel", "partner": "receptionist"}


async def test_what_the_tutor_said_never_counts() -> None:
    assert await facts(Message(TUTOR, "Are you at a hotel, talking to a clerk?"), Message(USER, "Yes")) == {}


async def test_an_unknown_tool_gets_the_learners_words() -> None:
    tool = Tool(
        "book",
        "",
        {
            "type": "object",
            "properties": {
                "text": {"type": "string"},
                "nights": {"type": "integer"},
                "bed": {"type": "string", "enum": ["single", "double"]},
            },
        },
    )
    said = [Message(USER, "A double room for 3 nights")]
    call = await answer("", said, tools=[tool], forced_tool="book")
    assert call == ToolCall("book", {"text": "A double room for 3 nights", "nights": 3, "bed": "double"})


async def test_an_objection_to_the_scene_calls_the_tool_that_changes_it() -> None:
    history: list[HistoryItem] = [
        Message(TUTOR, "Good evening."),
        Message(USER, "Not the hotel, the airport"),
    ]
    call = await answer(HOTEL, history, tools=[FACT])
    assert isinstance(call, ToolCall)
    assert call.arguments["place"] == "airport"
    said = await answer(HOTEL, [*history, call, ToolResult(FACT.name, "changed")], tools=[FACT])
    assert said == "All right. Good morning. May I see your passport and your ticket, please?"


@pytest.mark.parametrize(
    "said",
    [
        "No, the manager.",
        "Sorry, I'd like to order a coffee.",
        "I'll have a tea instead.",
        "Not today, thank you.",
        "I want to check in.",
    ],
)
async def test_what_is_said_within_the_scene_does_not_change_it(said: str) -> None:
    assert isinstance(await answer(HOTEL, [Message(USER, said)], tools=[FACT]), str)


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        pytest.param("Please change the scene to a bank", {"place": "bank"}, id="change"),
        pytest.param("호텔 말고 공항이요", {"place": "airport"}, id="Korean"),
        pytest.param(
            "I want to talk to the manager, not the receptionist", {"partner": "manager"}, id="partner"
        ),
    ],
)
async def test_an_objection_says_what_changes(said: str, changed: dict[str, str]) -> None:
    call = await answer(HOTEL, [Message(USER, said)], tools=[FACT])
    assert isinstance(call, ToolCall)
    assert {
        name: call.arguments[name] for name in ("place", "partner", "goal") if call.arguments[name]
    } == changed


async def test_no_tool_is_called_where_none_may_be() -> None:
    history: list[HistoryItem] = [Message(USER, "Not the hotel, the airport")]
    assert isinstance(await answer(HOTEL, history, tools=[FACT], may_call=False), str)


async def test_a_schema_is_filled_with_a_scene_that_agrees() -> None:
    wanted = {
        "type": "object",
        "properties": {
            name: {"type": "string"} for name in ("place", "conversation_partner", "goal", "title")
        },
        "required": ["place", "conversation_partner", "goal", "title"],
    }
    text = await answer("Fill in what is missing. place: null, partner: doctor", [], response_schema=wanted)
    assert json.loads(str(text)) == {
        "place": "hospital",
        "conversation_partner": "doctor",
        "goal": "explain my symptoms",
        "title": "hospital / doctor / explain my symptoms",
    }


@pytest.mark.parametrize("role", ["system", "instructions"])
async def test_the_scene_may_stand_in_instructions_or_in_a_system_message(role: str) -> None:
    said: list[HistoryItem] = [Message(USER, "What time is breakfast?")]
    if role == "system":
        text = await answer("", [Message("system", HOTEL), *said])
    else:
        text = await answer(HOTEL, said)
    assert str(text).startswith("Breakfast is from seven to ten.")
