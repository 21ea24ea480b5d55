"""What hears, thinks and speaks in a lesson, as an operator chooses it. Part of the worker's settings."""

import json
import re
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import NoDecode

from contract.settings import ModelSettings, Part
from contract.words import EngineKind

_PLUGIN = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")

Options = Annotated[dict[str, Any], NoDecode]
PARTS: Final[tuple[Part, ...]] = ("stt", "llm", "tts")


class EngineSettings(ModelSettings):
    openai_realtime_model: str = Field(default="gpt-realtime", description="the speech-to-speech model")
    openai_stt_model: str = Field(default="gpt-4o-mini-transcribe", description="transcribes the learner")

    openai_stt_base_url: str | None = Field(
        default=None, description="the pipeline's recogniser, when elsewhere than OPENAI_BASE_URL"
    )
    openai_stt_api_key: SecretStr | None = Field(
        default=None, description="its key; OPENAI_API_KEY when empty"
    )
    pipeline_stt: str | None = Field(
        default=None,
        description="another LiveKit recogniser for the pipeline, as module:Class; see docs/extending.md",
    )
    pipeline_stt_options: Options = Field(
        default_factory=dict, description="its arguments, a JSON object; `$language` is the lesson's"
    )
    pipeline_llm: str | None = Field(
        default=None, description="another LiveKit language model for the pipeline, as module:Class"
    )
    pipeline_llm_options: Options = Field(default_factory=dict, description="its arguments, a JSON object")
    pipeline_tts: str | None = Field(
        default=None, description="another LiveKit text-to-speech for the pipeline, as module:Class"
    )
    pipeline_tts_options: Options = Field(
        default_factory=dict, description="its arguments, a JSON object; `$voice` is the lesson's voice"
    )
    pipeline_turns: Literal["meaning", "silence"] = Field(
        default="meaning",
        description="how the pipeline finds the end of a turn: by LiveKit's local audio model (where the learner chose "
        "no seconds), or by silence alone",
    )
    pipeline_preemptive: Literal["off", "text", "sound"] = Field(
        default="text",
        description="what the pipeline makes before it is sure that the turn is over, and throws away if not",
    )
    pipeline_temperature: float = Field(
        default=0.8, ge=0, le=2, description="of the pipeline's model; 0.6 is quicker"
    )
    pipeline_max_tokens: int = Field(default=200, ge=20, description="of one reply of the pipeline's model")
    pipeline_context_tokens: int = Field(
        default=8000, ge=500, description="of the talk that the pipeline's model is told, the latest"
    )
    pipeline_sentences_per_request: int = Field(
        default=1,
        ge=1,
        le=3,
        description="sentences in one request for speech, after the first; more is cheaper",
    )
    pipeline_first_cut: Literal["sentence", "comma"] = Field(
        default="sentence",
        description="`comma`: a reply's first clause may be spoken before its sentence is whole",
    )

    spare_engine: EngineKind | None = Field(
        default=None,
        description="takes over in a running lesson when its engine fails for good; empty: the lesson ends then",
    )
    spare_base_url: str | None = Field(
        default=None,
        description="where the spare engine is, with all its parts; the same addresses and plugins when empty",
    )
    spare_api_key: SecretStr | None = Field(default=None, description="its key; the same keys when empty")
    spare_realtime_model: str | None = Field(
        default=None, description="the spare's; else OPENAI_REALTIME_MODEL"
    )
    spare_llm_model: str | None = Field(default=None, description="the spare's; else OPENAI_LLM_MODEL")
    spare_stt_model: str | None = Field(default=None, description="the spare's; else OPENAI_STT_MODEL")
    spare_tts_model: str | None = Field(default=None, description="the spare's; else OPENAI_TTS_MODEL")

    @field_validator("pipeline_stt_options", "pipeline_llm_options", "pipeline_tts_options", mode="before")
    @classmethod
    def _is_an_object(cls, value: Any) -> Any:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                value = None
        if not isinstance(value, dict):
            raise ValueError('a JSON object, such as {"model": "base"}')
        return value

    @field_validator("pipeline_stt", "pipeline_llm", "pipeline_tts")
    @classmethod
    def _names_a_class(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and not _PLUGIN.fullmatch(value):
            raise ValueError(
                f"{str(info.field_name).upper()} is {value!r}, expected module:Class, such as livekit.plugins.openai:STT"
            )
        return value

    @property
    def realtime_models(self) -> frozenset[str]:
        return frozenset(
            {self.openai_realtime_model, self.spare_realtime_model or self.openai_realtime_model}
        )

    @property
    def spare(self) -> Self | None:
        """The settings of the spare engine, as if it were the only one. A part that it has an address or a model for is no
        plugin there: that is the one which has just failed.
        """
        if self.spare_engine is None:
            return None
        own: dict[str, Any] = {
            f"openai_{name}_model": value
            for name in ("realtime", *PARTS)
            if (value := getattr(self, f"spare_{name}_model")) is not None
        }
        if self.spare_base_url is not None:
            own |= {"openai_base_url": self.spare_base_url}
            own |= {f"openai_{part}_base_url": None for part in PARTS}
        if self.spare_api_key is not None:
            own |= {"openai_api_key": self.spare_api_key}
            own |= {f"openai_{part}_api_key": None for part in PARTS}
        for part in PARTS:
            if self.spare_base_url is not None or f"openai_{part}_model" in own:
                own |= {f"pipeline_{part}": None, f"pipeline_{part}_options": {}}
        return self.model_copy(update=own)

    def plugin_of(self, part: Part) -> tuple[str, dict[str, Any]] | None:
        """`module:Class` and its arguments; None: OpenAI's API."""
        name: str | None = getattr(self, f"pipeline_{part}")
        return None if name is None else (name, getattr(self, f"pipeline_{part}_options"))
