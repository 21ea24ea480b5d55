"""Settings that several processes share, read from the environment. Each process adds its own in its settings.py."""

import json
import math
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from contract.usage import PRICE_KINDS

MIN_SECRET_CHARACTERS = 32
Part = Literal["stt", "llm", "tts"]
# `make run` generates secrets that start with this; they are refused outside development.
DEVELOPMENT_SECRET_PREFIX = "development-only-"  # noqa: S105 - a mark, not a secret


class SharedSettings(BaseSettings):
    """Names are upper-cased environment variables: `database_url` is DATABASE_URL."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    tutor_env: Literal["development", "production"] = Field(
        default="production", description="`development` allows generated secrets and plain http"
    )
    tutor_secret: str = Field(description="signs the learner's cookie; at least 32 characters")
    tutor_data_dir: Path = Field(default=Path(".tutor"), description="journal, logs, generated secrets")
    database_url: str = Field(description="Postgres, as a URL")
    livekit_url: str = Field(description="LiveKit as the server side reaches it: ws:// or wss://")
    livekit_public_url: str | None = Field(
        default=None, description="LiveKit as the browser reaches it, when different"
    )
    livekit_api_key: str = Field(description="LiveKit API key")
    livekit_api_secret: str = Field(description="LiveKit API secret; at least 32 characters")

    @property
    def browser_livekit_url(self) -> str:
        return self.livekit_public_url or self.livekit_url

    @field_validator("tutor_secret", "livekit_api_secret")
    @classmethod
    def _is_strong(cls, value: str, info: ValidationInfo) -> str:
        name = str(info.field_name).upper()
        if len(value) < MIN_SECRET_CHARACTERS:
            raise ValueError(f"{name} has {len(value)} characters, expected at least {MIN_SECRET_CHARACTERS}")
        if info.data.get("tutor_env") == "production" and value.startswith(DEVELOPMENT_SECRET_PREFIX):
            raise ValueError(
                f"{name} is a generated development secret, expected one of your own (or TUTOR_ENV=development)"
            )
        return value


class ModelSettings(SharedSettings):
    """Of those who ask an engine's models: the worker, and the token server for pages without a tutor."""

    openai_api_key: SecretStr | None = Field(default=None, description="key of the speech engine")
    openai_base_url: str | None = Field(
        default=None, description="an OpenAI-compatible engine, with /v1; OpenAI itself when empty"
    )
    openai_llm_model: str = Field(
        default="gpt-4.1-mini", description="text model: fills a scene, hints, translations"
    )
    openai_tts_model: str = Field(default="gpt-4o-mini-tts", description="says sentences word for word")

    openai_llm_base_url: str | None = Field(
        default=None, description="the text models, when elsewhere than OPENAI_BASE_URL"
    )
    openai_llm_api_key: SecretStr | None = Field(
        default=None, description="their key; OPENAI_API_KEY when empty"
    )
    openai_tts_base_url: str | None = Field(
        default=None, description="text to speech, when elsewhere than OPENAI_BASE_URL"
    )
    openai_tts_api_key: SecretStr | None = Field(
        default=None, description="its key; OPENAI_API_KEY when empty"
    )

    usage_prices: Annotated[dict[str, dict[str, float]], NoDecode] = Field(
        default_factory=dict,
        description="what models cost, JSON by model: input_tokens, input_cached_tokens, input_audio_tokens, "
        "input_cached_audio_tokens, output_tokens, output_audio_tokens and characters by the million, audio_minutes by "
        "the minute; then reports say what a lesson cost",
    )

    @field_validator("usage_prices", mode="before")
    @classmethod
    def _are_prices(cls, value: Any) -> Any:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                value = None
        known = isinstance(value, dict) and all(
            isinstance(prices, dict) and prices.keys() <= set(PRICE_KINDS) for prices in value.values()
        )
        if not known:
            raise ValueError(
                f'a JSON object such as {{"gpt-4.1-mini": {{"input_tokens": 0.4}}}} with prices for {", ".join(PRICE_KINDS)}'
            )
        for model, prices in value.items():
            for kind, price in prices.items():
                if not _is_price(price):
                    raise ValueError(
                        f"USAGE_PRICES says {price!r} for {kind} of {model}, expected a number from 0 up"
                    )
        return value

    @model_validator(mode="after")
    def _an_engine_is_named(self) -> Self:
        if self.openai_api_key is None and self.openai_base_url is None:
            raise ValueError(
                "OPENAI_API_KEY and OPENAI_BASE_URL are both empty, expected a key for OpenAI or the URL of an "
                "OpenAI-compatible engine"
            )
        return self

    @property
    def engine_key(self) -> str:
        """What is sent as bearer token; an engine without a key check takes anything, but not nothing."""
        return self.openai_api_key.get_secret_value() if self.openai_api_key else "none"

    @property
    def engine_url(self) -> str:
        return self.openai_base_url or "https://api.openai.com/v1"

    def url_of(self, part: Part) -> str:
        """The part's own address, else that of all; only of a part that these settings have a model for."""
        url: str | None = getattr(self, f"openai_{part}_base_url")
        return url or self.engine_url

    def key_of(self, part: Part) -> str:
        key: SecretStr | None = getattr(self, f"openai_{part}_api_key")
        return key.get_secret_value() if key else self.engine_key


def _is_price(value: Any) -> bool:
    """JSON's numbers in Python may be NaN and Infinity, and true is one."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < math.inf
