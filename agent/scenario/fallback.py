"""A chat model's choice for what the learner left open, as structured output. It may fail; the rules then choose."""

import logging
from collections.abc import Callable

from openai import OpenAIError
from openai.types.shared_params import ResponseFormatJSONSchema

from agent.prompts import prompt
from agent.text_models import CurrentModel
from contract.scenario import Scenario
from contract.usage import Use
from contract.words import FIELDS, Field
from lesson.persona import quoted
from lesson.sanitise import parse_fallback
from lesson.usage import chat_use

logger = logging.getLogger(__name__)

TRY_SECONDS = 4.0


class SceneFiller:
    def __init__(self, model: CurrentModel, *, on_use: Callable[[Use], None]) -> None:
        self._model = model
        self._on_use = on_use

    async def propose(self, known: Scenario) -> Scenario:
        """Values for the fields that are None in `known`; empty where the model failed, was late or vague."""
        model = self._model()
        missing = [field for field in FIELDS if getattr(known, field) is None]
        facts = "\n".join(
            f"{field}: {quoted(value)}" for field in FIELDS if (value := getattr(known, field)) is not None
        )
        try:
            answer = await model.client.chat.completions.create(
                model=model.name,
                messages=[
                    {"role": "system", "content": prompt("agent.scenario", "fallback")},
                    {
                        "role": "user",
                        "content": f"Known:\n{facts or 'nothing'}\nChoose: {', '.join(missing)}",
                    },
                ],
                response_format=_schema(missing),
                timeout=TRY_SECONDS,
            )
        except OpenAIError as error:
            logger.warning("the scene was not filled by the model", extra={"error": type(error).__name__})
            return Scenario()
        self._on_use(chat_use("scene", model.name, answer))
        content = answer.choices[0].message.content if answer.choices else None
        return parse_fallback(content)


def _schema(missing: list[Field]) -> ResponseFormatJSONSchema:
    return {
        "type": "json_schema",
        "json_schema": {
            "name": "scene",
            "strict": True,
            "schema": {
                "type": "object",
                "properties": {field: {"type": "string"} for field in missing},
                "required": list(missing),
                "additionalProperties": False,
            },
        },
    }
