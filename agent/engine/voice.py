"""The AgentSession of a sitting: ears, voice and turn taking put together, the same for every engine.

`aec_warmup_duration=None`: browsers cancel echo, and with the default the tutor is deaf for its
first three seconds.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from livekit import rtc
from livekit.agents import AgentSession, APIConnectOptions, room_io, vad
from livekit.agents.voice.agent_session import SessionConnectOptions

from agent.engine.protocol import RoomEngine
from agent.engine.resilience import THINKING, WORDLESS_SECONDS

Session = AgentSession[None]

CONNECTIONS = SessionConnectOptions(
    llm_conn_options=APIConnectOptions(
        max_retry=THINKING.tries - 1, retry_interval=THINKING.wait, timeout=THINKING.seconds
    ),
    max_unrecoverable_errors=100,  # what a failure means is the sitting's to say
)
OnTyped = Callable[[Session, room_io.TextInputEvent], Coroutine[None, None, None]]

# Nothing is uploaded or kept: what a lesson leaves is in our own storage.
NO_RECORDING: Any = {"audio": False, "traces": False, "logs": False, "transcript": False}


def build_session(engine: RoomEngine, *, detector: vad.VAD) -> Session:
    """Its text-to-speech says sentences word for word (`session.say`), which a realtime model cannot be made to do."""
    parts = engine.parts
    common: dict[str, Any] = {
        "llm": parts.llm,
        "tts": parts.tts,
        "vad": detector,
        "aec_warmup_duration": None,
        "user_away_timeout": None,
        "use_tts_aligned_transcript": True,  # captions and stored text follow the sound, sentence by sentence
        "transcription_timeout": WORDLESS_SECONDS,  # for recognisers that hear as one speaks
        "conn_options": CONNECTIONS,
    }
    if parts.stt is not None:
        common["stt"] = parts.stt
    if parts.turn_handling is not None:
        common["turn_handling"] = parts.turn_handling
    session: Session = AgentSession(**common)
    engine.attach(session)
    return session


def room_options(*, learner_identity: str, on_typed: OnTyped) -> room_io.RoomOptions:
    """A page reload must not end the lesson, so the session outlives the learner's leaving."""
    return room_io.RoomOptions(
        participant_identity=learner_identity,
        participant_kinds=[
            rtc.ParticipantKind.PARTICIPANT_KIND_STANDARD,
            rtc.ParticipantKind.PARTICIPANT_KIND_SIP,
        ],
        close_on_disconnect=False,
        text_input=room_io.TextInputOptions(text_input_cb=on_typed),
    )
