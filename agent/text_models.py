"""The text models that a lesson asks beside its talk, at the engine that counts: where a spare took over, at the spare."""

from collections.abc import Callable
from dataclasses import dataclass

from openai import AsyncOpenAI

from agent.settings import AgentSettings


@dataclass(frozen=True, slots=True)
class TextModel:
    client: AsyncOpenAI
    name: str


# Which one to ask; asked anew for each question.
CurrentModel = Callable[[], TextModel]


class TextModels:
    """Whoever asks one is given the method, as a `CurrentModel`."""

    def __init__(self, settings: AgentSettings, client: AsyncOpenAI) -> None:
        self._settings = settings
        self._client = client

    def move(self, settings: AgentSettings, client: AsyncOpenAI) -> None:
        """Another engine counts from now on."""
        self._settings = settings
        self._client = client

    def usual(self) -> TextModel:
        return TextModel(self._client, self._settings.openai_llm_model)

    # The settings may switch these off; then nobody asks.

    def guardrail(self) -> TextModel:
        return TextModel(self._client, self._settings.guardrail_model or self._settings.openai_llm_model)

    def supervisor(self) -> TextModel:
        return TextModel(self._client, self._settings.supervisor_model or self._settings.openai_llm_model)
