"""The builder's forced tool call over the real engine, which fails under it."""

from pathlib import Path
from typing import Any

import pytest
from livekit.agents import AgentSession, utils

from agent.engine.clients import Clients
from agent.engine.realtime import RealtimeEngine
from agent.scenario.agent import BuilderAgent
from agent.scenario.builder import Heard
from contract.scenario import Scenario
from lesson.patience import BySilence
from tests.agent.engine.test_plugins import settings
from tests.e2e.lines import GRAMMAR, HOTEL
from tests.fixtures.engine_process import engine_process
from tests.fixtures.faults import faults_of

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("kind", ["drop", "error", "broken_json"])
async def test_what_a_failing_engine_did_not_answer_is_asked_once_more(tmp_path: Path, kind: str) -> None:
    with engine_process(tmp_path, grammar=GRAMMAR, faults=True) as server:
        chosen = settings(openai_base_url=server.url)
        async with utils.http_context.open(), faults_of(server.url) as faults:
            clients = Clients(chosen)
            engine = RealtimeEngine(
                chosen, client=clients.tts, voice="alloy", turn_taking=BySilence(800), stage="scenario"
            )
            builder = BuilderAgent(engine=engine, on_enter=lambda _, __: None)
            session: AgentSession[Any] = AgentSession(llm=engine.model)
            await session.start(builder, record=False)
            engine.hold_turns()
            fault = await faults.set("realtime", "response.created", kind)
            found = await builder.extract([Heard(HOTEL, typed=True)])
            assert (await fault.view())["struck"] == 1
            assert found == Scenario(place="hotel")
            await session.aclose()
            await engine.aclose()
            await clients.aclose()
