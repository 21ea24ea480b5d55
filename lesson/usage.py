"""Usage of models, added up and priced. A price table is the operator's: by model, what each kind of use costs."""

from collections.abc import Iterable, Mapping
from typing import Final

from contract.usage import ModelUsage, UsagePart, UsageSummary

# A model's prices. Tokens and characters by the million, sound by the minute.
KINDS: Final = (
    "input_tokens",
    "input_audio_tokens",
    "output_tokens",
    "output_audio_tokens",
    "audio_minutes",
    "characters",
)
Prices = Mapping[str, Mapping[str, float]]

_MILLION: Final = 1_000_000


def priced(usage: ModelUsage, prices: Prices) -> ModelUsage:
    """With its cost; audio tokens without a price of their own cost what tokens cost."""
    price = prices.get(usage.model)
    if price is None:
        return usage
    token, out = price.get("input_tokens", 0.0), price.get("output_tokens", 0.0)
    cost = (
        (usage.input_tokens - usage.input_audio_tokens) * token
        + usage.input_audio_tokens * price.get("input_audio_tokens", token)
        + (usage.output_tokens - usage.output_audio_tokens) * out
        + usage.output_audio_tokens * price.get("output_audio_tokens", out)
        + usage.characters * price.get("characters", 0.0)
    ) / _MILLION + usage.audio_seconds / 60 * price.get("audio_minutes", 0.0)
    return usage.model_copy(update={"cost": round(cost, 6)})


def added(usages: Iterable[ModelUsage]) -> UsageSummary:
    """One row a part and model, in that order: of all sittings, and of the engines that took over."""
    rows: dict[tuple[UsagePart, str], ModelUsage] = {}
    for usage in usages:
        key = usage.part, usage.model
        rows[key] = _sum(rows[key], usage) if key in rows else usage
    models = [
        row.model_copy(update={"audio_seconds": round(row.audio_seconds, 2)})
        for _, row in sorted(rows.items())
    ]
    return UsageSummary(models=models, cost=_cost(row.cost for row in models))


def since(before: ModelUsage | None, now: ModelUsage) -> ModelUsage:
    """What was used between two readings of a growing count."""
    if before is None:
        return now
    return now.model_copy(
        update={name: getattr(now, name) - getattr(before, name) for name in _COUNTS}
        | {"cost": None if now.cost is None else now.cost - (before.cost or 0.0)}
    )


_COUNTS: Final = (
    "input_tokens",
    "input_audio_tokens",
    "output_tokens",
    "output_audio_tokens",
    "audio_seconds",
    "characters",
)


def _sum(one: ModelUsage, other: ModelUsage) -> ModelUsage:
    counts = {name: getattr(one, name) + getattr(other, name) for name in _COUNTS}
    return one.model_copy(update={**counts, "cost": _cost((one.cost, other.cost))})


def _cost(costs: Iterable[float | None]) -> float | None:
    known = [cost for cost in costs if cost is not None]
    return round(sum(known), 6) if known else None
