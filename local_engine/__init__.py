"""The local engine: a small OpenAI-compatible server for machines without a key, and for tests.

`python -m local_engine` serves `/v1/realtime`, `/v1/chat/completions`, `/v1/audio/speech`, `/v1/audio/transcriptions`,
`/v1/models` and `/healthz`. It could serve any LiveKit agent: it knows no other part of this project.

- `protocols.py`: what a mind, a voice and a recogniser must offer; better ones plug in there.
- `voice/`: espeak-ng as a program. `ears/`: Silero's voice detector and pocketsphinx. `minds/`: who answers.
- `realtime/` and `http/`: the wire. They import no mind: `__main__` wires one in.
"""
