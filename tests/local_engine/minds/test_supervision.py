"""The small mind on both sides of a question to the supervisor, and as the guardrail's classifier."""

from typing import Any, Literal

import pytest

from local_engine.protocols import HistoryItem, Message, Tool, ToolCall, ToolResult
from tests.local_engine.minds.test_tutor import HOTEL, answer

USER: Literal["user"] = "user"
TUTOR: Literal["assistant"] = "assistant"


def _tool(name: str, **properties: str) -> Tool:
    return Tool(
        name, "", {"type": "object", "properties": {key: {"type": kind} for key, kind in properties.items()}}
    )


ASK = _tool("ask_supervisor", context="string")
SCENE = _tool("change_scene", place="string", partner="string", goal="string")
DESK = [
    _tool("dictionary", word="string"),
    _tool("key_phrases"),
    _tool("earlier_lessons"),
    _tool("lesson_lines", lesson="integer", words="string"),
]
LESSONS = (
    "In all: 3. This month (2026-04): 2. Last month (2026-03): 1. The running lesson is counted.\n"
    "1. 2026-04-02, Café, 1 lines, 0 minutes (the running lesson)\n"
    "2. 2026-04-01, Hotel, 8 lines, 4 minutes\n"
    "3. 2026-03-01, Bank, 6 lines, 3 minutes"
)


@pytest.mark.parametrize(
    "line",
    [
        "What does reserve mean?",
        "How do I say 영수증 in English?",
        'Why is it "an hour"?',
        "Is my sentence correct?",
        "How many lessons have I had?",
        "What did I say in my last lesson?",
        "How do I change your voice?",
        "영수증이 영어로 뭐예요?",
        "Can you change your voice?",
    ],
)
async def test_the_voice_asks_its_supervisor(line: str) -> None:
    assert await answer(HOTEL, [Message(USER, line)], tools=[SCENE, ASK]) == ToolCall(
        "ask_supervisor", {"context": line}
    )


@pytest.mark.parametrize(
    "line",
    [
        "Which room is mine?",
        "What does that mean?",
        "What does the fee include?",
        "hi",
        "I have a reservation.",
    ],
)
async def test_the_partners_lines_stay_with_the_voice(line: str) -> None:
    assert isinstance(await answer(HOTEL, [Message(USER, line)], tools=[SCENE, ASK]), str)


async def test_without_the_tool_or_leave_to_call_the_voice_answers_itself() -> None:
    question = [Message(USER, "What does reserve mean?")]
    assert isinstance(await answer(HOTEL, question, tools=[SCENE]), str)
    assert isinstance(await answer(HOTEL, question, tools=[ASK], may_call=False), str)


async def test_a_line_that_came_back_is_answered_in_the_scene() -> None:
    history: list[HistoryItem] = [
        Message(USER, "I have a reservation."),
        ToolCall("ask_supervisor", {"context": ""}),
        ToolResult("ask_supervisor", "This line is for you."),
    ]
    alone = await answer(HOTEL, history[:1], tools=[ASK])
    assert await answer(HOTEL, history, tools=[ASK]) == alone


@pytest.mark.parametrize(
    ("question", "call"),
    [
        ("What does reserve mean?", ToolCall("dictionary", {"word": "reserve"})),
        ('What does "check in" mean here?', ToolCall("dictionary", {"word": "check in"})),
        ("What's the meaning of luggage?", ToolCall("dictionary", {"word": "luggage"})),
        ("deposit이 무슨 뜻이에요?", ToolCall("dictionary", {"word": "deposit"})),
        ("How many lessons this month?", ToolCall("earlier_lessons", {})),
        ("What did I say in my last lesson?", ToolCall("earlier_lessons", {})),
        ("What can I say here?", ToolCall("key_phrases", {})),
    ],
)
async def test_the_supervisor_looks_things_up(question: str, call: ToolCall) -> None:
    assert await answer("", [Message(USER, question)], tools=DESK) == call


