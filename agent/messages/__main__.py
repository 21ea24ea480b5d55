"""`python -m agent.messages`: answer messages until SIGTERM or SIGINT."""

import asyncio
import signal
import sys
from datetime import UTC, datetime

from aiohttp import web
from livekit.agents import utils
from openai import AsyncOpenAI
from prometheus_client import CollectorRegistry
from pydantic import ValidationError

from agent.figures import ReplyFigures
from agent.logs import configure_logs
from agent.messages.decoder import Decoder
from agent.messages.exchange import Tools
from agent.messages.hearing import Hearing
from agent.messages.server import Figures, MessageServer
from agent.messages.settings import MessageSettings, message_settings
from contract.settings_errors import refuse, settings_errors
from storage.postgres import open_storage

STOP_SECONDS = 20.0


async def serve(settings: MessageSettings) -> None:
    registry = CollectorRegistry()
    client = AsyncOpenAI(api_key=settings.engine_key, base_url=settings.engine_url, max_retries=0)
    storage = await open_storage(settings.database_url)
    tools = Tools(
        settings=settings,
        storage=storage,
        client=client,
        now=lambda: datetime.now(UTC),
        on_figure=ReplyFigures(registry).observe,
    )
    server = MessageServer(
        tools,
        hearing=Hearing(client, model=settings.openai_stt_model, at_once=settings.messages_decoders),
        decoder=Decoder(at_once=settings.messages_decoders),
        figures=Figures(registry),
        at_once=settings.messages_at_once,
    )
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
    await client.close()
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
