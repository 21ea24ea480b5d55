"""Is an HTTP server there? A probe for `Part.ready`."""

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
