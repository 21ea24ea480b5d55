"""The supervisor: a stronger chat model with tools, asked what the voice cannot answer. Says nothing itself.

One round is one call of the model; a round that asks for a tool is followed by another, at most MAX_ROUNDS in all. Every
tool call is answered: with what was found, or with why not. The time limit is the caller's.
"""

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from openai import OpenAIError
from openai.types.chat import (
    ChatCompletionFunctionToolParam,
    ChatCompletionMessage,
    ChatCompletionMessageFunctionToolCall,
    ChatCompletionMessageParam,
)

from agent.prompts import prompt
from agent.text_models import CurrentModel
from agent.tutor.supervisor_tools.earlier_lessons import KOREA
from agent.tutor.supervisor_tools.tool import SupervisorTool, ToolRefusalError
from contract.turn import Turn
from contract.usage import Use
from contract.words import Level, Locale
from lesson.fillers import says_something
from lesson.persona import fill, quoted, scene_values
from lesson.spoken_answer import spoken_answer
from lesson.usage import chat_use
from storage.records import LessonRecord

logger = logging.getLogger(__name__)

MAX_ROUNDS = 5
ROUND_SECONDS = 10.0  # no round may outlast the whole; the caller's limit cuts it earlier
MAX_TOKENS = 400
HISTORY_CHARACTERS = 20_000  # of the talk, from its end
CONTEXT_CHARACTERS = 600

_LANGUAGES: Mapping[Locale, str] = {"en": "simple English", "ko": "polite Korean (해요체)"}


class NoAnswerError(Exception):
    """The supervisor has none; the text says why, without a word of the talk."""


@dataclass(frozen=True, slots=True)
class Question:
    """`turns` is the talk in order, with the learner's latest line if its words are known; `context` is what the voice
    says of that line, may be empty; `locale` is the language the answer is spoken in.
    """

    turns: Sequence[Turn]
    context: str
    locale: Locale


class Supervisor:
    def __init__(
        self,
        model: CurrentModel,
        *,
        tools: Sequence[SupervisorTool],
        lesson: Callable[[], LessonRecord],
        now: Callable[[], datetime],
        on_use: Callable[[Use], None],
    ) -> None:
        self._model = model
        self._tools = {tool.name: tool for tool in tools}
        self._lesson = lesson
        self._now = now
        self._on_use = on_use

    async def answer(self, question: Question) -> str:
        """What to say, ready to be spoken. Raises NoAnswerError."""
        messages: list[ChatCompletionMessageParam] = [
            {"role": "system", "content": self._instructions(question)},
            *_talk(question),
        ]
        for _ in range(MAX_ROUNDS):
            message = await self._ask(messages)
            if not message.tool_calls:
                answer = spoken_answer(message.content)
                if answer is None:
                    raise NoAnswerError("the answer was empty")
                return answer
            messages.append(cast("ChatCompletionMessageParam", message.to_dict()))
            for number, call in enumerate(message.tool_calls):
                output = (
                    await self._called(call)
                    if number == 0
                    else "One call at a time: call it again if you need it."
                )
                messages.append({"role": "tool", "tool_call_id": call.id, "content": output})
        raise NoAnswerError(f"no answer after {MAX_ROUNDS} rounds")

    async def _ask(self, messages: Iterable[ChatCompletionMessageParam]) -> ChatCompletionMessage:
        model = self._model()
        try:
            answer = await model.client.chat.completions.create(
                model=model.name,
                messages=messages,
                tools=[_as_chat_tool(tool) for tool in self._tools.values()],
                parallel_tool_calls=False,
                max_completion_tokens=MAX_TOKENS,
                timeout=ROUND_SECONDS,
            )
        except OpenAIError as error:
            raise NoAnswerError(f"the model failed: {type(error).__name__}") from None
        self._on_use(chat_use("supervisor", model.name, answer))
        if not answer.choices:
            raise NoAnswerError("the model gave no choice")
        return answer.choices[0].message

    async def _called(self, call: Any) -> str:
        """A tool's answer for the model; whatever goes wrong in it is one, too."""
        if not isinstance(call, ChatCompletionMessageFunctionToolCall):
            return "There is no such tool."
        tool = self._tools.get(call.function.name)
        if tool is None:
            return f"There is no such tool; there are {', '.join(self._tools)}."
        arguments = _arguments(call.function.arguments)
        if arguments is None:
            return "The arguments are no JSON object: call it again."
        try:
            return await tool.run(arguments)
        except ToolRefusalError as refusal:
            return str(refusal)
        except Exception as error:  # noqa: BLE001 - a tool's mistake must not cost the learner their answer
            logger.error("a tool failed", extra={"tool": tool.name, "error": type(error).__name__})
            return "The tool failed: say that you cannot look it up at the moment."

    def _instructions(self, question: Question) -> str:
        lesson = self._lesson()
        level: Level | str = lesson.level or "B1"
        scene = scene_values(lesson.scenario, title=lesson.title)
        template = prompt("agent.tutor", "supervisor")
        ours = {
            "language": _LANGUAGES[question.locale],
            "level": level,
            "today": f"{self._now().astimezone(KOREA):%A, %d %B %Y}",
        }
        for name, value in ours.items():  # ours are no data of the learner's: without quotes
            template = template.replace(f"{{{name}}}", value)
        return fill(template, **scene)


def _arguments(text: str) -> dict[str, Any] | None:
    try:
        arguments = json.loads(text or "{}")
    except ValueError:
        return None
    return arguments if isinstance(arguments, dict) else None


def _talk(question: Question) -> list[ChatCompletionMessageParam]:
    """The talk as chat messages. Raises NoAnswerError where the learner's latest line is not known in any way."""
    turns = [turn for turn in question.turns if says_something(turn)]
    kept: list[ChatCompletionMessageParam] = []
    left = HISTORY_CHARACTERS
    for turn in reversed(turns):
        left -= len(turn.text)
        if left < 0 and kept:
            break
        kept.insert(
            0,
            {"role": "user", "content": turn.text}
            if turn.role == "learner"
            else {"role": "assistant", "content": turn.text},
        )
    context = " ".join(question.context.split())[:CONTEXT_CHARACTERS]
    if turns and turns[-1].role == "learner":
        if context:
            kept.append(
                {
                    "role": "system",
                    "content": f"The voice says of this latest line: {quoted(context, limit=CONTEXT_CHARACTERS)}",
                }
            )
    elif context:  # its transcript is late: what the voice heard stands for it
        kept.append({"role": "user", "content": context})
    else:
        raise NoAnswerError("the learner's line is not known")
    return kept


def _as_chat_tool(tool: SupervisorTool) -> ChatCompletionFunctionToolParam:
    return {
        "type": "function",
        "function": {
            "name": tool.name,
            "description": tool.description,
            "parameters": dict(tool.parameters),
            "strict": True,
        },
    }
