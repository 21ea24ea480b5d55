"""What an agent knows of a lesson's earlier turns: told or heard before this process, never repeated to the tracker."""

from collections.abc import Sequence

from livekit.agents import llm

from contract.turn import Turn

MAX_TURNS = 60  # a realtime engine is told one by one


def memory_of(turns: Sequence[Turn]) -> llm.ChatContext:
    """The last turns as a chat context. It begins with the tutor's line, not with half an exchange."""
    last = list(turns)[-MAX_TURNS:]
    while last and len(last) < len(turns) and last[0].role != "tutor":
        last.pop(0)
    context = llm.ChatContext.empty()
    for turn in last:
        context.add_message(
            role="assistant" if turn.role == "tutor" else "user",
            content=turn.text,
            interrupted=turn.interrupted,
            created_at=turn.started_at.timestamp(),
        )
    return context
