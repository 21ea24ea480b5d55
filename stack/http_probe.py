"""Probes for `Part.ready`: is an HTTP server there?"""

from collections.abc import Awaitable, Callable

import aiohttp

TIMEOUT = aiohttp.ClientTimeout(total=5)


def answers(url: str) -> Callable[[], Awaitable[bool]]:
    """True once `url` is answered with 200."""

    async def probe() -> bool:
        try:
            async with aiohttp.ClientSession(timeout=TIMEOUT) as session, session.get(url) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    return probe


def both(
    first: Callable[[], Awaitable[bool]], second: Callable[[], Awaitable[bool]]
) -> Callable[[], Awaitable[bool]]:
    async def probe() -> bool:
        return await first() and await second()

    return probe
