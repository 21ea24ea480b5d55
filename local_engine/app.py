"""The routes of the local engine. Knows no mind: it is handed an Engine."""

from aiohttp import web

from local_engine.delays import Delays
from local_engine.ears.transcriber import Transcriber
from local_engine.faults.control import add_routes
from local_engine.faults.live import LiveFaults
from local_engine.faults.requests import fault_check
from local_engine.http.access import key_check, shaped_errors
from local_engine.http.chat import Chat
from local_engine.http.log import call_log
from local_engine.http.models import Health, list_models
from local_engine.http.speech import Speech
from local_engine.http.transcriptions import Transcriptions
from local_engine.realtime.connection import Engine
from local_engine.realtime.socket import RealtimeSockets
from local_engine.wire_log import WireLog

MAX_BODY_BYTES = 4 * 1024 * 1024  # of JSON; a recording has its own limit, in transcriptions.py


def make_app(
    engine: Engine, *, api_key: str | None, wire_log: WireLog | None, faults: LiveFaults | None
) -> web.Application:
    """`faults` None: nothing can be made to fail, and nothing under /control is served."""
    middlewares = [shaped_errors, key_check(api_key)]
    if wire_log is not None:
        middlewares.append(call_log(wire_log))
    if faults is not None:
        middlewares.append(fault_check(faults))
    app = web.Application(middlewares=middlewares, client_max_size=MAX_BODY_BYTES)
    delays = Delays(engine.monotonic)
    if faults is not None:
        add_routes(app, faults, delays)
    sockets = RealtimeSockets(engine, wire_log, faults)
    transcriber = Transcriber(engine.recogniser, engine.detector)
    app.router.add_get("/healthz", Health(engine.voice).handle)
    app.router.add_get("/v1/models", list_models)
    app.router.add_get("/v1/realtime", sockets.handle)
    app.router.add_post("/v1/chat/completions", Chat(engine.mind, delays).handle)
    app.router.add_post("/v1/audio/speech", Speech(engine.voice, delays).handle)
    app.router.add_post("/v1/audio/transcriptions", Transcriptions(transcriber, delays).handle)

    async def say_goodbye(_: web.Application) -> None:
        if faults is not None:
            faults.clear()  # what they hold up can end
        await sockets.aclose()

    app.on_shutdown.append(say_goodbye)
    return app
