"""A small rule-based English tutor: stays in the scene it is told of, in one or two short sentences.

It keeps no state: every answer is made from the task alone, so that it serves any number of talks, and a talk that a
client replays after a lost connection goes on as before.
"""

import json
import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from local_engine.minds import schema
from local_engine.minds.extraction import facts_from, field_asked
from local_engine.minds.facts import FIELDS
from local_engine.minds.judgement import verdict
from local_engine.minds.korean import Hint, hints_asked, translation_asked
from local_engine.minds.lines import topics
from local_engine.minds.scene import Scene, abuse_line, given_first_line, scene_in, wish_in
from local_engine.minds.scenes import whole_scene
from local_engine.minds.supervision import is_supervised, supervise, supervisor_call
from local_engine.minds.talk import Talk, briefing, line
from local_engine.protocols import HistoryItem, Message, Task, Tool, ToolCall, ToolResult
from local_engine.sentences import split_sentences

# Names under which a scene's parts go in tools and answers of clients.
_ALIASES: Final = {"conversation_partner": "partner", "conversation_goal": "goal"}
_CHANGE: Final = re.compile(
    r"\bchange (?:the |this |our )?(?:scene|place|partner|person|goal|situation|setting)|\b(?:another|a different) (?:scene|place)"
    r"|말고|바꿔|바꾸",
    re.IGNORECASE,
)
_REJECTED: Final = re.compile(r"\bnot\b|\binstead of\b|\brather than\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")


class TutorMind:
    """A Mind."""

    def __init__(self) -> None:
        topics()  # read now, not while the first learner waits

    async def answer(self, task: Task) -> AsyncGenerator[str, None] | ToolCall:
        instructions = "\n".join(
            [
                task.instructions,
                *(item.text for item in task.history if isinstance(item, Message) and item.role == "system"),
            ]
        )
        if task.forced_tool is not None:
            tool = next(tool for tool in task.tools if tool.name == task.forced_tool)
            return ToolCall(tool.name, arguments_for(tool, instructions, task.history))
        if is_supervised(task.tools):
            answer = supervise(instructions, task.history)
            return answer if isinstance(answer, ToolCall) else _said(split_sentences(answer))
        if task.response_schema is not None:
            if (judged := verdict(task.response_schema, task.history)) is not None:
                return _said([json.dumps(judged)])
            return _said(
                [json.dumps(_filled(task.response_schema, instructions, task.history), ensure_ascii=False)]
            )
        if task.may_call and (call := _scene_change(task.tools, instructions, task.history)):
            return call
        if task.may_call and (call := supervisor_call(task.tools, task.history)):
            return call
        return _said(split_sentences(_line(instructions, task.history)))


def arguments_for(tool: Tool, instructions: str, history: Sequence[HistoryItem]) -> dict[str, Any]:
    """What the tool wants to know, from what the learner said since it was last called or answered."""
    said = _latest(history, tool.name)
    last_ours = next(
        (i.text for i in reversed(history) if isinstance(i, Message) and i.role == "assistant"), ""
    )
    known: dict[str, Any] = {}
    if _is_about_a_scene(tool.parameters):
        facts = facts_from(said, asked=field_asked(last_ours, instructions))
        known = {name: value for name, value in asdict(facts).items() if value is not None}
        known |= {alias: known[name] for alias, name in _ALIASES.items() if name in known}
    else:
        known = _from_words(tool.parameters, " ".join(said))
    filled: dict[str, Any] = schema.fill(_all_required(tool.parameters), known)
    return filled


def _line(instructions: str, history: Sequence[HistoryItem]) -> str:
    talk = Talk(
        scene=_scene_now(instructions, history),
        learner=[item.text for item in history if isinstance(item, Message) and item.role == "user"],
        tutor=[item.text for item in history if isinstance(item, Message) and item.role == "assistant"],
        first_line=given_first_line(instructions),
        abuse_line=abuse_line(instructions),
        unanswered=isinstance(history[-1], Message) and history[-1].role == "user" if history else False,
    )
    if _changed_scene(history):
        return f"All right. {line(talk, 'first_line')}"
    return line(talk, wish_in(instructions))


def _scene_now(instructions: str, history: Sequence[HistoryItem]) -> Scene:
    """The scene of the instructions, with what a tool changed since: a client may not have told us yet."""
    scene = scene_in(instructions)
    if arguments := _changed_scene(history):
        given = Scene(*(arguments.get(name) for name in FIELDS))
        scene = Scene(given.place or scene.place, given.partner or scene.partner, given.goal or scene.goal)
    return scene


