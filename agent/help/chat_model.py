"""A chat model that answers with JSON: one question, one answer, or none."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, Protocol, cast

from openai import OpenAIError
from openai.types.chat import ChatCompletionMessageParam

from agent.text_models import CurrentModel
from contract.usage import UsagePurpose, Use
from lesson.usage import chat_use

logger = logging.getLogger(__name__)


class ChatModel(Protocol):
    def answer(
        self, messages: Sequence[Mapping[str, str]], *, purpose: UsagePurpose, schema: Mapping[str, Any]
    ) -> Coroutine[None, None, str | None]:
        """The answer's text, which may be anything; None where the model failed or was late. Raises nothing."""
        ...


class OpenAIChatModel:
    """Any service that speaks OpenAI's chat completions. `seconds` is for the whole answer; `on_use` is told what it took."""

    def __init__(self, model: CurrentModel, *, seconds: float, on_use: Callable[[Use], None]) -> None:
        self._model = model
        self._seconds = seconds
        self._on_use = on_use

    async def answer(
        self, messages: Sequence[Mapping[str, str]], *, purpose: UsagePurpose, schema: Mapping[str, Any]
    ) -> str | None:
        model = self._model()
        try:
            # Around the client's own limit, which counts from byte to byte: an answer may come in drops.
            async with asyncio.timeout(self._seconds):
                answer = await model.client.chat.completions.create(
                    model=model.name,
                    messages=cast("list[ChatCompletionMessageParam]", list(messages)),
                    response_format={
                        "type": "json_schema",
                        "json_schema": {"name": purpose, "strict": True, "schema": dict(schema)},
                    },
                    timeout=self._seconds,
                )
        except (OpenAIError, TimeoutError, ValueError) as error:  # ValueError: the body is no JSON
            logger.warning(
                "the chat model gave no answer", extra={"ask": purpose, "error": type(error).__name__}
            )
            return None
        self._on_use(chat_use(purpose, model.name, answer))
        choices = getattr(answer, "choices", None)  # a service may answer 200 with anything
        return choices[0].message.content if choices and choices[0].message else None
