"""A small rule-based English tutor."""

from collections.abc import AsyncGenerator

from local_engine.protocols import Message, Task, ToolCall


class TutorMind:
    async def answer(self, task: Task) -> AsyncGenerator[str, None] | ToolCall:
        if task.forced_tool is not None:
            return ToolCall(task.forced_tool, {})
        said = [item for item in task.history if isinstance(item, Message) and item.role == "user"]
        return _sentences(
            ["Good evening.", "How can I help you?"] if not said else ["I see.", "Please tell me more."]
        )


async def _sentences(sentences: list[str]) -> AsyncGenerator[str, None]:
    for sentence in sentences:
        yield sentence
