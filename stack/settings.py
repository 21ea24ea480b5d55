"""Settings of `make run`: what is given is used, what is not is started or generated."""

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from stack.paths import ROOT
from stack.screen import StepError


class StackSettings(BaseSettings):
    """Names are upper-cased environment variables. An empty variable counts as not set."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, env_ignore_empty=True)

    port: int = Field(default=8080, ge=1, le=65535, description="port of the page; never moved silently")
    host: str = Field(default="127.0.0.1", description="address the page listens on")
    public_url: str | None = Field(
        default=None, description="the page as learners reach it, when behind a proxy"
    )
    tutor_env: Literal["development", "production"] = Field(
        default="development", description="`production` refuses generated secrets"
    )
    tutor_data_dir: Path = Field(
        default=Path(".tutor"), description="embedded Postgres, journal, logs, secrets"
    )
    tutor_secret: str | None = Field(default=None, description="generated when empty")
    database_url: str | None = Field(default=None, description="embedded Postgres when empty")
    livekit_url: str | None = Field(default=None, description="a local livekit-server when empty")
    livekit_public_url: str | None = Field(default=None, description="LiveKit as the browser reaches it")
    livekit_api_key: str | None = Field(default=None, description="goes with LIVEKIT_URL")
    livekit_api_secret: str | None = Field(default=None, description="goes with LIVEKIT_URL")
    openai_api_key: str | None = Field(
        default=None, description="the local engine when this and the next are empty"
    )
    openai_base_url: str | None = Field(default=None, description="an OpenAI-compatible engine, with /v1")
    local_engine_api_key: str | None = Field(default=None, description="generated when empty")
    messages_url: str | None = Field(default=None, description="a messages process of this run when empty")
    lesson_return_seconds: float = Field(
        default=60.0, gt=0, description="how long a lesson waits for a learner who left"
    )
    drain_seconds: float = Field(
        default=5.0, ge=0, description="how long running lessons may take to end when `make run` is stopped"
    )

    @property
    def page_url(self) -> str:
        return self.public_url or f"http://localhost:{self.port}"

    @property
    def data_dir(self) -> Path:
        return (ROOT / self.tutor_data_dir.expanduser()).resolve()


def read_settings() -> StackSettings:
    """From the environment. Raises StepError with one line for each setting that is not right."""
    try:
        return StackSettings()
    except ValidationError as error:
        fields = StackSettings.model_fields
        raise StepError(
            "\n".join(
                f"{str(problem['loc'][0]).upper()} is {problem['input']!r}: {problem['msg'].lower()} "
                f"({fields[str(problem['loc'][0])].description})"
                for problem in error.errors()
            )
        ) from None
