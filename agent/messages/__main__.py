"""`python -m agent.messages`: answer messages until SIGTERM or SIGINT."""

import asyncio
import signal
import sys

from aiohttp import web
from livekit.agents import utils
from prometheus_client import CollectorRegistry
from pydantic import ValidationError

from agent.engine.clients import Clients
from agent.logs import configure_logs
from agent.messages.making import make_server
from agent.messages.settings import MessageSettings, message_settings
from contract.settings_errors import refuse, settings_errors
from storage.postgres import open_storage

STOP_SECONDS = 20.0


async def serve(settings: MessageSettings) -> None:
    clients = Clients(settings)
    storage = await open_storage(settings.database_url)
    server = make_server(settings, storage=storage, clients=clients, registry=CollectorRegistry())
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    runner = web.AppRunner(server.app(), access_log=None, shutdown_timeout=1.0)
    async with utils.http_context.open():
        await server.start()
        await runner.setup()
        await web.TCPSite(runner, settings.messages_host, settings.messages_port).start()
        await stop.wait()
        await server.aclose(within_seconds=STOP_SECONDS)
        await runner.cleanup()
    await clients.aclose()
    await storage.aclose()


def main() -> int:
    try:
        settings = message_settings()
    except ValidationError as error:
        return refuse(settings_errors(error, MessageSettings))
    configure_logs()
    asyncio.run(serve(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
