"""Settings of the token server, read once from the environment."""

from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import NoDecode

from contract.settings import MIN_SECRET_CHARACTERS, ModelSettings
from contract.words import EngineKind


class TokenServerSettings(ModelSettings):
    host: str = Field(default="127.0.0.1", description="address the page is served on")
    port: int = Field(default=8080, ge=1, le=65535, description="port of the page")
    public_url: str | None = Field(
        default=None, description="the page's address as learners see it; https makes the cookie Secure"
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="other web origins that may call the API, separated by commas"
    )
    web_client_dir: Path = Field(default=Path("web_client/dist"), description="the built web client")

    tutor_engine: EngineKind = Field(
        default="realtime",
        description="the engine of a lesson whose learner chose none: `realtime` or `pipeline`",
    )
    tutor_debug_pages: bool | None = Field(
        default=None, description="developers' pages at /debug; when empty: only with TUTOR_ENV=development"
    )

    lesson_max_minutes: int = Field(default=30, ge=1, le=240, description="a lesson ends after this long")
    lesson_return_seconds: float = Field(
        default=60.0, gt=0, le=3600, description="how long a lesson waits for a learner who left"
    )
    idle_minutes: float = Field(
        default=30.0, gt=0, description="a lesson without speech or text ends after this long"
    )
    guest_keep_days: float = Field(
        default=30.0, gt=0, description="guests without activity for this long are removed with their lessons"
    )
    lesson_starts_per_learner: int = Field(
        default=20, ge=1, description="lessons one learner may start in an hour"
    )
    lesson_starts_per_address: int = Field(
        default=60, ge=1, description="lessons one network address may start in an hour"
    )

    translations_per_learner: int = Field(
        default=200, ge=1, description="lines one learner may have translated on pages in an hour"
    )
    sounds_per_learner: int = Field(
        default=200, ge=1, description="lines and hints one learner may have spoken on pages in an hour"
    )
    messages_url: str | None = Field(
        default=None, description="the messages process; without it lessons take no messages"
    )
    messages_per_learner: int = Field(
        default=240, ge=1, description="messages one learner may send in an hour"
    )
    messages_per_address: int = Field(
        default=720, ge=1, description="messages one network address may send in an hour"
    )

    report_webhook_url: str | None = Field(default=None, description="each report is posted there, signed")
    report_webhook_secret: SecretStr | None = Field(
        default=None, description="signs what is posted to REPORT_WEBHOOK_URL; at least 32 characters"
    )

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _split_at_commas(cls, value: Any) -> Any:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("allowed_origins")
    @classmethod
    def _are_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            parts = urlsplit(origin)
            if parts.scheme not in ("http", "https") or not parts.netloc or origin != _origin(origin):
                raise ValueError("origins such as https://example.com, without a path, separated by commas")
        return value

    @field_validator("public_url", "report_webhook_url", "messages_url")
    @classmethod
    def _is_http(cls, value: str | None) -> str | None:
        if value is not None and (
            urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc
        ):
            raise ValueError("an http:// or https:// URL")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_postgres(cls, value: str) -> str:
        if urlsplit(value).scheme not in ("postgres", "postgresql"):
            raise ValueError("postgresql://user@host/database")
        return value

    @field_validator("livekit_url", "livekit_public_url")
    @classmethod
    def _is_livekit(cls, value: str | None) -> str | None:
        if value is not None and (
            urlsplit(value).scheme not in ("ws", "wss", "http", "https") or not urlsplit(value).netloc
        ):
            raise ValueError("a ws:// or wss:// URL")
        return value

    @model_validator(mode="after")
    def _posts_are_signed(self) -> Self:
        if self.report_webhook_url is None:
            return self
        secret = self.report_webhook_secret.get_secret_value() if self.report_webhook_secret else ""
        if len(secret) < MIN_SECRET_CHARACTERS:
            raise ValueError(
                f"REPORT_WEBHOOK_SECRET has {len(secret)} characters, expected at least {MIN_SECRET_CHARACTERS} "
                "because REPORT_WEBHOOK_URL is set"
            )
        return self

    @property
    def debug_pages_open(self) -> bool:
        return self.tutor_env == "development" if self.tutor_debug_pages is None else self.tutor_debug_pages

    @property
    def page_url(self) -> str:
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def https(self) -> bool:
        return urlsplit(self.page_url).scheme == "https"

    @property
    def own_origins(self) -> frozenset[str]:
        """Origins whose pages may act with a learner's cookie."""
        return frozenset({_origin(self.page_url), *self.allowed_origins})


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
