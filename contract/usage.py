"""What a lesson used of the engines' models, and what that cost."""

from typing import Literal

from pydantic import Field

from contract.model import Message

UsagePart = Literal["realtime", "llm", "stt", "tts"]


class ModelUsage(Message):
    """Of one model. Audio tokens are part of the tokens. `cost` is in the currency of the operator's prices, None without."""

    part: UsagePart
    model: str
    input_tokens: int = 0
    input_audio_tokens: int = 0
    output_tokens: int = 0
    output_audio_tokens: int = 0
    audio_seconds: float = 0.0  # heard by a recogniser, made by a voice
    characters: int = 0  # spoken by a voice
    cost: float | None = None


class UsageSummary(Message):
    """`cost` is the sum of what has a price, None when nothing has."""

    models: list[ModelUsage] = Field(default_factory=list)
    cost: float | None = None
