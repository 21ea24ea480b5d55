"""How much of a talk a language model is told: the latest that fits, whole exchanges only. A realtime engine keeps its own."""

from collections.abc import Sequence
from typing import Final

from livekit.agents import llm

CHARACTERS_A_TOKEN: Final = 3.5  # English prose; Hangul is nearer to one token a syllable, and is rare here


def within_budget(talk: llm.ChatContext, tokens: int) -> llm.ChatContext:
    """Instructions always stay. What is kept begins with a line of the learner's, never between a line and its answer, nor
    between a tool call and its output; the last exchange stays however long it is.
    """
    items = talk.items
    spent = sum(tokens_of(item) for item in items if is_instruction(item))
    begin = len(items)
    for at in reversed(range(len(items))):
        if is_instruction(items[at]):
            continue
        spent += tokens_of(items[at])
        if spent > tokens and begin < len(items):
            break
        if _begins_an_exchange(items, at):
            begin = at
    else:
        return talk
    return llm.ChatContext([item for at, item in enumerate(items) if at >= begin or is_instruction(item)])


def is_instruction(item: llm.ChatItem) -> bool:
    return item.type == "message" and item.role in ("system", "developer")


def tokens_of(item: llm.ChatItem) -> float:
    match item.type:
        case "message":
            characters = len(item.text_content or "")
        case "function_call":
            characters = len(item.name) + len(item.arguments)
        case "function_call_output":
            characters = len(item.output)
        case _:
            characters = 0
    return characters / CHARACTERS_A_TOKEN


def _begins_an_exchange(items: Sequence[llm.ChatItem], at: int) -> bool:
    """A line of the learner's that goes on with none before it."""
    item = items[at]
    if item.type != "message" or item.role != "user":
        return False
    before = next((item for item in reversed(items[:at]) if not is_instruction(item)), None)
    return before is None or before.type != "message" or before.role != "user"
