"""Parts of the pipeline by name: made with their options, refused with a reason, told what they can change."""

from typing import Any

import pytest
from livekit.agents import llm, stt, tts
from pydantic import ValidationError

from agent.engine import plugins
from agent.engine.settings import EngineSettings

KEY = "an-api-key"


def settings(**values: Any) -> EngineSettings:
    common = {
        "tutor_secret": "s" * 32,
        "livekit_api_secret": "s" * 32,
        "livekit_api_key": "key",
        "livekit_url": "ws://127.0.0.1:1",
        "database_url": "postgresql://127.0.0.1/none",
        "openai_base_url": "http://127.0.0.1:1/v1",
    }
    return EngineSettings(**{**common, **values})


@pytest.mark.parametrize(
    ("named", "base", "options", "attribute"),
    [
        pytest.param(
            "livekit.plugins.openai:STT", stt.STT, {"model": "base", "api_key": KEY}, "model", id="stt"
        ),
        pytest.param(
            "livekit.plugins.openai:LLM", llm.LLM, {"model": "base", "api_key": KEY}, "model", id="llm"
        ),
        pytest.param(
            "livekit.plugins.openai:TTS", tts.TTS, {"model": "base", "api_key": KEY}, "model", id="tts"
        ),
    ],
)
async def test_any_livekit_plugin_can_be_a_part(
    named: str, base: type[Any], options: dict[str, Any], attribute: str
) -> None:
    made = plugins.make(named, options, base=base, values={})
    assert isinstance(made, base)
    assert getattr(made, attribute) == "base"


async def test_an_option_can_be_the_lessons_voice() -> None:
    options = {"voice": "$voice", "api_key": KEY, "instructions": "$5 is a price"}
    made = plugins.make("livekit.plugins.openai:TTS", options, base=tts.TTS, values={"voice": "nova"})
    assert made._opts.voice == "nova"
    assert made._opts.instructions == "$5 is a price"


@pytest.mark.parametrize(
    ("named", "options", "why"),
    [
        pytest.param("livekit.plugins.nobody:STT", {}, "cannot be loaded", id="no such module"),
        pytest.param("livekit.plugins.openai:Nothing", {}, "cannot be loaded", id="no such class"),
        pytest.param("livekit.plugins.openai:TTS", {}, "is no LiveKit STT", id="another kind of part"),
        pytest.param(
            "livekit.plugins.openai:STT", {"size": 3}, "does not take its options", id="unknown option"
        ),
    ],
)
def test_a_plugin_that_cannot_be_used_is_refused_by_its_name(
    named: str, options: dict[str, Any], why: str
) -> None:
    with pytest.raises(plugins.PluginError, match=f"{named} {why}"):
        plugins.make(named, options, base=stt.STT, values={})


async def test_a_part_is_told_only_what_it_can_change() -> None:
    made = plugins.make("livekit.plugins.openai:TTS", {"api_key": KEY}, base=tts.TTS, values={})
    assert plugins.update(made, speed=0.8, language="ko")
    assert made._opts.speed == 0.8
    assert not plugins.update(made, language="ko")
    assert not plugins.update(object(), speed=0.8)


def test_options_are_a_json_object() -> None:
    assert settings(pipeline_stt_options='{"model": "base"}').pipeline_stt_options == {"model": "base"}


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"pipeline_stt_options": "[1]"}, id="a list"),
        pytest.param({"pipeline_stt_options": "{model}"}, id="no JSON"),
        pytest.param({"pipeline_tts": "livekit.plugins.openai"}, id="no class"),
        pytest.param({"pipeline_tts": "os:system('rm')"}, id="no name"),
    ],
)
def test_a_mistake_in_the_settings_is_told_at_the_start(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        settings(**values)


def test_each_part_has_an_address_and_key_of_its_own_or_the_common_ones() -> None:
    own = settings(openai_tts_base_url="http://tts/v1", openai_tts_api_key="tts-key", openai_api_key="common")
    assert (own.url_of("tts"), own.key_of("tts")) == ("http://tts/v1", "tts-key")
    assert (own.url_of("llm"), own.key_of("llm")) == ("http://127.0.0.1:1/v1", "common")
