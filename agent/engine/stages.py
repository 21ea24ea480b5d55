"""The stages of a reply, seen on the realtime engine's raw events and in what the session says of a message.

Made before `Ears`: the log must know a reply's stages when the tracker hears that it has sounded. A realtime model makes
text and sound at once, so it has no first sentence; a pipeline's nodes report theirs to the log themselves.
"""

import time
from typing import Any

from livekit.agents import ConversationItemAddedEvent, llm

from agent.engine.protocol import Stage
from agent.engine.voice import Session
from agent.tracker.latency import LatencyLog

_TEXT = ("response.output_audio_transcript.delta", "response.output_text.delta")
_SOUND = "response.output_audio.delta"


class Stages:
    def __init__(self, log: LatencyLog) -> None:
        self._log = log

    def listen(self, session: Session) -> None:
        session.on("conversation_item_added", self._item_added)

    def reached(self, stage: Stage, at: float) -> None:
        """Told by a pipeline, whose replies have no id yet."""
        match stage:
            case "reply_began":
                self._log.reply_began()
            case "first_token":
                self._log.first_token(None, at)
            case "first_sentence":
                self._log.first_sentence(None, at)
            case "first_byte":
                self._log.first_byte(None, at)

    def follow(self, realtime: llm.RealtimeSession[Any]) -> None:
        """Once for each realtime session, as `Ears.follow`."""
        realtime.on("openai_server_event_received", self._raw)

    def _raw(self, event: dict[str, Any]) -> None:
        kind = event.get("type")
        if kind in _TEXT:
            self._log.first_token(event["item_id"], time.time())
        elif kind == _SOUND:
            self._log.first_byte(event["item_id"], time.time())

    def _item_added(self, event: ConversationItemAddedEvent) -> None:
        """A sentence said word for word has no raw events: its sound was there when it began to be forwarded."""
        item = event.item
        if item.type != "message" or item.role != "assistant":
            return
        began = item.metrics.get("started_speaking_at")
        waited = item.metrics.get("playback_latency")
        if began is not None and waited is not None:
            self._log.first_byte(item.id, began - waited)
