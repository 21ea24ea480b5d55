"""`python -m local_engine`: serve until SIGTERM or SIGINT. Settings come from the environment (`settings.py`)."""

import asyncio
import logging
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from aiohttp import web
from pydantic import ValidationError

from local_engine.app import make_app
from local_engine.choice import chosen_parts
from local_engine.ears import detector
from local_engine.ears.grammar import GrammarError, read_grammar
from local_engine.faults.live import LiveFaults
from local_engine.models import ModelsError
from local_engine.protocols import SynthesisError
from local_engine.realtime.connection import Engine
from local_engine.settings import EngineSettings, named
from local_engine.wire_log import WireLog

logger = logging.getLogger("local_engine")

DETECTOR_THREADS = 2
SHUTDOWN_SECONDS = 0.5  # for open requests, after the sockets were told to go


async def serve(settings: EngineSettings) -> None:
    if settings.grammar is not None:
        read_grammar(settings.grammar)  # a mistake in it is told here, in one line
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    detector.load()
    parts = chosen_parts(settings)
    wire_log = WireLog(settings.wire_log, unix_time=time.time) if settings.wire_log is not None else None
    threads = ThreadPoolExecutor(DETECTOR_THREADS, thread_name_prefix="detector")
    try:
        await asyncio.gather(parts.voice.check(), *(start() for start in parts.starts))
        engine = Engine(
            mind=parts.mind,
            voice=parts.voice,
            recogniser=parts.recogniser,
            detector=detector.Silero,
            threads=threads,
        )
        runner = web.AppRunner(
            make_app(
                engine,
                api_key=settings.api_key,
                wire_log=wire_log,
                faults=LiveFaults() if settings.faults else None,
            ),
            access_log=None,
            handler_cancellation=True,  # who has left needs no answer: what was being made for them stops
            shutdown_timeout=SHUTDOWN_SECONDS,
        )
        await runner.setup()
        try:
            site = web.TCPSite(runner, settings.host, settings.port)
            await site.start()
            logger.info(
                "listening on %s", ", ".join(f"http://{host}:{port}" for host, port, *_ in runner.addresses)
            )
            if settings.faults:
                logger.warning("LOCAL_ENGINE_FAULTS is on: whoever reaches this port can make it fail")
            logger.info("%s", parts.names)
            if parts.is_rough:
                logger.info("no LOCAL_ENGINE_GRAMMAR: free dictation is rough, expect wrong words")
            await stop.wait()
        finally:
            await runner.cleanup()
    finally:
        await asyncio.gather(*(close() for close in parts.closes))
        threads.shutdown(wait=False, cancel_futures=True)
        if wire_log is not None:
            wire_log.close()


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        asyncio.run(serve(EngineSettings()))
    except ValidationError as error:
        logger.error("cannot start: %s", named(error))
        return 1
    except (GrammarError, ModelsError, SynthesisError, RuntimeError, OSError) as error:
        logger.error("cannot start: %s", error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
