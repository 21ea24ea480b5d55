"""What every agent of ours does for the engine it talks through. With a realtime model none of it is used."""

from collections.abc import AsyncIterator
from typing import Any, Literal

from livekit.agents import (
    Agent,
    ConversationItemAddedEvent,
    FlushSentinel,
    ModelSettings,
    StopResponse,
    llm,
)
from livekit.agents.voice.turn import TurnHandlingOptions

from agent.engine.context import within_budget
from agent.engine.protocol import Engine


class TalkingAgent(Agent):
    """`preemptive` "off": nothing is made before a turn is surely over, whatever the engine would do."""

    def __init__(
        self, *, engine: Engine, preemptive: Literal["as the engine", "off"] = "as the engine", **options: Any
    ) -> None:
        turns = TurnHandlingOptions()
        if (parts := engine.agent_parts) is not None:
            options |= {"llm": parts.llm, "tts": parts.tts, "stt": parts.stt}
            # Pauses are the session's, where they can be changed. None: whoever the model says.
            turns["turn_detection"] = (parts.turn_handling or {}).get("turn_detection")
            if parts.turn_handling is not None:
                turns["preemptive_generation"] = parts.turn_handling["preemptive_generation"]
        if preemptive == "off":
            turns["preemptive_generation"] = {"enabled": False}
        super().__init__(**options, turn_handling=turns)
        self._engine = engine

    async def on_user_turn_completed(self, _: llm.ChatContext, new_message: llm.ChatMessage) -> None:
        """While turns are ours, one is told and kept, but not answered. (livekit-agents 1.8.9 would forget it.)"""
        if not self._engine.holds_turns:
            return
        talk = self.chat_ctx.copy()
        talk.insert(new_message)
        await self.update_chat_ctx(talk)
        self.session.emit("conversation_item_added", ConversationItemAddedEvent(item=new_message))
        raise StopResponse

    async def llm_node(
        self, chat_ctx: llm.ChatContext, tools: list[llm.Tool], model_settings: ModelSettings
    ) -> AsyncIterator[llm.ChatChunk | str | FlushSentinel]:
        self._engine.reached("reply_began")
        begun = False
        talk = within_budget(chat_ctx, self._engine.context_tokens)
        async for chunk in Agent.default.llm_node(self, talk, tools, model_settings):
            if not begun and _has_words(chunk):
                begun = True
                self._engine.reached("first_token")
            yield chunk


def _has_words(chunk: llm.ChatChunk | str | FlushSentinel) -> bool:
    if isinstance(chunk, llm.ChatChunk):
        return chunk.delta is not None and bool(chunk.delta.content)
    return isinstance(chunk, str)
