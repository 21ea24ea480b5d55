"""Before a lesson's process takes its job: what costs time is loaded here."""

import logging
import signal

import anyio
import numpy as np
from livekit.agents import JobProcess
from livekit.plugins import silero

from agent.engine.clients import Clients
from agent.settings import agent_settings

VAD_SILENCE_SECONDS = (
    0.3  # a shorter pause is part of a segment; hesitations count from 0.3 s (docs/behaviours.md)
)


def set_up_process(process: JobProcess) -> None:
    # livekit-agents 1.8.9's own guard does not run in forkserver children (its issue 7336): a SIGTERM to the process
    # group would kill running lessons. tests/agent/test_worker.py notices.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    logging.getLogger("livekit.agents").setLevel(logging.INFO)  # its debug level holds transcripts
    process.userdata["vad"] = silero.VAD.load(min_silence_duration=VAD_SILENCE_SECONDS)
    settings = agent_settings()
    process.userdata["clients"] = clients = Clients(settings)
    _ = clients.llm, clients.tts
    anyio.connect_tcp  # noqa: B018 - resolves the lazy import that the first request would wait for
    np.fft.rfft(np.zeros(512))  # the same of numpy's transform, which times captions with the voice
