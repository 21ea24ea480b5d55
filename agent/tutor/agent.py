"""The partner in the scene: a LiveKit agent whose instructions are the persona's layers."""

from livekit.agents import Agent, llm
from livekit.agents.voice import SpeechHandle

from agent.prompts import prompt
from lesson.persona import Opening, Persona, opening_instructions


class Tutor(Agent):
    def __init__(self, persona: Persona, *, chat_ctx: llm.ChatContext | None = None) -> None:
        super().__init__(instructions=persona.instructions, chat_ctx=chat_ctx)
        self._persona = persona
        self._told = persona.instructions

    @property
    def persona(self) -> Persona:
        return self._persona

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

    def say_cut_line_again(self) -> SpeechHandle:
        return self.session.generate_reply(instructions=prompt("agent.tutor", "repeat_cut"))

    async def become(self, persona: Persona) -> None:
        """Other instructions, from the next reply on; the same ones again send nothing (LiveKit would)."""
        self._persona = persona
        if persona.instructions != self._told:
            await self.update_instructions(persona.instructions)
            self._told = persona.instructions
