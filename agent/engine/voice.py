"""The AgentSession of a sitting: ears, voice and turn taking put together, the same for every engine.

`turn_handling` names no turn detection on purpose: anything explicit there can silently switch the engine's own off
(livekit-agents 1.8.9). `aec_warmup_duration=None`: browsers cancel echo, and with the default the tutor is deaf for its
first three seconds.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from livekit import rtc
from livekit.agents import AgentSession, llm, room_io, tts, vad

Session = AgentSession[None]
OnTyped = Callable[[Session, room_io.TextInputEvent], Coroutine[None, None, None]]

# Nothing is uploaded or kept: what a lesson leaves is in our own storage.
NO_RECORDING: Any = {"audio": False, "traces": False, "logs": False, "transcript": False}


def build_session(*, model: llm.RealtimeModel, exact_voice: tts.TTS[Any], detector: vad.VAD) -> Session:
    """`exact_voice` says sentences word for word (`session.say`), which a realtime model cannot be made to do."""
    return AgentSession(
        llm=model,
        tts=exact_voice,
        vad=detector,
        aec_warmup_duration=None,
        user_away_timeout=None,
    )


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
