"""Settings of the worker, read once from the environment."""

from functools import cache
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field

from agent.engine.settings import EngineSettings

WORDNET_FOLDER = Path("/usr/share/wordnet")  # where Debian's package wordnet-base puts it
# At OpenAI itself there surely is one stronger than the voice; another server is asked for what it was told to have.
OPENAI_HOST = "api.openai.com"
OPENAI_SUPERVISOR = "gpt-4.1"


class AgentSettings(EngineSettings):
    openai_supervisor_model: str | None = Field(
        default=None,
        description="answers questions about English and the learner's lessons; empty: gpt-4.1 at OpenAI, else "
        "OPENAI_LLM_MODEL; `off`: nobody is asked",
    )
    openai_guardrail_model: str | None = Field(
        default=None,
        description="judges what the tutor says; empty: OPENAI_LLM_MODEL; `off`: nothing is judged",
    )
    wordnet_dir: Path = Field(
        default=WORDNET_FOLDER,
        description="WordNet's files (Debian: wordnet-base), the supervisor's dictionary",
    )

    tutor_worker_id: str | None = Field(default=None, description="name of this worker's heartbeat row")
    tutor_max_lessons: int = Field(default=20, ge=1, le=500, description="lessons at once, per worker")
    tutor_idle_processes: int = Field(
        default=2, ge=1, le=16, description="processes kept warm, so that a lesson starts at once"
    )
    tutor_job_memory_mb: int = Field(
        default=1000, ge=200, description="a lesson's process over this is ended"
    )
    worker_host: str = Field(default="127.0.0.1", description="address of the worker's health page")
    worker_port: int = Field(
        default=0, ge=0, le=65535, description="port of the worker's health page; 0: any"
    )
    worker_metrics_port: int = Field(
        default=0, ge=0, le=65535, description="port of the worker's Prometheus figures; 0: any"
    )

    report_webhook_url: str | None = Field(
        default=None, description="finished reports are posted there, signed; see docs/operations.md"
    )
    lesson_max_minutes: int = Field(default=30, ge=1, le=240, description="a lesson ends after this long")
    lesson_return_seconds: float = Field(
        default=60.0, gt=0, description="how long a lesson waits for a learner who left"
    )
    drain_seconds: float = Field(
        default=1800.0, ge=0, description="how long running lessons may go on once the worker is told to stop"
    )

    @property
    def spare(self) -> Self | None:
        """A supervisor's and a guardrail's model named here is the first engine's: a spare elsewhere has its own."""
        spare = super().spare
        if spare is None or self.spare_base_url is None:
            return spare
        named = ("openai_supervisor_model", "openai_guardrail_model")
        on = [name for name in named if _unless_off(getattr(self, name), "on") is not None]
        return spare.model_copy(update=dict.fromkeys(on))

    @property
    def supervisor_model(self) -> str | None:
        """None: switched off."""
        at_openai = urlsplit(self.url_of("llm")).hostname == OPENAI_HOST
        usual = OPENAI_SUPERVISOR if at_openai else self.openai_llm_model
        return _unless_off(self.openai_supervisor_model, usual)

    @property
    def guardrail_model(self) -> str | None:
        """None: switched off."""
        return _unless_off(self.openai_guardrail_model, self.openai_llm_model)


def _unless_off(model: str | None, usual: str) -> str | None:
    return None if (model or "").casefold() == "off" else model or usual


@cache
def agent_settings() -> AgentSettings:
    """The environment's settings; read once a process. Raises pydantic.ValidationError."""
    return AgentSettings()
