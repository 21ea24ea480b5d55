"""LiveKit's own audio console around our tutor: this machine's microphone and loudspeaker, no room, nothing stored.

`make console ARGS=--audio`. Needs PortAudio (Debian: libportaudio2) and a microphone. For a lesson that is stored, use
the page or the typed console.
"""

import importlib
import sys
from collections.abc import Sequence

from livekit.agents import AgentServer, JobContext, cli
from livekit.plugins import silero

from agent.engine.clients import Clients
from agent.engine.realtime import RealtimeEngine
from agent.engine.voice import NO_RECORDING, build_session
from agent.process import VAD_SILENCE_SECONDS
from agent.settings import agent_settings
from agent.tutor.agent import Tutor
from agent.tutor.persona import base_persona
from lesson.patience import turn_taking


async def talk(ctx: JobContext) -> None:
    """One free conversation with the devices that LiveKit's console opened."""
    settings = agent_settings()
    engine = RealtimeEngine(
        settings,
        client=Clients(settings).tts,
        voice="alloy",
        turn_taking=turn_taking(None, "auto"),
        stage="roleplay",
    )
    session = build_session(engine, detector=silero.VAD.load(min_silence_duration=VAD_SILENCE_SECONDS))
    tutor = Tutor(base_persona(), engine=engine, on_enter=lambda _, __: None)
    await session.start(tutor, room=ctx.room, session_host=False, record=NO_RECORDING)
    tutor.open("free")


def run(arguments: Sequence[str] = ()) -> int:
    """The exit code; 1 with one line where there is no PortAudio."""
    try:
        importlib.import_module("sounddevice")
    except (ImportError, OSError):
        sys.stderr.write(
            "The audio console needs PortAudio (Debian: apt-get install libportaudio2) and Python's sounddevice; "
            "without them `make console` takes typed lines.\n"
        )
        return 1
    server = AgentServer()
    server.rtc_session(talk)
    sys.argv[1:] = ["console", *arguments]
    cli.run_app(server)
    return 0
