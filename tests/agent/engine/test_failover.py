"""The rules of failover, and the engine that takes another's place with all that was asked of it."""

from typing import Any

import pytest
from livekit.agents import APIConnectionError, APIStatusError, APITimeoutError

from agent.engine.failover import Failover, loss_of
from agent.engine.plugins import PluginError
from agent.engine.resilience import Loss, Losses, Remedy
from agent.engine.settings import PARTS
from agent.engine.spare import EngineWithSpare, Wishes
from lesson.patience import BySilence
from tests.agent.engine.test_plugins import settings

WISHES = Wishes("nova", BySilence(1500), "scenario")


@pytest.mark.parametrize(
    ("losses", "with_spare", "without"),
    [
        (["refused"], ["give up"], ["give up"]),
        (["connection"], ["give up"], ["give up"]),
        (["ears"], ["give up"], ["give up"]),
        (["reply", "reply"], ["give up", "give up"], ["apologise", "give up"]),
        (["voice"] * 3, ["give up"] * 3, ["go on", "go on", "give up"]),
        (["reply", "heard", "reply"], ["give up", "give up"], ["apologise", "apologise"]),
        (["reply", "apology", "reply"], ["give up", "give up"], ["apologise", "give up"]),
        (["voice", "voice", "apology", "voice"], ["give up"] * 3, ["go on"] * 3),
        (["reply while a scene is built"] * 3, ["give up"] * 3, ["go on"] * 3),
    ],
    ids=str,
)
def test_what_is_done_about_a_loss(
    losses: list[Any], with_spare: list[Remedy], without: list[Remedy]
) -> None:
    for has_spare, expected in ((True, with_spare), (False, without)):
        rules, remedies = Losses(), []
        for loss in losses:
            if loss == "heard":
                rules.spoke()
            elif loss == "apology":
                rules.spoke(own_words=True)
            elif loss == "reply while a scene is built":
                remedies.append(rules.add("reply", has_spare=has_spare, does_without=True))
            else:
                remedies.append(rules.add(loss, has_spare=has_spare))
        assert remedies == expected


def refusal(status: int, code: str = "") -> APIStatusError:
    return APIStatusError("no", status_code=status, body={"code": code})


@pytest.mark.parametrize(
    ("kind", "error", "loss"),
    [
        ("stt_error", APIConnectionError("away"), "ears"),
        ("stt_error", refusal(401), "ears"),
        ("tts_error", APITimeoutError(), "voice"),
        ("llm_error", refusal(500), "reply"),
        ("llm_error", refusal(429), "reply"),
        ("llm_error", refusal(429, "insufficient_quota"), "refused"),
        ("tts_error", refusal(401), "refused"),
        ("realtime_model_error", APIConnectionError("away"), "connection"),
        ("realtime_model_error", refusal(403), "refused"),
    ],
)
def test_what_an_error_means(kind: str, error: Exception, loss: Loss) -> None:
    assert loss_of(kind, error) == loss


class Recorded:
    """An engine that writes down what it is asked."""

    kind: Any = "pipeline"
    voice: Any = "alloy"

    def __init__(self, wishes: Wishes) -> None:
        self.wishes = wishes
        self.asked: list[Any] = []
        self.closed = False

    async def aclose(self) -> None:
        self.closed = True

    def __getattr__(self, name: str) -> Any:
        return lambda *values: self.asked.append((name, *values))


def two_engines() -> tuple[EngineWithSpare, list[Recorded]]:
    made: list[Recorded] = []

    def make(wishes: Wishes) -> Any:
        made.append(Recorded(wishes))
        return made[-1]

    return EngineWithSpare([make, make], WISHES), made


async def test_the_spare_engine_is_asked_what_the_first_was_asked() -> None:
    engine, made = two_engines()
    session: Any = object()
    engine.attach(session)
    engine.hold_turns()
    engine.give_turns()
    engine.hold_turns()
    engine.take_turns_by(BySilence(3000))
    engine.speak_at(0.75)
    engine.listen_by_button()
    assert engine.switch()
    assert not engine.has_spare
    assert not engine.switch()
    assert made[1].wishes == Wishes("alloy", BySilence(3000), "roleplay")
    assert made[1].asked == [("attach", session), ("speak_at", 0.75)]
    made[1].asked.clear()
    engine.agent_took_over()  # an agent decides as it takes over who takes the turns
    assert made[1].asked == [("hold_turns",), ("listen_by_button",), ("agent_took_over",)]
    assert not made[0].closed
    await engine.retire()
    assert (made[0].closed, made[1].closed) == (True, False)


