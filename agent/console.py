"""The same lesson typed in a terminal: `python -m agent.console`. No room, no sound; stored like any other.

The engine is asked for text, the tutor speaks first, each line of yours is a turn. `/end` or Ctrl-D ends the lesson,
which then stands in the history with its report.
"""

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

from livekit.agents import AgentSession, utils
from pydantic import ValidationError

from agent import audio_console
from agent.engine.clients import Clients
from agent.engine.ears import Ears
from agent.engine.realtime import RealtimeEngine
from agent.logs import configure_logs
from agent.settings import AgentSettings, agent_settings
from agent.tracker.tracker import ConversationTracker
from agent.tutor.agent import Tutor
from agent.tutor.persona import persona_of
from agent.usage import LessonUsage
from contract.plan import learner_identity
from contract.scenario import Scenario
from contract.settings_errors import refuse, settings_errors
from contract.turn import StoredTurn
from lesson.patience import turn_taking
from lesson.report import make_report
from lesson.title import scenario_title
from storage.closing import close_lesson
from storage.durable import DurableLesson
from storage.journal import Journal
from storage.migrate import migrate
from storage.postgres import open_storage
from storage.records import NewLesson, Sitting
from storage.repositories import Storage

ReadLine = Callable[[], Awaitable[str | None]]
WriteLine = Callable[[str], None]


class _Stored:
    """The tracker's observer where there is no page: turns are stored, nothing else happens."""

    def __init__(self, durable: DurableLesson) -> None:
        self._durable = durable
        self._saving: set[asyncio.Task[None]] = set()

    def turn_final(self, turn: StoredTurn) -> None:
        task = asyncio.get_running_loop().create_task(self._durable.save_turn(turn))
        self._saving.add(task)
        task.add_done_callback(self._saving.discard)

    def not_heard(self) -> None:
        pass

    async def settle(self) -> None:
        if self._saving:
            await asyncio.wait(self._saving)


async def talk(
    *,
    storage: Storage,
    settings: AgentSettings,
    learner_id: UUID,
    scenario: Scenario,
    read: ReadLine,
    write: WriteLine,
) -> UUID:
    """One whole lesson; gives its id. `read` gives None at the end of input."""
    lesson_id, sitting_id = uuid4(), uuid4()
    job_id = f"console-{sitting_id}"
    await storage.learners.ensure(learner_id, locale="en")
    await storage.lessons.create(
        NewLesson(
            lesson_id=lesson_id,
            learner_id=learner_id,
            mode="scene" if scenario.complete else "free",
            scenario=scenario,
            title=scenario_title(scenario, mode="free"),
            locale="en",
        )
    )
    await storage.sittings.create(
        Sitting(
            sitting_id=sitting_id,
            lesson_id=lesson_id,
            room_name=job_id,
            learner_identity=learner_identity(learner_id),
            created_at=datetime.now(UTC),
        )
    )
    lease = await storage.leases.claim(lesson_id, job_id=job_id)
    lesson = await storage.lessons.get(lesson_id)
    if lease is None or lesson is None:
        raise RuntimeError(f"lesson {lesson_id} was taken or deleted while it was being made")
    durable = DurableLesson(
        Journal(settings.tutor_data_dir / "journal", owner=job_id),
        storage,
        lesson_id,
        sitting_id=sitting_id,
        epoch=lease.epoch,
        on_delayed=lambda _: None,
    )
    stored = _Stored(durable)
    tracker = ConversationTracker(
        lesson_id=lesson_id, sitting_id=sitting_id, job_id=job_id, epoch=lease.epoch, observer=stored
    )
    client = Clients(settings).tts
    engine = RealtimeEngine(
        settings, client=client, voice="alloy", turn_taking=turn_taking(None, "auto"), stage="roleplay"
    )
    await storage.lessons.start(lesson_id, at=datetime.now(UTC))
    async with AgentSession(llm=engine.model, vad=None) as session:
        Ears(session, tracker)
        usage = LessonUsage(storage.usage, lesson_id=lesson_id, job_id=job_id, prices=settings.usage_prices)
        usage.follow(session, realtime_models=settings.realtime_models)
        tutor = Tutor(persona_of(lesson), engine=engine, on_enter=lambda _, __: None)
        await session.start(tutor, record=False)
        if (opening := tutor.open("new" if scenario.complete else "free")) is not None:
            await opening
        for turn in tracker.turns[-1:]:
            write(turn.text)
        while (line := await read()) is not None and line.strip() != "/end":
            if line.strip():
                await session.run(user_input=line.strip())
                for turn in tracker.turns[-1:]:
                    if turn.role == "tutor":
                        write(turn.text)
    tracker.close()
    await usage.finish()
    await stored.settle()
    ended = datetime.now(UTC)
    await durable.end("said", ended)
    await durable.flush(5.0)
    await close_lesson(storage, lesson_id, reason="said", at=ended, make_report=make_report)
    await durable.aclose()
    return lesson_id


async def _run(arguments: argparse.Namespace, settings: AgentSettings) -> None:
    await migrate(settings.database_url)
    storage = await open_storage(settings.database_url)
    scenario = Scenario(place=arguments.place, partner=arguments.partner, goal=arguments.goal)

    async def read() -> str | None:
        sys.stdout.write("you> ")
        sys.stdout.flush()
        line = await asyncio.to_thread(sys.stdin.readline)
        return line if line else None

    def write(text: str) -> None:
        sys.stdout.write(f"tutor> {text}\n")

    async with utils.http_context.open():
        lesson_id = await talk(
            storage=storage,
            settings=settings,
            learner_id=uuid4(),
            scenario=scenario,
            read=read,
            write=write,
        )
    sys.stdout.write(f"\nThe lesson is stored: {lesson_id}\n")
    await storage.aclose()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m agent.console", description=__doc__)
    parser.add_argument("--audio", action="store_true", help="with this machine's microphone; not stored")
    parser.add_argument("--place")
    parser.add_argument("--partner")
    parser.add_argument("--goal")
    arguments = parser.parse_args()
    try:
        settings = agent_settings()
    except ValidationError as error:
        return refuse(settings_errors(error, AgentSettings))
    configure_logs()
    if arguments.audio:
        return audio_console.run()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(arguments, settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
