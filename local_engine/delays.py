"""Steady latencies, to make this engine as slow as another one: seconds a stage, counted from the request.

| stage | the time until |
|---|---|
| `transcription` | the text of a recording is answered |
| `first_token` | a chat's first word, or first piece of a tool call, leaves |
| `first_sentence` | the last word of a chat's first sentence leaves |
| `next_sentence` | each later sentence begins, counted from the end of the one before |
| `speech_first_byte` | the first sound of a speech request leaves |

A stage whose own work takes longer is not made any faster. Of a range, each request draws its own value.
"""

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeGuard, cast, get_args

from local_engine.errors import ApiError, invalid

Stage = Literal["transcription", "first_token", "first_sentence", "next_sentence", "speech_first_byte"]
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
MAX_SECONDS: Final = 60.0


@dataclass
class Delays:
    """What holds now; none until `set`."""

    monotonic: Callable[[], float]
    ranges: Mapping[Stage, tuple[float, float]] = field(default_factory=dict)
    _random: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311 - not for secrets

    def set(self, body: Mapping[str, Any]) -> None:
        """Replaces all: seconds, or [lowest, highest], by stage; `seed` makes the draws repeatable. Raises ApiError."""
        ranges = {
            cast(Stage, stage): _range(value, stage) for stage, value in body.items() if stage != "seed"
        }
        self._random.seed(body.get("seed", 0))
        self.ranges = ranges

    async def reach(self, stage: Stage, began: float) -> None:
        """Return when the stage's time, counted from `began` on the monotonic clock, has come."""
        if stage in self.ranges:
            await asyncio.sleep(
                max(0.0, began + self._random.uniform(*self.ranges[stage]) - self.monotonic())
            )


def _range(value: object, stage: str) -> tuple[float, float]:
    if stage not in STAGES:
        raise ApiError(
            f"Unknown stage '{stage}', expected some of {', '.join(STAGES)}.",
            code="invalid_value",
            param=stage,
        )
    ends = [end for end in (value if isinstance(value, list) else [value, value]) if _is_seconds(end)]
    if len(ends) != 2 or ends[0] > ends[1]:
        raise invalid(stage, value, f"seconds from 0 to {MAX_SECONDS:g}, or [lowest, highest]")
    return float(ends[0]), float(ends[1])


def _is_seconds(value: object) -> TypeGuard[float]:
    return not isinstance(value, bool) and isinstance(value, int | float) and 0 <= value <= MAX_SECONDS
