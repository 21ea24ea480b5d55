"""The worker's settings that follow from others."""

from typing import Any

import pytest

from agent.settings import OPENAI_SUPERVISOR, AgentSettings

COMMON = {
    "tutor_secret": "s" * 32,
    "livekit_api_secret": "s" * 32,
    "livekit_api_key": "key",
    "livekit_url": "ws://127.0.0.1:1",
    "database_url": "postgresql://127.0.0.1/none",
    "openai_api_key": "any",
    "openai_llm_model": "small",
}
ELSEWHERE = "http://127.0.0.1:2/v1"
OPENAI = "https://api.openai.com/v1"


def settings(**values: Any) -> AgentSettings:
    return AgentSettings(**{**COMMON, **values})


@pytest.mark.parametrize(
    ("chosen", "model"),
    [
        pytest.param({}, OPENAI_SUPERVISOR, id="at OpenAI"),
        pytest.param({"openai_base_url": OPENAI}, OPENAI_SUPERVISOR, id="at OpenAI, by its address"),
        pytest.param({"openai_base_url": ELSEWHERE}, "small", id="elsewhere"),
        pytest.param({"openai_llm_base_url": ELSEWHERE}, "small", id="only the text models elsewhere"),
        pytest.param(
            {"openai_base_url": ELSEWHERE, "openai_llm_base_url": OPENAI},
            OPENAI_SUPERVISOR,
            id="only the text models at OpenAI",
        ),
        pytest.param({"openai_supervisor_model": "big"}, "big", id="named"),
        pytest.param({"openai_supervisor_model": "off"}, None, id="off"),
    ],
)
def test_the_supervisor_is_asked_for_what_its_service_has(chosen: dict[str, Any], model: str | None) -> None:
    assert settings(**chosen).supervisor_model == model


@pytest.mark.parametrize(
    ("chosen", "supervisor", "guardrail"),
    [
        pytest.param({}, "big", "judge", id="the same addresses"),
        pytest.param({"spare_base_url": ELSEWHERE}, "small", "small", id="elsewhere"),
        pytest.param(
            {"spare_base_url": ELSEWHERE, "spare_llm_model": "other"}, "other", "other", id="its own model"
        ),
        pytest.param({"openai_guardrail_model": "OFF", "spare_base_url": ELSEWHERE}, "small", None, id="off"),
    ],
)
def test_a_spare_elsewhere_is_asked_for_no_model_of_the_firsts(
    chosen: dict[str, Any], supervisor: str, guardrail: str | None
) -> None:
    named = {"openai_supervisor_model": "big", "openai_guardrail_model": "judge", "spare_engine": "realtime"}
    spare = settings(**{**named, **chosen}).spare
    assert spare is not None
    assert (spare.supervisor_model, spare.guardrail_model) == (supervisor, guardrail)
