"""The voice's tool for the supervisor. What it returns asks for no reply: the answer was said word for word already."""

from collections.abc import Mapping
from typing import Any, Final

from livekit.agents import function_tool, llm

from agent.tutor.consultation import Consultation, Outcome

ASK_SUPERVISOR: Final = "ask_supervisor"

_TOLD: Final[Mapping[Outcome, str]] = {
    "answered": "The answer was read to the learner word for word. Go on with the scene.",
    "apologised": "There was no answer, and you said sorry. Go on with the scene.",
    "taken_back": "The learner went on to something else. Leave it.",
    "asked_already": "It is being looked into.",
    "for_the_voice": "This line is for you. Answer it yourself, in character.",
}


def supervisor_tool(consultation: Consultation) -> "llm.FunctionTool[..., Any]":
    @function_tool(name=ASK_SUPERVISOR)
    async def ask_supervisor(context: str) -> llm.ToolResult:
        """Ask your supervisor, who knows grammar, a dictionary, the learner's lessons and this service.

        Call it when the learner asks about English itself (what a word means, how to say something, why, whether a
        sentence is right), about their own lessons and progress, or about this service. Never for a line that the
        partner in the scene can answer, for a greeting or thanks, nor when asked to repeat. Say nothing before the
        call: the learner hears that you are looking, and then the answer, in your voice.

        Args:
            context: what matters of the learner's latest message, and of that message only; may be empty
        """
        outcome = await consultation.ask(context)
        return llm.ToolResult(_TOLD[outcome], reply_required=outcome == "for_the_voice")

    return ask_supervisor
