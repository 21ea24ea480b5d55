"""A part: one process that the stack starts, watches and stops."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGTERM, Signals


async def _nothing() -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class Account:
    """The system account a part runs as, when that is not ours."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True, kw_only=True)
class Part:
    """What to run, how to see that it is ready, and how to stop it. Times in seconds."""

    name: str
    command: Sequence[str]
    ready: Callable[[], Awaitable[bool]]  # asked again and again; False while not yet, never raises
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path | None = None
    port: int | None = None
    prepare: Callable[[], Awaitable[None]] = _nothing  # before each start; raises StepError
    account: Account | None = None
    start_seconds: float = 60.0  # not ready after this long counts as dead
    stop_signal: Signals = SIGTERM  # to the first process only: what it started, it ends itself
    second_signal_seconds: float | None = (
        None  # asked again after this long, for a part that takes it as "now"
    )
    stop_seconds: float = 10.0  # then its whole process group is killed
    force_signal: Signals | None = None  # in place of SIGKILL, for a part that must not be killed
