"""The partner in the scene: a LiveKit agent whose instructions are the persona's layers."""

from collections.abc import AsyncIterable, Awaitable, Callable

from livekit.agents import Agent, ModelSettings, ToolError, function_tool, llm
from livekit.agents.voice import SpeechHandle
from livekit.agents.voice.io import TimedString

from agent.engine.protocol import Engine
from agent.engine.talking import TalkingAgent
from agent.prompts import prompt
from agent.tutor.asking import ASK_SUPERVISOR, supervisor_tool
from agent.tutor.consultation import Consultation
from agent.tutor.guardrail import Guardrail
from contract.scenario import Scenario
from lesson.persona import Opening, Persona, fill, opening_instructions
from lesson.sanitise import parse_extraction


class Tutor(TalkingAgent):
    """`on_enter` is called once it may speak, with the opening it was made with; it decides whether to `open`."""

    def __init__(
        self,
        persona: Persona,
        *,
        engine: Engine,
        on_enter: Callable[["Tutor", Opening], None],
        chat_ctx: llm.ChatContext | None = None,
        opening: Opening = "none",
        consultation: Consultation | None = None,
        guardrail: Guardrail | None = None,
    ) -> None:
        super().__init__(
            engine=engine,
            instructions=persona.instructions,
            chat_ctx=chat_ctx,
            tools=[supervisor_tool(consultation)] if consultation is not None else None,
        )
        self._persona = persona
        self._told = persona.instructions
        self._guardrail = guardrail
        self._on_enter = on_enter
        self._opening: Opening = opening
        self.on_scene_change: Callable[[Scenario], Awaitable[Scenario]] | None = None

    @property
    def persona(self) -> Persona:
        return self._persona

    async def on_enter(self) -> None:
        self._on_enter(self, self._opening)

    def transcription_node(
        self, text: AsyncIterable[str | TimedString], model_settings: ModelSettings
    ) -> AsyncIterable[str | TimedString]:
        """The words of a reply on their way to the captions, ahead of its sound."""
        words = Agent.default.transcription_node(self, text, model_settings)
        return words if self._guardrail is None else self._guardrail.watch(words, self.session.current_speech)

    def open(self, opening: Opening, *, first_line: str = "") -> SpeechHandle | None:
        """Speak first. The opening is a request of its own, so that it does not linger in the instructions."""
        if opening == "none":
            return None
        template = prompt("agent.tutor", f"opening_{opening}")
        persona = self._persona
        return self.session.generate_reply(
            instructions=opening_instructions(
                template, persona.scenario, title=persona.title, first_line=first_line
            )
        )

    def say_cut_line_again(self, heard: str) -> SpeechHandle:
        """`heard`: what of it was heard; the engine itself may never have got it."""
        return self.session.generate_reply(instructions=fill(prompt("agent.tutor", "repeat_cut"), line=heard))

    def ask_supervisor(self, typed: str) -> SpeechHandle:
        """A typed line that is surely the supervisor's: the voice adds what matters of it and asks."""
        return self.session.generate_reply(
            user_input=typed,
            tool_choice={"type": "function", "function": {"name": ASK_SUPERVISOR}},
            tools=[ASK_SUPERVISOR],
        )

    def say_again(self, typed: str, line: str) -> SpeechHandle:
        """`typed` asks for `line`, the tutor's last."""
        return self.session.generate_reply(
            user_input=typed, instructions=prompt("agent.tutor", "repeat").format(line=line)
        )

    def say_something_else(self) -> SpeechHandle:
        """Instead of a line that the guardrail stopped."""
        return self.session.generate_reply(instructions=prompt("agent.tutor", "redirect"))

    async def become(self, persona: Persona) -> None:
        """Other instructions, from the next reply on; the same ones again send nothing (LiveKit would)."""
        self._persona = persona
        if persona.instructions != self._told:
            await self.update_instructions(persona.instructions)
            self._told = persona.instructions

    @function_tool
    async def change_scene(
        self, place: str | None = None, partner: str | None = None, goal: str | None = None
    ) -> str:
        """Change the scene, only when the learner asks for another place, another partner or another goal.

        Args:
            place: the new place, null to keep it
            partner: the new person to speak to, null to keep them
            goal: the new thing to get done, null to keep it
        """
        change = parse_extraction({"place": place, "partner": partner, "goal": goal})
        if change == Scenario() or self.on_scene_change is None:
            raise ToolError(
                "Nothing to change: give at least one of place, partner and goal as a short phrase."
            )
        scene = await self.on_scene_change(change)
        return f"The scene is now: {scene.place}, {scene.partner}, {scene.goal}. Begin it with one line in character."
