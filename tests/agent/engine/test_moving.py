"""What was begun on an engine that failed is done again by the next, once its agents are there."""

import asyncio
from typing import Any

from livekit.agents import Agent, llm

from agent.engine.moving import INTERRUPT_SECONDS, Moving
from tests.fixtures.virtual_time import run_virtually


class DeadSession:
    """Confirms no interruption."""

    def __init__(self) -> None:
        self.agents: list[Agent] = []
        self.told = asyncio.Event()

    async def interrupt(self, *, force: bool) -> None:
        del force
        await asyncio.Event().wait()

    def update_agent(self, agent: Agent) -> None:
        self.agents.append(agent)
        self.told.set()


def moving_of(session: Any) -> Moving:
    return Moving(session)


def test_work_that_a_move_met_is_done_again_and_other_work_once() -> None:
    async def run() -> list[str]:
        moving, done = moving_of(DeadSession()), []
        engine = "first"

        async def work() -> str:
            done.append(engine)
            by = engine
            await asyncio.sleep(1.0)
            return by

        assert await moving.surely(work) == "first"
        asked = asyncio.create_task(moving.surely(work))
        await asyncio.sleep(0.5)
        moving.begin()
        await asyncio.sleep(5.0)  # what the first still said is not taken, and the second is not there yet
        assert not asked.done()
        engine = "second"
        moving.arrived()
        assert await asked == "second"
        return done

    assert run_virtually(run()) == ["first", "first", "second"]


def test_the_talk_is_carried_though_the_dead_engine_confirms_nothing() -> None:
    async def run() -> tuple[float, list[str]]:
        session = DeadSession()
        moving = moving_of(session)
        talk = llm.ChatContext.empty()
        talk.add_message(role="system", content="instructions of the agent that was")
        talk.add_message(role="user", content="words of the learner")
        began = asyncio.get_running_loop().time()
        moving.begin()
        carrying = asyncio.create_task(moving.carry(talk, lambda said: Agent(instructions="", chat_ctx=said)))
        await session.told.wait()
        took = asyncio.get_running_loop().time() - began
        assert moving.goes_on
        assert not carrying.done()
        moving.arrived()
        await carrying
        return took, [
            str(item.text_content) for item in session.agents[0].chat_ctx.items if item.type == "message"
        ]

    took, said = run_virtually(run())
    assert took <= INTERRUPT_SECONDS + 0.2
    assert said == ["words of the learner"]
