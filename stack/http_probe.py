"""Probes for `Part.ready`: is an HTTP server there?"""

import asyncio
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable

TIMEOUT_SECONDS = 5.0


def answers(url: str) -> Callable[[], Awaitable[bool]]:
    """True once `url` is answered with 200. In a thread and without an HTTP library: a second of imports less a start."""

    async def probe() -> bool:
        return await asyncio.to_thread(_answers, url)

    return probe


def both(
    first: Callable[[], Awaitable[bool]], second: Callable[[], Awaitable[bool]]
) -> Callable[[], Awaitable[bool]]:
    async def probe() -> bool:
        return await first() and await second()

    return probe


def _answers(url: str) -> bool:
    # A proxy from the environment is for the world, not for this machine.
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=TIMEOUT_SECONDS) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError, ValueError):
        return False
