"""What the session and the engine report, told to the tracker in plain values. Times are epoch seconds.

Two listeners: the session's voice detector gives voiced segments, back-dated to the sound; the engine gives its turns by
item id. The tracker pairs them (docs/behaviours.md, tracker). livekit-agents says nothing of a transcript that failed,
nor which item speech belongs to, in its typed events: hence the raw ones.
"""

import time
from collections.abc import Callable
from typing import Any, Protocol

from livekit.agents import (
    AgentStateChangedEvent,
    ConversationItemAddedEvent,
    UserStateChangedEvent,
    llm,
)
from livekit.agents.voice import SpeechHandle

from agent.engine.voice import Session
from lesson.latency import Silence, decided_at


class Listener(Protocol):
    """What the tracker can be told."""

    def voice_began(self, at: float) -> None: ...
    def voice_ended(self, at: float) -> None: ...
    def engine_heard_start(self, item_id: str, at: float) -> None: ...
    def engine_heard_end(self, item_id: str, at: float) -> None: ...
    def engine_heard_nothing(self, item_id: str) -> None: ...
    def engine_took(self, item_id: str) -> None: ...
    def engine_lost(self) -> bool: ...
    def learner_said(self, item_id: str, text: str, *, confidence: float | None) -> None: ...
    def session_heard(
        self,
        item_id: str,
        text: str,
        *,
        began: float,
        decided: float,
        transcribed: float,
        closed: float,
        confidence: float | None,
    ) -> None: ...
    def learner_typed(self, item_id: str, text: str, *, at: float) -> None: ...
    def tutor_said(
        self,
        item_id: str,
        text: str,
        *,
        began: float,
        ended: float,
        interrupted: bool,
        blocked: bool,
        seconds: float | None = None,
    ) -> None: ...


class Judged(Protocol):
    """Knows of a speech, now or soon, whether it was blocked."""

    def when_judged(self, speech: SpeechHandle | None, then: Callable[[bool], None]) -> None: ...


class Unjudged:
    """Nobody judges what the tutor says."""

    def when_judged(self, _: SpeechHandle | None, then: Callable[[bool], None]) -> None:
        then(False)  # noqa: FBT003 - the callback's shape


class Ears:
    """Attached to one session; `follow` again for the realtime session of each agent that takes over.

    `silence` gives what ends a turn where turns are the session's, as with a pipeline; None: they are a realtime model's.
    """

    def __init__(
        self,
        session: Session,
        listener: Listener,
        *,
        silence: Callable[[], Silence | None] = lambda: None,
        judged: Judged | None = None,
    ) -> None:
        self._session = session
        self._listener = listener
        self._silence = silence
        self._judged = judged or Unjudged()
        self._followed: llm.RealtimeSession[Any] | None = None
        self._sounding: list[tuple[float, float | None]] = []  # when the tutor sounded, the last may go on
        session.on("agent_state_changed", self._agent_state)
        session.on("user_state_changed", self._user_state)
        session.on("conversation_item_added", self._item_added)

    def follow(self, realtime: llm.RealtimeSession[Any]) -> bool:
        """False if it is followed already: agents that share a model share its session."""
        if realtime is self._followed:
            return False
        self._followed = realtime
        realtime.on("openai_server_event_received", self._raw)
        realtime.on("session_reconnected", lambda _: self._listener.engine_lost())
        return True

    def _user_state(self, event: UserStateChangedEvent) -> None:
        if event.new_state == "speaking":
            self._listener.voice_began(event.created_at)
        elif event.old_state == "speaking":
            self._listener.voice_ended(event.created_at)

    def _session_heard(self, item: llm.ChatMessage, text: str, confidence: float, silence: Silence) -> None:
        now = time.time()
        metrics = item.metrics
        stopped = metrics.get("stopped_speaking_at", now)
        transcribed = min(stopped + metrics.get("transcription_delay", 0.0), now)
        closed = min(stopped + metrics.get("end_of_turn_delay", 0.0), now) if metrics else now
        self._listener.session_heard(
            item.id,
            text,
            began=metrics.get("started_speaking_at", min(stopped, now)),
            decided=decided_at(silence, stopped=stopped, transcribed=transcribed, closed=closed),
            transcribed=transcribed,
            closed=closed,
            # LiveKit gives 0 where a recogniser says nothing of it.
            confidence=confidence or None,
        )

    def _raw(self, event: dict[str, Any]) -> None:
        kind = event.get("type")
        if kind == "input_audio_buffer.speech_started":
            self._listener.engine_heard_start(event["item_id"], time.time())
        elif kind == "input_audio_buffer.speech_stopped":
            self._listener.engine_heard_end(event["item_id"], time.time())
        elif kind == "input_audio_buffer.committed":
            self._listener.engine_took(event["item_id"])
        elif kind == "conversation.item.input_audio_transcription.failed":
            self._listener.engine_heard_nothing(event["item_id"])

    def _item_added(self, event: ConversationItemAddedEvent) -> None:
        item = event.item
        if item.type != "message":
            return
        text = item.text_content or ""
        if item.role == "user":
            if item.transcript_confidence is None:
                self._listener.learner_typed(item.id, text, at=item.created_at)
            elif (silence := self._silence()) is not None:
                self._session_heard(item, text, item.transcript_confidence, silence)
            else:
                self._listener.learner_said(item.id, text, confidence=item.transcript_confidence)
        elif item.role == "assistant" and was_heard(item):
            began = item.metrics.get("started_speaking_at", item.created_at)
            stopped = max(began, item.metrics.get("stopped_speaking_at", time.time()))
            spans = [
                (max(start, began), min(stopped if end is None else end, stopped))
                for start, end in self._sounding
                if start <= stopped and (end is None or end > began)
            ]
            self._sounding = self._sounding[-1:]

            def tell(blocked: bool) -> None:  # noqa: FBT001 - the callback's shape
                self._listener.tutor_said(
                    item.id,
                    text,
                    began=began,
                    ended=spans[-1][1] if spans else stopped,
                    interrupted=item.interrupted,
                    blocked=blocked,
                    seconds=sum(end - start for start, end in spans) if spans else None,
                )

            self._judged.when_judged(self._session.current_speech, tell)

    def _agent_state(self, event: AgentStateChangedEvent) -> None:
        """A pause is no sound: LiveKit calls a line cut by the learner stopped only when their words are there."""
        if event.new_state == "speaking":
            self._sounding.append((event.created_at, None))
        elif event.old_state == "speaking" and self._sounding:
            self._sounding[-1] = (self._sounding[-1][0], event.created_at)


def was_heard(item: llm.ChatMessage) -> bool:
    """False for an answer of a model that broke off before its first sound; its words may have come ahead of that."""
    metrics = item.metrics
    return not ("provider_request_ids" in metrics and "started_speaking_at" not in metrics)