def _changed_scene(history: Sequence[HistoryItem]) -> Mapping[str, Any]:
    """What a tool that was just called did to the scene; empty for any other tool."""
    if not history or not isinstance(history[-1], ToolResult):
        return {}
    arguments = next((item.arguments for item in reversed(history) if isinstance(item, ToolCall)), {})
    return arguments if set(FIELDS) & set(arguments) else {}


def _scene_change(
    tools: Sequence[Tool], instructions: str, history: Sequence[HistoryItem]
) -> ToolCall | None:
    """A call of the tool that takes a scene, when the learner's last words object to the one they are in.

    "No, the manager" is said in a scene, "not the hotel, the airport" of it: the scene itself must be named, or changing it.
    """
    tool = next((tool for tool in tools if _is_about_a_scene(tool.parameters)), None)
    if tool is None or not history or not isinstance(history[-1], Message) or history[-1].role != "user":
        return None
    said = history[-1].text
    named = [
        value for value in asdict(scene_in(instructions)).values() if value and value.lower() in said.lower()
    ]
    facts = facts_from([said], asked=None)
    if not facts.correction or not (_CHANGE.search(said) or (named and _REJECTED.search(said))):
        return None
    known = {name: value for name, value in asdict(facts).items() if value is not None}
    return ToolCall(tool.name, schema.fill(_all_required(tool.parameters), known))


def _latest(history: Sequence[HistoryItem], tool: str) -> list[str]:
    """The learner's words since we last spoke or the tool was last called; at least their last ones."""
    said: list[str] = []
    for item in reversed(history):
        match item:
            case Message("user", text):
                said.insert(0, text)
            case Message("assistant", _) if said:
                break
            case ToolCall(name, _) if name == tool and said:
                break
            case _:
                continue
    return said


def _filled(wanted: Mapping[str, Any], instructions: str, history: Sequence[HistoryItem]) -> Any:
    """An answer under a client's schema: scene, title and hints are known here, the rest is the smallest valid value."""
    text = "\n".join([instructions, *(item.text for item in history if isinstance(item, Message))])
    given = scene_in(text)
    scene = whole_scene(given)
    known: dict[str, Any] = {
        **asdict(scene),
        "conversation_partner": scene.partner,
        "conversation_goal": scene.goal,
        "title": f"{scene.place} / {scene.partner} / {scene.goal}"[:50],
        "hints": _as_wanted(wanted, hints_asked(history, text)),
        "translation": translation_asked(history),
        "closing": briefing(scene),
    }
    return schema.fill(wanted, known)


def _as_wanted(wanted: Mapping[str, Any], hints: Sequence[Hint]) -> list[Any]:
    """Hints as texts, or as objects with their meanings, as the schema has it."""
    items = wanted.get("properties", {}).get("hints", {}).get("items", {})
    if items.get("type") == "object" or "properties" in items:
        return [asdict(hint) for hint in hints]
    return [hint.text for hint in hints]


def _from_words(parameters: Mapping[str, Any], said: str) -> dict[str, Any]:
    """Arguments of a tool we know nothing about: its texts get the words, its numbers the number, its lists' choices theirs."""
    known: dict[str, Any] = {}
    number = _NUMBER.search(said)
    for name, part in parameters.get("properties", {}).items():
        choices = [choice for choice in part.get("enum", ()) if isinstance(choice, str)]
        if named := next((choice for choice in choices if choice.lower() in said.lower()), None):
            known[name] = named
        elif number and schema.fits(part, float(number[0])):
            known[name] = float(number[0])
        elif number and "." not in number[0] and schema.fits(part, int(number[0])):
            known[name] = int(number[0])
        elif said and schema.fits(part, said):
            known[name] = said
    return known


def _is_about_a_scene(parameters: Mapping[str, Any]) -> bool:
    names = {_ALIASES.get(name, name) for name in parameters.get("properties", {})}
    return len(names & set(FIELDS)) >= 2


def _all_required(parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    """Every argument is given, null where nothing was said: a client need not ask whether it is there."""
    return {**parameters, "type": "object", "required": list(parameters.get("properties", {}))}


async def _said(sentences: Sequence[str]) -> AsyncGenerator[str, None]:
    for sentence in sentences:
        yield sentence
