"""A lesson without a room: text and voice messages over HTTP, for bad networks and for messenger bots.

`python -m agent.messages` serves the token server, never a learner: it answers whoever brings a pass that the token server
signed. A recording lies in a folder of its own (`folders.py`); `clips.py` and `wav.py` judge it, `decoder.py` has it decoded
in a process of its own (`decode_clip.py`), `voicing.py` finds the speech in it, `hearing.py` makes words of it; `exchange.py`
is one message and its answer, by the same agents and rules as a sitting in a room; `speaking.py` gives the answer its voice,
sentence by sentence.
To add an audio format: its first bytes in `clips.py`, its demuxer and codecs in `decode_clip.py`, a real encoder in the tests.
"""
