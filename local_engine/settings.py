"""Settings of the local engine, read from the environment."""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from local_engine.models import default_folder

PREFIX = "LOCAL_ENGINE_"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class EngineSettings(BaseSettings):
    """Names are upper-cased environment variables: `port` is LOCAL_ENGINE_PORT."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="ignore", frozen=True, env_ignore_empty=True, validate_default=True
    )

    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8090, ge=0, le=65535, description="port to listen on; 0 takes a free one")
    api_key: str | None = Field(default=None, description="clients must send it as a bearer token, when set")
    grammar: Path | None = Field(
        default=None,
        description="a text file, one sentence a line: the recogniser hears only these; "
        "without it free dictation, which is rough",
    )
    wire_log: Path | None = Field(
        default=None,
        description="a file for realtime events both ways and HTTP calls, for tests: it holds what was said",
    )
    faults: bool = Field(
        default=False,
        description="on: tests may make this engine slow, silent or wrong through /control; on this machine only",
    )

    recogniser: Literal["auto", "sphinx", "moonshine", "whisper"] = Field(
        default="auto",
        description="auto: what `make models` fetched, else sphinx (pocketsphinx); a grammar is always sphinx's",
    )
    voice: Literal["auto", "espeak", "piper"] = Field(
        default="auto", description="auto: what `make models` fetched, else espeak (espeak-ng)"
    )
    models: Path | None = Field(
        default=None,
        description="where `make models` keeps what it fetched; empty: the user's cache",
    )
    mind_url: str | None = Field(
        default=None,
        description="an OpenAI-compatible server (Ollama, vLLM), with /v1, that thinks instead of our rules",
    )
    mind_model: str | None = Field(default=None, description="the model to ask there")
    mind_key: str | None = Field(default=None, description="key for it, where it wants one")

    @property
    def models_folder(self) -> Path:
        return self.models or default_folder(os.environ)

    @field_validator("mind_model")
    @classmethod
    def _with_the_url(cls, model: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("mind_url") and not model:
            raise ValueError("expected the name of a model, for LOCAL_ENGINE_MIND_URL is set")
        return model

    @field_validator("faults")
    @classmethod
    def _only_here(cls, faults: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - pydantic's signature
        if faults and info.data.get("host") not in LOOPBACK:
            raise ValueError(
                f"expected off, for LOCAL_ENGINE_HOST is '{info.data.get('host')}' and not one of "
                f"{', '.join(LOOPBACK)}"
            )
        return faults


def named(error: ValidationError) -> str:
    """What is wrong with which variable, in one line."""
    return "; ".join(
        f"{PREFIX}{str(part['loc'][0]).upper()} is {part['input']!r}: {part['msg']}"
        for part in error.errors()
    )
