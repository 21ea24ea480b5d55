"""How an AgentSession hears, speaks and takes turns.

`realtime.py` builds the OpenAI realtime model from settings and a lesson's choices; `patched.py` holds our corrections
of livekit-agents 1.8.9, each with its reason and its test; `voice.py` builds the session around the model;
`ears.py` tells the tracker, in plain values, what the session and the engine report.
To add an engine: one file that gives `voice.py` the session's parts.
"""
