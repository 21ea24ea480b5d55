"""How much may be done in an hour: lessons started, by a learner and from a network address; calls that cost money. In
memory, a process each.
"""

from collections import deque
from collections.abc import Callable, Sequence
from ipaddress import IPv6Address, ip_address
from typing import Final
from uuid import UUID

WINDOW_SECONDS: Final = 3600.0
# So many sources are remembered; above it those that did nothing in the window are dropped.
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


class _Window:
    """A sliding window of an hour over what each source did."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._times: dict[UUID | str, deque[float]] = {}

    def take(self, sources: Sequence[tuple[UUID | str, int]]) -> float | None:
        """Count one for each source and give None; where one is over its limit count nothing and give the seconds
        until it is not.
        """
        now = self._monotonic()
        waits = [self._wait(source, limit, now) for source, limit in sources]
        if any(waits):
            return max(waits)
        for source, _ in sources:
            self._times.setdefault(source, deque()).append(now)
        if len(self._times) > _MANY_SOURCES:
            self._forget_the_idle(now)
        return None

    def _wait(self, source: UUID | str, limit: int, now: float) -> float:
        times = self._times.get(source)
        if times is None:
            return 0.0
        while times and times[0] <= now - WINDOW_SECONDS:
            times.popleft()
        return times[-limit] + WINDOW_SECONDS - now if len(times) >= limit else 0.0

    def _forget_the_idle(self, now: float) -> None:
        self._times = {
            source: times for source, times in self._times.items() if times[-1] > now - WINDOW_SECONDS
        }


class StartLimits:
    """How many lessons are started."""

    def __init__(self, *, per_learner: int, per_address: int, monotonic: Callable[[], float]) -> None:
        self._per_learner = per_learner
        self._per_address = per_address
        self._window = _Window(monotonic)

    def start(self, *, learner_id: UUID | None, address: str | None) -> float | None:
        """Count a start and give None; over a limit count nothing and give the seconds until one is free."""
        sources: list[tuple[UUID | str, int]] = []
        if learner_id is not None:
            sources.append((learner_id, self._per_learner))
        if address is not None:
            sources.append((address, self._per_address))
        return self._window.take(sources)


class CallLimit:
    """How many calls that cost money a learner makes. Guests are made by starting lessons, so addresses are counted."""

    def __init__(self, *, per_learner: int, monotonic: Callable[[], float]) -> None:
        self._per_learner = per_learner
        self._window = _Window(monotonic)

    def take(self, learner_id: UUID) -> float | None:
        """Count a call and give None; over the limit count nothing and give the seconds until one is free."""
        return self._window.take([(learner_id, self._per_learner)])
