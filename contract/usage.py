"""What a lesson used of models, and what that cost."""

from typing import Literal

from pydantic import Field

from contract.model import Message

UsagePart = Literal["realtime", "llm", "stt", "tts"]
# What for: the talk itself, what the learner left open of a scene, a line or hint said for a page, and the rest as named.
UsagePurpose = Literal["talk", "scene", "hint", "translation", "guardrail", "supervisor", "replay"]

# A model's prices in USAGE_PRICES. Tokens and characters by the million, sound by the minute.
PRICE_KINDS = (
    "input_tokens",
    "input_cached_tokens",
    "input_audio_tokens",
    "input_cached_audio_tokens",
    "output_tokens",
    "output_audio_tokens",
    "audio_minutes",
    "characters",
)


class ModelUsage(Message):
    """Of one model. Audio tokens and cached ones (which the service had read before) are part of the tokens, and cached audio
    tokens of both. `cost` is in the currency of the operator's prices, None without.
    """

    part: UsagePart
    model: str
    input_tokens: int = 0
    input_cached_tokens: int = 0
    input_audio_tokens: int = 0
    input_cached_audio_tokens: int = 0
    output_tokens: int = 0
    output_audio_tokens: int = 0
    audio_seconds: float = 0.0  # heard by a recogniser, made by a voice
    characters: int = 0  # spoken by a voice
    cost: float | None = None


class Use(ModelUsage):
    """Of one model for one purpose."""

    purpose: UsagePurpose


class UsageSummary(Message):
    """`models` has one row a part and model, `purposes` the same by what it was for. `cost` is the sum of what has a price,
    None when nothing has.
    """

    models: list[ModelUsage] = Field(default_factory=list)
    purposes: list[Use] = Field(default_factory=list)
    cost: float | None = None
