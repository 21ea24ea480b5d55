"""`GET /v1/models` and `GET /healthz`."""

from aiohttp import web

from local_engine.protocols import SynthesisError, Voice

# Any model name is accepted, so that an agent's own settings need not change; this one is ours.
MODELS = ("local-engine",)


async def list_models(_: web.Request) -> web.Response:
    models = [{"id": name, "object": "model", "created": 0, "owned_by": "local-engine"} for name in MODELS]
    return web.json_response({"object": "list", "data": models})


class Health:
    """Serving means: the recogniser has started (the server listens only then) and a voice can speak."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    async def handle(self, _: web.Request) -> web.Response:
        try:
            await self._voice.check()
        except SynthesisError as error:
            return web.json_response({"status": "failing", "reason": str(error)}, status=503)
        return web.json_response({"status": "ok"})
