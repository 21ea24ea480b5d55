"""How many lessons may be started in an hour, by one learner and from one network address. In memory, a process each."""

from collections import deque
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from typing import Final
from uuid import UUID

WINDOW_SECONDS: Final = 3600.0
# So many sources are remembered; above it those without a start in the window are dropped.
_MANY_SOURCES = 10_000


def address_source(host: str | None, *, count_loopback: bool) -> str | None:
    """What counts as one address: an IPv4 address, or the /64 that one IPv6 household has. None is not counted."""
    if host is None:
        return None
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address_source(str(address.ipv4_mapped), count_loopback=count_loopback)
        if address.is_loopback and not count_loopback:
            return None
        return address.exploded[:19]
    return None if address.is_loopback and not count_loopback else str(address)


class StartLimits:
    """A sliding window of an hour over each source's starts."""

    def __init__(self, *, per_learner: int, per_address: int, monotonic: Callable[[], float]) -> None:
        self._per_learner = per_learner
        self._per_address = per_address
        self._monotonic = monotonic
        self._starts: dict[UUID | str, deque[float]] = {}

    def start(self, *, learner_id: UUID | None, address: str | None) -> float | None:
        """Count a start and give None; over a limit count nothing and give the seconds until one is free."""
        now = self._monotonic()
        sources: list[tuple[UUID | str, int]] = []
        if learner_id is not None:
            sources.append((learner_id, self._per_learner))
        if address is not None:
            sources.append((address, self._per_address))
        waits = [self._wait(source, limit, now) for source, limit in sources]
        if any(waits):
            return max(waits)
        for source, _ in sources:
            self._starts.setdefault(source, deque()).append(now)
        if len(self._starts) > _MANY_SOURCES:
            self._forget_the_idle(now)
        return None

    def _wait(self, source: UUID | str, limit: int, now: float) -> float:
        starts = self._starts.get(source)
        if starts is None:
            return 0.0
        while starts and starts[0] <= now - WINDOW_SECONDS:
            starts.popleft()
        return starts[-limit] + WINDOW_SECONDS - now if len(starts) >= limit else 0.0

    def _forget_the_idle(self, now: float) -> None:
        self._starts = {
            source: starts for source, starts in self._starts.items() if starts[-1] > now - WINDOW_SECONDS
        }