def told(engine: EngineWithSpare) -> tuple[Failover, list[Any]]:
    heard: list[Any] = []
    failover = Failover(
        engine,
        notice=heard.append,
        apologise=lambda: heard.append("apologised"),
        does_without=lambda: False,
        on_switched=lambda kind, loss: heard.append((kind, loss)),
        on_gone=lambda: heard.append("gone"),
    )
    return failover, heard


def test_the_spare_takes_over_once_and_then_nobody_is_left() -> None:
    engine, made = two_engines()
    failover, heard = told(engine)
    failover.failed("llm_error", APIConnectionError("away"))
    assert heard == ["engine_switched", ("pipeline", "reply")]
    failover.connection_lost(made[0], APIConnectionError("late"))
    assert len(heard) == 2
    failover.failed("llm_error", APIConnectionError("away"))
    failover.failed("llm_error", APIConnectionError("away"))
    assert heard[2:] == ["apologised", "gone"]


def broken(_: Wishes) -> Any:
    raise PluginError("no such module")


def without_a_key(_: Wishes) -> Any:
    raise ValueError("api_key must be set")


@pytest.mark.parametrize("first", [broken, without_a_key])
def test_a_lesson_begins_with_the_spare_if_the_first_engine_cannot_be_made(first: Any) -> None:
    engine = EngineWithSpare([first, Recorded], WISHES)
    assert engine.began_with_spare
    assert not engine.has_spare
    assert engine.agent_parts is None  # the session is made with its parts
    assert not EngineWithSpare([Recorded, first], WISHES).began_with_spare
    with pytest.raises(PluginError):
        EngineWithSpare([first, broken], WISHES)


def test_a_spare_that_cannot_be_made_is_none() -> None:
    failover, heard = told(EngineWithSpare([lambda wishes: Recorded(wishes), broken], WISHES))
    failover.failed("stt_error", APIConnectionError("away"))
    assert heard == ["gone"]


@pytest.mark.parametrize(
    ("chosen", "url", "key", "model"),
    [
        pytest.param({}, "http://127.0.0.1:1/v1", "first", "own", id="the same addresses"),
        pytest.param(
            {
                "spare_base_url": "http://127.0.0.1:2/v1",
                "spare_api_key": "second",
                "spare_llm_model": "other",
            },
            "http://127.0.0.1:2/v1",
            "second",
            "other",
            id="elsewhere",
        ),
    ],
)
def test_the_spares_settings_are_the_firsts_where_nothing_else_is_said(
    chosen: dict[str, Any], url: str, key: str, model: str
) -> None:
    spare = settings(openai_api_key="first", openai_llm_model="own", spare_engine="pipeline", **chosen).spare
    assert spare is not None
    assert (spare.url_of("llm"), spare.key_of("llm"), spare.openai_llm_model) == (url, key, model)


@pytest.mark.parametrize(
    ("chosen", "plugins"),
    [
        pytest.param({}, {"stt", "llm"}, id="the same parts"),
        pytest.param({"spare_base_url": "http://127.0.0.1:2/v1"}, set(), id="elsewhere"),
        pytest.param({"spare_llm_model": "other"}, {"stt"}, id="another model"),
        pytest.param({"spare_realtime_model": "other"}, {"stt", "llm"}, id="another model of another part"),
    ],
)
def test_the_spare_is_no_plugin_where_it_has_a_place_or_a_model_of_its_own(
    chosen: dict[str, Any], plugins: set[str]
) -> None:
    named = {"pipeline_stt": "ears:STT", "pipeline_llm": "mind:LLM", "pipeline_llm_options": {"model": "x"}}
    first = settings(spare_engine="pipeline", **named, **chosen)
    spare = first.spare
    assert spare is not None
    assert {part for part in PARTS if spare.plugin_of(part) is not None} == plugins
    assert spare.pipeline_llm_options == ({"model": "x"} if "llm" in plugins else {})
    assert first.plugin_of("llm") == ("mind:LLM", {"model": "x"})


def test_no_spare_unless_one_is_named() -> None:
    assert settings(spare_base_url="http://127.0.0.1:2/v1").spare is None
