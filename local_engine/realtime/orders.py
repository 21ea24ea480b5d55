"""What one response shall be: the client's wishes, and the session's settings where it wished nothing."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from local_engine.errors import invalid
from local_engine.protocols import HistoryItem, Task
from local_engine.realtime import session as settings
from local_engine.realtime.conversation import Conversation, as_history, checked_item
from local_engine.realtime.reply import Order
from local_engine.realtime.session import Session
from local_engine.tools import as_tools, checked_tools, tool_choice


def order_of(
    asked: Mapping[str, Any],
    *,
    session: Session,
    conversation: Conversation,
    voices: Sequence[str],
    in_conversation: bool,
) -> Order:
    """`asked` is the `response` of a response.create, empty when a turn's end asks. Raises ApiError."""
    instructions = asked.get("instructions") or session.instructions
    tools = session.tools if asked.get("tools") is None else checked_tools(asked["tools"], "response.tools")
    described = as_tools(tools)
    choice = session.tool_choice if asked.get("tool_choice") is None else asked["tool_choice"]
    forced, may_call = tool_choice(choice, [tool.name for tool in described], "response.tool_choice")
    metadata = asked.get("metadata")
    if metadata is not None and not isinstance(metadata, Mapping):
        raise invalid("response.metadata", metadata, "an object")

    def task(history: Sequence[HistoryItem]) -> Task:
        return Task(
            instructions=instructions,
            history=history,
            tools=described,
            forced_tool=forced,
            may_call=may_call,
        )

    return Order(
        voice=_voice(asked, session, voices),
        speed=session.speed,
        modality="audio" if _modalities(asked, session) == ["audio"] else "text",
        max_output_tokens=_limit(asked, session),
        metadata=metadata,
        in_conversation=in_conversation,
        history=_history(asked.get("input"), conversation),
        task=task,
    )


def _voice(asked: Mapping[str, Any], session: Session, voices: Sequence[str]) -> str:
    output = (asked.get("audio") or {}).get("output") or {}
    if output.get("voice") is None:
        return session.voice
    return settings.checked_voice(output["voice"], voices, "response.audio.output.voice")


def _modalities(asked: Mapping[str, Any], session: Session) -> list[str]:
    if asked.get("output_modalities") is None:
        return session.output_modalities
    return settings.modalities(asked["output_modalities"], "response.output_modalities")


def _limit(asked: Mapping[str, Any], session: Session) -> int | None:
    if asked.get("max_output_tokens") is None:
        return session.max_output_tokens
    given = settings.output_limit(asked["max_output_tokens"], "response.max_output_tokens")
    return given if isinstance(given, int) else None


def _history(given: object, conversation: Conversation) -> Callable[[], Awaitable[list[HistoryItem]]]:
    """The conversation, or the items of `response.input` in its place."""
    if given is None:
        return conversation.history
    if not isinstance(given, list):
        raise invalid("response.input", given, "a list of items")
    bodies = [
        conversation.get(item.get("id"), f"response.input[{at}].id").body
        if isinstance(item, Mapping) and item.get("type") == "item_reference"
        else checked_item(item, f"response.input[{at}]")
        for at, item in enumerate(given)
    ]

    async def chosen() -> list[HistoryItem]:
        await conversation.history()  # words of referenced items may still be on their way
        return as_history(bodies)

    return chosen
