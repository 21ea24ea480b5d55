"""Who speaks in a sitting, and what follows from what the learner says: the builder, the hand-off, the role play.

Owns the two agents and the session they share; the sitting owns everything around them. Reflexes that must not depend
on a model (abuse, the wish to end, the exact sentences) are done here, by lesson/'s rules.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from livekit.agents import SpeechCreatedEvent, llm
from livekit.agents.voice import SpeechHandle

from agent.audience import Audience
from agent.engine.ears import was_heard
from agent.engine.moving import Moving
from agent.engine.protocol import Engine
from agent.engine.voice import Session
from agent.held_answers import HeldAnswers, TypedLog
from agent.push_to_talk import PressLog, PushToTalk
from agent.scenario.agent import BuilderAgent
from agent.scenario.builder import BuilderOpening, Heard, ScenarioBuilder
from agent.scenario.fallback import SceneFiller
from agent.tracker.pacing import Pacing
from agent.tutor.agent import Tutor
from agent.tutor.consultation import Consultation
from agent.tutor.guardrail import Guardrail
from agent.tutor.lines import ASK_TO_END, GOODBYE, LOST_REPLY
from agent.tutor.memory import memory_of
from agent.tutor.persona import persona_of
from contract.events import CompletedScenario, PaceChanged, ScenarioCompleted, ScenarioUpdated
from contract.plan import LessonPlan
from contract.scenario import Scenario
from contract.turn import StoredTurn
from contract.words import Locale, Pace, Patience, Stage, Voice
from lesson.abuse import abuse_in, abuse_line
from lesson.catalogue import catalogue, find_scene
from lesson.end_intent import confirms_end, end_intent
from lesson.fillers import is_filler
from lesson.guardrail import redirect
from lesson.own_lines import TIME_IS_UP
from lesson.pace import PaceChange
from lesson.patience import turn_taking
from lesson.persona import Opening, Persona, opening_of
from lesson.repeat_wishes import asks_to_repeat
from lesson.routing import certain_route
from lesson.scenario import ScenarioState, merged
from lesson.title import scenario_title
from storage.durable import DurableLesson
from storage.records import BuilderProgress, LessonRecord

logger = logging.getLogger(__name__)

# The engine has often begun its own answer to a line that gets a fixed one; what it begins this soon after is stopped.
ANSWER_SECONDS = 3.0
WHOLE = ("text", "message")  # lines that come by `typed`, not from the engine


class Hearing(PressLog, TypedLog, Protocol):
    """What the conversation asks of the tracker."""

    @property
    def hears(self) -> bool:
        """Something that the learner said is on its way to become a turn."""
        ...


class Conversation:
    def __init__(
        self,
        *,
        session: Session,
        engine: Engine,
        filler: SceneFiller,
        link: Audience,
        presses: Hearing,
        durable: DurableLesson,
        plan: LessonPlan,
        lesson: LessonRecord,
        earlier: Sequence[StoredTurn],
        now: Callable[[], datetime],
        on_end: Callable[[], None],
        on_agent: Callable[[BuilderAgent | Tutor], None],
        consultation: Consultation | None = None,
        guardrail: Guardrail | None = None,
        on_failed_answer: Callable[[], None] | None = None,
    ) -> None:
        self._session = session
        self._engine = engine
        self._link = link
        self._durable = durable
        self._plan = plan
        self._lesson = lesson
        self._now = now
        self._hearing = presses
        self._on_end = on_end
        self._on_agent = on_agent
        self._on_failed_answer = on_failed_answer or (lambda: None)
        self._moving = Moving(session)
        self._consultation = consultation
        self._guardrail = guardrail
        self._redirected: str | None = None  # what was said last instead of a stopped line
        self._tried_again = False
        self._opening_due: Opening = "none"  # asked for, and nothing of it was heard
        self._earlier = earlier
        self._learner_turns = sum(turn.role == "learner" for turn in earlier)
        said = [turn.text for turn in earlier if turn.role == "tutor" and not is_filler(turn.text)]
        self._last_line = said[-1] if said else ""
        self._asked_to_end = bool(earlier) and earlier[-1].role == "tutor" and earlier[-1].text == ASK_TO_END
        self._no_answer_until = 0.0
        self._held = HeldAnswers(engine, presses)
        self._leaves = False  # only the goodbye is still to be said
        self._tasks: set[asyncio.Task[None]] = set()
        self._lines: set[asyncio.Task[None]] = set()  # those that say something word for word
        self.pacing = Pacing(choice=plan.pace, earlier=[turn.public() for turn in earlier])
        engine.speak_at(self.pacing.speed)
        memory = memory_of(earlier)
        self._tutor = self._new_tutor(self._persona(), memory)
        self._builder: ScenarioBuilder | None = None
        self.talk = PushToTalk(
            engine=engine,
            heard=engine,
            log=presses,
            interrupt=self.interrupt,
            answers=lambda: self._builder is None and not self._held.held,
            on_unheard=lambda: link.notice("not_heard"),
        )
        self._builder_agent = BuilderAgent(engine=engine, chat_ctx=memory, on_enter=self._entered)
        self._building: asyncio.Task[None] | None = None
        self._present: BuilderAgent | Tutor | None = None
        if lesson.stage == "scenario":
            self._builder = ScenarioBuilder(
                state=ScenarioState.from_stored(
                    lesson.scenario,
                    attempts=lesson.builder.attempts,
                    asked_fields=lesson.builder.asked_fields,
                    completed=lesson.builder.completed,
                ),
                locale=plan.locale,
                say=self._say,
                extract=self._extract,
                propose=filler.propose,
                catalogue=catalogue(),
                observer=self,
                aside=self._aside,
            )
        session.on("speech_created", self._speech_created)

    @property
    def stage(self) -> Stage:
        return "scenario" if self._builder is not None else "roleplay"

    @property
    def lesson(self) -> LessonRecord:
        """The row as it is now; storage may lag behind it."""
        return self._lesson

    @property
    def first_agent(self) -> BuilderAgent | Tutor:
        return self._tutor if self._builder is None else self._builder_agent

    def take_turns(self) -> None:
        """Right after the session started, before the first word: in the builder the turns are ours."""
        if self._builder is not None:
            self._engine.hold_turns()

    def open(self) -> None:
        """The tutor speaks first."""
        this_sitting = sum(turn.sitting_id == self._plan.sitting_id for turn in self._earlier)
        if this_sitting:
            self._link.notice("tutor_back")
        if self._builder is not None:
            self._begin_to_build(self._builder, "resumed" if this_sitting else "new")
            return
        opening = opening_of(
            self._plan.mode,
            builder_spoke=False,
            turns_this_sitting=this_sitting,
            turns_before=len(self._earlier) - this_sitting,
        )
        self._opening_due = opening
        if not self._moving.goes_on:  # else it is said once the talk has moved
            self._tutor.open(opening, first_line=self._first_line())

    def go_on(self) -> None:
        """Where the lesson stopped, without a word: the learner speaks next."""
        if self._builder is not None:
            self._begin_to_build(self._builder, "none")

    @property
    def busy(self) -> bool:
        """Whether something is still being done that may lead to words, beside what the session is saying."""
        wanted = self._tutor if self._builder is None else self._builder_agent
        if self._present is not wanted or any(task is not self._building for task in self._tasks):
            return True
        building = self._building is not None and not self._building.done()
        return building and not (self._builder is not None and self._builder.waits)

    def learner_turn(self, turn: StoredTurn) -> None:
        self._learner_turns += 1
        self._tried_again = False
        self._tell_pace(self.pacing.learner_turn(turn))
        if self._consultation is not None:
            self._consultation.learner_said(turn)
        if self._leaves:
            return
        if self._builder is not None:
            if turn.source not in WHOLE:  # that came to the builder already
                self._builder.hear(turn.text)
        elif abuse_in(turn.text) is not None:
            self._own_line(self._answer_exactly(abuse_line()))
        elif self._asked_to_end:
            self._asked_to_end = False
            if confirms_end(turn.text):
                self._own_line(self._say_goodbye())
        else:
            match end_intent(turn.text, self.stage, earlier_turns=self._learner_turns - 1):
                case "end":
                    self._own_line(self._say_goodbye())
                case "confirm":
                    self._asked_to_end = True
                    self._own_line(self._say(ASK_TO_END))
                case "continue":
                    self._route(turn)

    def _route(self, turn: StoredTurn) -> None:
        """A line that is surely the supervisor's, and which the engine has not taken there itself."""
        if self._consultation is None or self._consultation.busy or turn.source in WHOLE:
            return
        if certain_route(turn.text) == "supervisor":
            self._own_line(self._consult(self._consultation))

    async def _consult(self, consultation: Consultation) -> None:
        """Instead of the engine's own answer to this line.

        Asked at once, not when the engine has stopped: it may be calling its tool just now, and to stop it is to wait for
        that. Who asks second is told that it is being looked into.
        """
        await asyncio.gather(self._hold_answer(), consultation.ask(""))

    async def _aside(self, said: str, locale: Locale) -> bool:
        """While a scene is built, only what the rules are sure of goes up: there is no voice to choose."""
        if self._consultation is None or certain_route(said) != "supervisor":
            return False
        await self._consultation.ask("", locale=locale)
        return True

    def tutor_turn(self, turn: StoredTurn) -> None:
        if not is_filler(turn.text) and not turn.blocked:
            self._last_line = turn.text
        if self._builder is None:
            self._opening_due = "none"
        if (speed := self.pacing.tutor_turn(turn)) is not None:
            self._engine.speak_at(speed)
        if self._consultation is not None:  # after the speed: what is made ahead is made for it
            self._consultation.tutor_said(turn)
            self._consultation.prepare(self._locale)

    def not_heard(self) -> None:
        if self._builder is not None:
            self._builder.not_heard()

    async def typed(self, text: str) -> None:
        held = self._leaves or (self._held.held and self._builder is None)
        if held:  # else it is answered in the voice that is about to go
            self._held.typed(text)
        if not self._leaves:
            await self.interrupt()
        if held:
            return
        if self._builder is not None:
            self._builder.hear(text, typed=True)
        else:
            self._answer_typed(text)

    def _answer_typed(self, text: str) -> SpeechHandle:
        if self._consultation is not None and certain_route(text) == "supervisor":
            return self._tutor.ask_supervisor(text)
        if self._last_line and asks_to_repeat(text):
            return self._tutor.say_again(text, self._last_line)
        return self._session.generate_reply(user_input=text)

    async def interrupt(self) -> None:
        with contextlib.suppress(RuntimeError):  # nothing is playing
            await self._session.interrupt()

    def go_on_after_break(self, *, cut: bool) -> None:
        """The engine or the learner was away. `cut`: what the tutor was saying may have been cut by it."""
        if self._builder is None:
            self._own(self._go_on_after_break(cut=cut))
        elif cut and not self._builder.finds_facts:  # else its next words come anyway
            self._builder.not_heard()

    async def _go_on_after_break(self, *, cut: bool) -> None:
        """Once what is still buffered of a cut line has sounded: only then is known what was heard of it."""
        if (speech := self._session.current_speech) is not None:
            await speech
        if self._builder is not None or self._lines or self.talk.held or self._moving.goes_on or self._leaves:
            return
        if self._session.current_speech is not None or self._session.user_state == "speaking":
            return
        if self._consultation is not None and self._consultation.busy:
            return  # the answer that is being looked for will be heard
        if self._learner_spoke_last:
            self._session.generate_reply()
        elif self._opening_due != "none":
            self._tutor.open(self._opening_due, first_line=self._first_line())
        elif cut:
            self._tutor.say_cut_line_again(self._last_line)

    def stop_line(self, speech: SpeechHandle) -> None:
        """The guardrail found in it what a tutor must not say."""
        self._own(self._say_something_else(speech))

    async def _say_something_else(self, speech: SpeechHandle) -> None:
        """The model tries once more; a second stop, or no reply, and the safe line is said."""
        taken_by_learner = speech.interrupted or self._session.user_state == "speaking"
        if not speech.done():
            speech.interrupt(force=True)
            await speech
        if taken_by_learner:
            return
        if not self._tried_again:
            self._tried_again = True
            handle = self._tutor.say_something_else()
            await handle
            if handle.exception() is None:
                return
        self._redirected = redirect(self._redirected)
        await self._say(self._redirected)

    # The engine

    def apologise(self) -> None:
        """A reply was lost. In the builder its next question follows anyway; a first line is asked for again."""
        if self._builder is not None or self._leaves:
            return
        if self._opening_due != "none" and not self._learner_spoke_last:
            self.go_on_after_break(cut=False)
        else:
            self._own_line(self._say(LOST_REPLY))

    def move(self, *, reply_lost: bool, line_lost: bool, told: bool = False) -> None:
        """Another engine counts now: the same talk by agents on it, and what was lost of either side is asked for again.

        `told`: the learner was told already that they were not heard; a scene's partner says so too.
        """
        self._moving.begin()
        cut = reply_lost or self._session.agent_state == "speaking"
        self._own(self._move(cut=cut, line_lost=line_lost, told=told))

    async def _move(self, *, cut: bool, line_lost: bool, told: bool) -> None:
        await self._moving.carry((self._present or self.first_agent).chat_ctx, self._successor)
        if self._builder is not None:
            if line_lost:
                self._builder.not_heard()
            return  # what is asked or said there is asked or said again
        speaks_on = self._session.user_state == "speaking"  # and will be answered
        if (line_lost or (told and not speaks_on)) and not self._lines:
            self.apologise()
        else:
            await self._go_on_after_break(cut=cut)

    def _successor(self, talk: llm.ChatContext) -> BuilderAgent | Tutor:
        if self._builder is None:
            self._tutor = self._new_tutor(self._tutor.persona, talk)
            return self._tutor
        self._builder_agent = BuilderAgent(engine=self._engine, chat_ctx=talk, on_enter=self._entered)
        return self._builder_agent

    def be_patient(self, patience: Patience) -> None:
        self._lesson = replace(self._lesson, patience=patience)
        self._engine.take_turns_by(turn_taking(self._plan.level, patience))

    def speak_at_pace(self, pace: Pace) -> None:
        self._lesson = replace(self._lesson, pace=pace)
        self._tell_pace(self.pacing.choose(pace))

    def speaks_as(self, voice: Voice) -> None:
        self._lesson = replace(self._lesson, voice=voice)

    # A change between two lines (agent.voice_change.Talk)

    @property
    def is_quiet(self) -> bool:
        session = self._session
        return (
            session.current_speech is None
            and session.agent_state not in ("thinking", "speaking")
            and session.user_state != "speaking"
            and not self._hearing.hears
            and not self.talk.held
        )

    @property
    def says_its_own(self) -> bool:
        """A sentence that no model made is being said, or will be next."""
        return bool(self._lines)

    @property
    def interrupted_lines(self) -> Mapping[str, str]:
        return {
            item.id: item.text_content or ""
            for item in self._session.history.items
            if item.type == "message" and item.role == "assistant" and item.interrupted
        }

    def hold_answers(self) -> None:
        self._held.hold()

    def release_answers(self) -> None:
        if self._held.held and not self._leaves:
            if typed := self._held.release():
                self._own(self._answer_held(typed))
            else:
                self.go_on_after_break(cut=False)

    async def _answer_held(self, typed: str) -> None:
        await self.interrupt()
        with self._held.asking_for(typed):
            await self._answer_typed(typed)

    # The last words (agent.farewell.Talk)

    def prepare_goodbye(self) -> None:
        self._engine.prepare([TIME_IS_UP.said(self._locale)])

    def take_leave(self) -> None:
        self._leaves = True
        self._held.hold()
        self._engine.hold_turns()

    async def say_goodbye(self) -> None:
        self.stop()
        await self._say(TIME_IS_UP.said(self._locale))

    @property
    def _locale(self) -> Locale:
        """Of what is said word for word: a scene is in English."""
        return "en" if self._builder is None else self._builder.locale

    @property
    def _learner_spoke_last(self) -> bool:
        said = [item for item in self._session.history.items if item.type == "message" and was_heard(item)]
        return bool(said) and said[-1].role == "user"

    def stop(self) -> None:
        self.talk.close()
        for task in self._tasks:
            task.cancel()

    # The builder (agent.scenario.builder.Observer)

    def scenario_changed(self, state: ScenarioState) -> None:
        self._keep(state)
        self._link.send(
            ScenarioUpdated(
                at=self._now(),
                place=state.scenario.place,
                partner=state.scenario.partner,
                goal=state.scenario.goal,
                missing=list(state.missing),
                questions_asked=state.attempts,
            )
        )

    def scenario_completed(self, state: ScenarioState) -> None:
        self.scenario_changed(state)
        scene = state.scenario
        self._link.send(
            ScenarioCompleted(
                at=self._now(),
                json=CompletedScenario(
                    place=scene.place or "",
                    conversation_partner=scene.partner or "",
                    conversation_goal=scene.goal or "",
                    sessionId=self._plan.lesson_id,
                ),
            )
        )

    def _begin_to_build(self, builder: ScenarioBuilder, opening: BuilderOpening) -> None:
        self._building = self._own(self._build(builder, opening))

    async def _build(self, builder: ScenarioBuilder, opening: BuilderOpening) -> None:
        scenario = await builder.run(opening)
        await self.talk.until_free()
        if self._leaves:
            return
        self._hand_off(scenario)
        await self._link.set_attributes({"lesson.stage": "roleplay"})
        self._building = None

    def _hand_off(self, scenario: Scenario) -> None:
        """The role play takes over on the same connection, and keeps what was said."""
        self._builder = None
        self._tutor = self._new_tutor(
            self._persona().in_scene(scenario, title=self._lesson.title),
            self._builder_agent.chat_ctx.copy(exclude_instructions=True, exclude_function_call=True),
            opening="after_builder",
        )
        self._engine.give_turns()
        self._session.update_agent(self._tutor)

    def _new_tutor(self, persona: Persona, talk: llm.ChatContext, opening: Opening = "none") -> Tutor:
        return Tutor(
            persona,
            engine=self._engine,
            chat_ctx=talk,
            on_enter=self._entered,
            opening=opening,
            consultation=self._consultation,
            guardrail=self._guardrail,
        )

    async def _extract(self, turns: Sequence[Heard]) -> Scenario | None:
        return await self._moving.surely(lambda: self._builder_agent.extract(turns))

    async def change_scene(self, change: Scenario) -> Scenario:
        """The learner objects to the scene: the role play's tool. Gives the scene as it is now."""
        scenario = merged(change, self._lesson.scenario)
        self._keep(ScenarioState(scenario, completed=True))
        self._link.send(
            ScenarioUpdated(
                at=self._now(),
                place=scenario.place,
                partner=scenario.partner,
                goal=scenario.goal,
                missing=[],
                questions_asked=self._lesson.builder.attempts,
            )
        )
        await self._tutor.become(self._tutor.persona.in_scene(scenario, title=self._lesson.title))
        return scenario

    def _keep(self, state: ScenarioState) -> None:
        builder = BuilderProgress(
            attempts=max(state.attempts, self._lesson.builder.attempts),
            asked_fields=state.asked_sorted or self._lesson.builder.asked_fields,
            completed=state.completed,
        )
        title = scenario_title(state.scenario)
        self._lesson = replace(
            self._lesson,
            scenario=state.scenario,
            builder=builder,
            title=title,
            stage="roleplay" if state.completed else "scenario",
        )
        self._own(self._durable.save_scenario(state.scenario, builder, title))

    # Saying

    async def _say(self, text: str) -> None:
        """Word for word, in the tutor's voice; until it is said or interrupted."""
        await self.talk.until_free()
        handle = await self._moving.surely(lambda: self._until_said(text))
        if (error := handle.exception()) is not None:
            logger.warning("a sentence could not be said", extra={"error": type(error).__name__})
            self._link.notice("engine_reconnecting")

    async def _until_said(self, text: str) -> SpeechHandle:
        handle = self._session.say(text)
        await handle
        return handle

    async def _answer_exactly(self, text: str) -> None:
        """Instead of the engine's own answer to this line."""
        await self._hold_answer()
        await self._say(text)

    async def _hold_answer(self) -> None:
        """What the engine has begun to answer stops, and what it begins to this line."""
        self._no_answer_until = asyncio.get_running_loop().time() + ANSWER_SECONDS
        await self.interrupt()

    async def _say_goodbye(self) -> None:
        await self._answer_exactly(GOODBYE)
        self._on_end()

    def _speech_done(self, speech: SpeechHandle) -> None:
        if self._builder is None and not speech.interrupted and speech.exception() is not None:
            self._on_failed_answer()

    def _speech_created(self, event: SpeechCreatedEvent) -> None:
        if event.source != "say":  # whoever says something word for word sees to its failure
            event.speech_handle.add_done_callback(self._speech_done)
        answered_already = asyncio.get_running_loop().time() < self._no_answer_until
        if event.user_initiated or not (answered_already or self.talk.held):
            return
        handle: SpeechHandle = event.speech_handle
        with contextlib.suppress(RuntimeError):
            handle.interrupt(force=True)

    def _persona(self) -> Persona:
        persona = persona_of(self._lesson, supervised=self._consultation is not None)
        guidance = self.pacing.state.guidance
        return persona if guidance.band == "normal" else persona.adjusted(guidance.text)

    def _first_line(self) -> str:
        row = find_scene(self._lesson.scenario_id) if self._lesson.scenario_id else None
        return row.opening if row is not None else ""

    def _tell_pace(self, change: PaceChange | None) -> None:
        if change is None:
            return
        self._engine.speak_at(change.guidance.speed)
        if self._builder is None:
            self._own(self._tutor.become(self._tutor.persona.adjusted(change.guidance.text)))
        self._link.send(
            PaceChanged(at=self._now(), wpm=change.wpm, band=change.band, guidance=change.guidance.text)
        )

    def _entered(self, agent: BuilderAgent | Tutor, opening: Opening) -> None:
        self._present = agent
        self._engine.agent_took_over()
        self._moving.arrived()
        self._on_agent(agent)
        if isinstance(agent, Tutor):
            agent.on_scene_change = self.change_scene
            if opening != "none":
                self._opening_due = opening
            agent.open(opening)

    def _own(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _own_line(self, work: Coroutine[None, None, None]) -> None:
        self._held.answered()
        task = self._own(work)
        self._lines.add(task)
        task.add_done_callback(self._lines.discard)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("a part of the conversation failed", exc_info=error)
