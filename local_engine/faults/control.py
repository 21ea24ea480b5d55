"""`/control/faults` and `/control/delays`: what tests and benchmarks ask for. Served only when faults are on."""

from aiohttp import web

from local_engine.delays import Delays
from local_engine.errors import ApiError
from local_engine.faults.live import LiveFaults
from local_engine.faults.rules import parse
from local_engine.http.bodies import json_body
from local_engine.ids import new_id


def add_routes(app: web.Application, faults: LiveFaults, delays: Delays) -> None:
    control = _Control(faults, delays)
    app.router.add_post("/control/faults", control.add)
    app.router.add_get("/control/faults", control.list)
    app.router.add_delete("/control/faults", control.clear)
    app.router.add_delete("/control/faults/{fault_id}", control.remove)
    app.router.add_put("/control/delays", control.set_delays)
    app.router.add_get("/control/delays", control.show_delays)
    app.router.add_delete("/control/delays", control.no_delays)


class _Control:
    def __init__(self, faults: LiveFaults, delays: Delays) -> None:
        self._faults = faults
        self._delays = delays

    async def add(self, request: web.Request) -> web.Response:
        fault = parse(await json_body(request), fault_id=new_id("fault"))
        return web.json_response(self._faults.add(fault).view(), status=201)

    async def list(self, _: web.Request) -> web.Response:
        return web.json_response({"faults": [entry.view() for entry in self._faults.entries]})

    async def clear(self, _: web.Request) -> web.Response:
        self._faults.clear()
        return web.Response(status=204)

    async def remove(self, request: web.Request) -> web.Response:
        if not self._faults.remove(request.match_info["fault_id"]):
            raise ApiError("There is no such fault.", code="not_found", status=404)
        return web.Response(status=204)

    async def set_delays(self, request: web.Request) -> web.Response:
        self._delays.set(await json_body(request))
        return await self.show_delays(request)

    async def show_delays(self, _: web.Request) -> web.Response:
        return web.json_response({stage: list(ends) for stage, ends in self._delays.ranges.items()})

    async def no_delays(self, _: web.Request) -> web.Response:
        self._delays.set({})
        return web.Response(status=204)
