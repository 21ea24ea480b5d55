"""Settings that several processes share, read from the environment. Each process adds its own in its settings.py."""

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MIN_SECRET_CHARACTERS = 32
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