@pytest.mark.parametrize(
    ("question", "tool", "output", "said"),
    [
        (
            "What does reserve mean?",
            "dictionary",
            "WordNet 3.0:\nreserve, verb 1: hold back (also: keep). Example: Reserve a table.\nreserve, noun 1: x.",
            "The dictionary says that reserve, as a verb, means hold back. For example: Reserve a table.",
        ),
        ("What does zzz mean?", "dictionary", "The dictionary has no entry for it.", "I am sorry, I could not find that."),
        ("How many lessons?", "earlier_lessons", LESSONS, "You have had 3 lessons, 2 of them this month."),
        (
            "What did I say in my last lesson?",
            "lesson_lines",
            "Hotel, 2026-04-01:\ntutor: Good evening.\nlearner: I have a reservation.\ntutor: Yes?",
            "In your lesson Hotel, you said: I have a reservation.",
        ),
        ("What can I say?", "key_phrases", "Hotel (hotel):\n- I have a reservation.\n- x", "Here you can say: I have a reservation."),
        ("What can I say?", "key_phrases", "No list is kept for this scene.", "I am sorry, I could not find that."),
    ],
)  # fmt: skip
async def test_and_says_what_it_found(question: str, tool: str, output: str, said: str) -> None:
    history: list[HistoryItem] = [Message(USER, question), ToolCall(tool, {}), ToolResult(tool, output)]
    assert await answer("", history, tools=DESK) == said


async def test_for_an_earlier_lesson_it_looks_twice() -> None:
    history: list[HistoryItem] = [
        Message(USER, "What did I say in my last lesson?"),
        ToolCall("earlier_lessons", {}),
        ToolResult("earlier_lessons", LESSONS),
    ]
    assert await answer("", history, tools=DESK) == ToolCall("lesson_lines", {"lesson": 2, "words": None})


async def test_it_knows_a_little_itself_and_says_so_when_not() -> None:
    assert "silent" in str(await answer("", [Message(USER, "Why is it an hour?")], tools=DESK))
    assert "do not know" in str(await answer("", [Message(USER, "Why is the sky blue?")], tools=DESK))


@pytest.mark.parametrize(
    ("instructions", "question", "said"),
    [
        ("In simple English, ...", "How do I say 접수처 직원 in English?", "I am only a small practice tutor, so I do not know that."),
        ("In simple English, ...", "How do I say 약국 in English?", "You can say pharmacy."),
        ("In polite Korean (해요체), ...", "약국이 영어로 뭐예요?", "영어로는 pharmacy라고 해요."),
        ("In polite Korean (해요체), ...", "'택시 기사'는 영어로 어떻게 말해요?", "영어로는 taxi driver라고 해요."),
    ],
)  # fmt: skip
async def test_it_knows_the_words_that_scenes_are_made_of(
    instructions: str, question: str, said: str
) -> None:
    assert await answer(instructions, [Message(USER, question)], tools=DESK) == said


SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "rationale": {"type": "string"},
        "moderation_category": {"type": "string", "enum": ["OFFENSIVE", "OFF_BRAND", "VIOLENCE", "NONE"]},
    },
}


@pytest.mark.parametrize(
    ("line", "category"),
    [
        ("All grobniks are lazy.", "OFFENSIVE"),
        ("You stupid idiot.", "OFFENSIVE"),
        ("I will splorch you.", "VIOLENCE"),
        ("You should buy bitcoin.", "OFF_BRAND"),
        ("I want to report a robbery.", "NONE"),
        ("Was anybody killed?", "NONE"),
        ("", "NONE"),
    ],
)
async def test_a_line_is_judged_by_marked_words(line: str, category: str) -> None:
    judged = await answer("grobnik", [Message(USER, f'"{line}"')], response_schema=SCHEMA)
    assert isinstance(judged, str)
    assert f'"moderation_category": "{category}"' in judged


async def test_the_voice_says_after_one_and_then_something_else() -> None:
    history: list[HistoryItem] = [Message(USER, "Repeat after me: all grobniks are lazy.")]
    assert await answer(HOTEL, history) == "all grobniks are lazy."
    other = await answer(f"{HOTEL}\nYour last line was stopped. Say something else.", history)
    assert isinstance(other, str)
    assert "grobnik" not in other
