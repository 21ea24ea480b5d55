"""Usage of models: read from a service's answer, added up, priced. A price table is the operator's: by model, what each kind
of use (contract.usage.PRICE_KINDS) costs.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from contract.usage import ModelUsage, UsagePurpose, UsageSummary, Use

Prices = Mapping[str, Mapping[str, float]]
Row = TypeVar("Row", bound=ModelUsage)

_MILLION: Final = 1_000_000
_DATED: Final = re.compile(r"(.+)-\d{4}-\d{2}-\d{2}")  # such as gpt-4.1-mini-2025-04-14
_COUNTS: Final = (
    "input_tokens",
    "input_cached_tokens",
    "input_audio_tokens",
    "input_cached_audio_tokens",
    "output_tokens",
    "output_audio_tokens",
    "audio_seconds",
    "characters",
)


# From an answer of OpenAI's API, as its client gives it: what is missing there, or no number, counts 0.


def chat_use(purpose: UsagePurpose, model: str, answer: object) -> Use:
    """Of a whole chat completion."""
    usage = getattr(answer, "usage", None)
    details = getattr(usage, "prompt_tokens_details", None)
    return Use(
        purpose=purpose,
        part="llm",
        model=model,
        input_tokens=_count(usage, "prompt_tokens"),
        input_cached_tokens=_count(details, "cached_tokens"),
        input_audio_tokens=_count(details, "audio_tokens"),
        output_tokens=_count(usage, "completion_tokens"),
        output_audio_tokens=_count(getattr(usage, "completion_tokens_details", None), "audio_tokens"),
    )


def transcript_use(purpose: UsagePurpose, model: str, answer: object, *, seconds: float) -> Use:
    """Of a transcription of so much sound; models that count tokens say so in the answer."""
    usage = getattr(answer, "usage", None)
    return Use(
        purpose=purpose,
        part="stt",
        model=model,
        input_tokens=_count(usage, "input_tokens"),
        input_audio_tokens=_count(getattr(usage, "input_token_details", None), "audio_tokens"),
        output_tokens=_count(usage, "output_tokens"),
        audio_seconds=round(seconds, 3),
    )


def speech_use(purpose: UsagePurpose, model: str, text: str, *, seconds: float) -> Use:
    """Of a text that was made into so much sound; the answer is the sound alone."""
    return Use(
        purpose=purpose, part="tts", model=model, audio_seconds=round(seconds, 3), characters=len(text)
    )


def _count(holder: object, name: str) -> int:
    value = getattr(holder, name, None)
    return value if isinstance(value, int) and value > 0 else 0


# Prices and sums


def priced(usage: Row, prices: Prices) -> Row:
    """With its cost. What has no price of its own costs as much as what it is part of: cached tokens as new ones, audio as text.
    A price holds for the model's dated names too.
    """
    price = _price_of(usage.model, prices)
    if price is None:
        return usage
    # A service may count a part of the tokens that is more than all of them; nothing costs less than nothing.
    audio = min(usage.input_audio_tokens, usage.input_tokens)
    cached = min(usage.input_cached_tokens, usage.input_tokens)
    cached_audio = min(usage.input_cached_audio_tokens, cached, audio)
    text = usage.input_tokens - audio
    cached_text = min(cached - cached_audio, text)
    out_audio = min(usage.output_audio_tokens, usage.output_tokens)

    text_price, out_price = price.get("input_tokens", 0.0), price.get("output_tokens", 0.0)
    audio_price = price.get("input_audio_tokens", text_price)
    cost = (
        (text - cached_text) * text_price
        + cached_text * price.get("input_cached_tokens", text_price)
        + (audio - cached_audio) * audio_price
        + cached_audio * price.get("input_cached_audio_tokens", audio_price)
        + (usage.output_tokens - out_audio) * out_price
        + out_audio * price.get("output_audio_tokens", out_price)
        + usage.characters * price.get("characters", 0.0)
    ) / _MILLION + usage.audio_seconds / 60 * price.get("audio_minutes", 0.0)
    return usage.model_copy(update={"cost": cost})


def _price_of(model: str, prices: Prices) -> Mapping[str, float] | None:
    if model not in prices and (dated := _DATED.fullmatch(model)):
        model = dated[1]
    return prices.get(model)


def is_nothing(usage: ModelUsage) -> bool:
    return not any(getattr(usage, name) for name in _COUNTS)


def plus(one: Row, other: ModelUsage) -> Row:
    """Of the same model, together."""
    counts = {name: getattr(one, name) + getattr(other, name) for name in _COUNTS}
    return one.model_copy(update={**counts, "cost": _cost((one.cost, other.cost))})


def since(before: Row | None, now: Row) -> Row:
    """What was used between two readings of a growing count, without a price."""
    if before is None:
        return now
    return now.model_copy(update={name: getattr(now, name) - getattr(before, name) for name in _COUNTS})


def added(uses: Iterable[Use]) -> UsageSummary:
    """Of all sittings, of the engines that took over, and of what was asked beside them."""
    purposes: dict[tuple[str, ...], Use] = {}
    models: dict[tuple[str, ...], ModelUsage] = {}
    for use in uses:
        _gather(purposes, (use.purpose, use.part, use.model), use)
        row = ModelUsage(**use.model_dump(exclude={"purpose"}))
        _gather(models, (use.part, use.model), row)
    return UsageSummary(
        models=[_rounded(row) for _, row in sorted(models.items())],
        purposes=[_rounded(row) for _, row in sorted(purposes.items())],
        cost=_rounded_cost(_cost(row.cost for row in models.values())),
    )


def _gather(rows: dict[tuple[str, ...], Row], key: tuple[str, ...], row: Row) -> None:
    rows[key] = plus(rows[key], row) if key in rows else row


def _rounded(row: Row) -> Row:
    return row.model_copy(
        update={"audio_seconds": round(row.audio_seconds, 2), "cost": _rounded_cost(row.cost)}
    )


def _cost(costs: Iterable[float | None]) -> float | None:
    known = [cost for cost in costs if cost is not None]
    return sum(known) if known else None


def _rounded_cost(cost: float | None) -> float | None:
    return None if cost is None else round(cost, 6)
