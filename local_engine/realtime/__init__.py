"""OpenAI's Realtime protocol (GA names) over a websocket: `GET /v1/realtime?model=…`.

One `Connection` a socket reads events strictly in order; sound is heard by `Hearing`, kept talk is `Conversation`, a
running answer is a `Reply`. Nothing here knows who thinks, speaks or recognises: see `protocols.py`.
"""
