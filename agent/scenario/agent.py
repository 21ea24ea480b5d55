"""The LiveKit agent of the builder: it hears and extracts; what it says is said for it, word for word."""

import asyncio
from collections.abc import Callable, Sequence

from livekit.agents import function_tool, llm
from livekit.agents.voice import SpeechHandle

from agent.engine.protocol import Engine
from agent.engine.talking import TalkingAgent
from agent.prompts import prompt
from agent.scenario.builder import Heard
from contract.scenario import Scenario
from lesson.persona import Opening
from lesson.sanitise import parse_extraction

EXTRACTION_SECONDS = 8.0  # all tries
_TOOL = "scenario_fact"


class BuilderAgent(TalkingAgent):
    def __init__(
        self,
        *,
        engine: Engine,
        on_enter: Callable[["BuilderAgent", Opening], None],
        chat_ctx: llm.ChatContext | None = None,
    ) -> None:
        super().__init__(
            engine=engine,
            preemptive="off",
            instructions=prompt("agent.scenario", "builder"),
            chat_ctx=chat_ctx,
        )
        self._on_enter = on_enter
        self._found: list[Scenario] = []
        self._typed_told: list[Heard] = []  # typed turns that the engine has in its conversation already

    async def on_enter(self) -> None:
        self._on_enter(self, "none")

    @function_tool(name=_TOOL)
    async def scenario_fact(
        self, place: str | None = None, partner: str | None = None, goal: str | None = None
    ) -> None:
        """What the learner has said of the scene in their latest words; null for what they did not say.

        Args:
            place: where the scene is, e.g. "hotel"
            partner: the person the learner speaks to, e.g. "receptionist"
            goal: what the learner wants to get done, e.g. "check in"
        """
        self._found.append(parse_extraction({"place": place, "partner": partner, "goal": goal}))

    async def extract(self, turns: Sequence[Heard]) -> Scenario | None:
        """One forced tool call over the talk so far (typed text goes along). None if the learner spoke into it.

        Without an answer (the connection broke, say) it is asked once more. Too late, refused or unreadable: an empty
        scenario, which changes nothing.
        """
        self._found.clear()
        new = [turn for turn in turns if turn.typed and not any(turn is told for told in self._typed_told)]
        self._typed_told += new
        typed = " ".join(turn.text for turn in new)
        handle = self._ask(typed)
        try:
            async with asyncio.timeout(EXTRACTION_SECONDS):
                await handle
                if not (self._found or handle.interrupted):
                    handle = self._ask("")
                    await handle
        except TimeoutError:
            handle.interrupt(force=True)
            return Scenario()
        if self._found:
            return self._found[-1]
        return None if handle.interrupted else Scenario()

    def _ask(self, typed: str) -> SpeechHandle:
        """Typed text goes along once: the engine keeps it."""
        forced: llm.ToolChoice = {"type": "function", "function": {"name": _TOOL}}
        if typed:
            return self.session.generate_reply(user_input=typed, tool_choice=forced, tools=[_TOOL])
        return self.session.generate_reply(tool_choice=forced, tools=[_TOOL])
