"""Faults on purpose: how tests make this engine slow, silent, wrong or gone, at the event they choose.

Off unless LOCAL_ENGINE_FAULTS is on, and then only on a loopback address. In tests: `tests/fixtures/faults.py`.

    POST   /control/faults       set one; answers 201 with its id
    GET    /control/faults       those that are set, each with `seen` and `struck` (how often)
    DELETE /control/faults[/id]  lift all, or one: what it holds up goes on
    PUT    /control/delays       steady latencies by stage, see `local_engine/delays.py`; GET, DELETE

    {"where": "realtime", "event": "response.output_audio.delta", "nth": 5, "kind": "stall"}
    {"where": "speech", "event": "request", "contains": "fourth", "kind": "error", "status": 500, "times": 2}

| field | means |
|---|---|
| `where` | realtime, chat, speech, transcriptions |
| `event` | realtime: any client or server event by its type, or `connect` (the handshake); else `request` (it came, nothing is \
answered), `answer` (it is about to begin), `chunk` (each piece of a streamed answer), `end` (of a streamed answer) |
| `kind` | see below |
| `nth`, `times` | from the nth matching event on, counted over all connections since it was set (1), so many times (1); null: always |
| `contains` | only events whose JSON has these characters; for a request its body |
| `seconds` | how long a delay (needed), stall or half-open connection lasts; without it until it is lifted |
| `status`, `code`, `message` | of an error (500, server_error); `message` is also what a model says in `junk` |

| kind | on the wire |
|---|---|
| `delay` | the event, and what comes after it in its direction, comes that much later |
| `stall` | nothing more leaves; the connection lives, pings are answered, what comes in is taken |
| `half_open` | nothing leaves and nothing is read: no ping is answered, no goodbye noticed; the connection stays open |
| `drop` | the connection is reset, without a goodbye |
| `error` | realtime: an event of a response makes that response fail (`response.done` says `failed`, as OpenAI's do); at any other an \
`error` event in its place, which names the client's `event_id`; the handshake and an HTTP call are refused with `status`; a streamed answer under way gets an error event, sound is cut |
| `out_of_order` | the next event goes first; at `request`: it is answered after the next answer at the same place |
| `broken_json` | half of it; at `request`: 200 with half an object |
| `junk` | chat, `answer` and `chunk`: whole in form, but the model says `message` instead of its own words |

A client may hide a fault by asking once more (aiohttp does for a GET whose connection is dropped at once): use `times`.

- `rules.py`: which fault strikes now, pure. `events.py`: what can strike where. `live.py`: what is held up until when.
- `requests.py` and `line.py`: the HTTP calls, the realtime connection. `control.py`: the endpoint.
"""
