"""The talk that builds a scene: greet, listen, extract, ask, complete. Knows no LiveKit; decides nothing itself.

The turns are ours here: after each turn of the learner the facts are extracted, `lesson.scenario` gives the next step,
and its sentence is said word for word. What fails or is late changes nothing and never stops the talk.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from contract.scenario import CatalogueScenario, Scenario
from contract.words import Locale
from lesson.builder_lines import OFFER_TYPING, RESUMED, closing_line, greeting
from lesson.language import speech_locale
from lesson.questions import Line, default_question
from lesson.scenario import (
    Ask,
    Complete,
    Fallback,
    Nothing,
    RepeatQuestion,
    ScenarioState,
    Step,
    fill,
    hear,
    merged,
)
from lesson.utterances import MAX_UNHEARD, is_unheard

logger = logging.getLogger(__name__)

FALLBACK_TRIES = 2
SETTLE_SECONDS = (
    3.0  # how long the rest of an interrupted turn is waited for before the facts are asked for again
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn of the learner; empty text: something was said that nobody could make out."""

    text: str
    typed: bool = False


class Observer(Protocol):
    def scenario_changed(self, state: ScenarioState) -> None: ...
    def scenario_completed(self, state: ScenarioState) -> None:
        """Called once, before anything else is said."""
        ...


BuilderOpening = Literal["new", "resumed", "none"]
Say = Callable[[str], Awaitable[None]]
# The facts in these turns; None when it was interrupted by the learner going on. Raises nothing.
Extract = Callable[[Sequence[Heard]], Awaitable[Scenario | None]]
# A model's choice for what is missing; empty when it failed. Raises nothing.
Propose = Callable[[Scenario], Awaitable[Scenario]]
# Answers a line that is about something else (English itself); False: it is not, and nothing was said.
Aside = Callable[[str, Locale], Awaitable[bool]]


class ScenarioBuilder:
    def __init__(
        self,
        *,
        state: ScenarioState,
        locale: Locale,
        say: Say,
        extract: Extract,
        propose: Propose,
        catalogue: Sequence[CatalogueScenario],
        observer: Observer,
        aside: Aside | None = None,
    ) -> None:
        self._state = state
        self._locale: Locale = locale
        self._say = say
        self._extract = extract
        self._propose = propose
        self._catalogue = catalogue
        self._observer = observer
        self._aside = aside
        self._heard: asyncio.Queue[Heard] = asyncio.Queue()
        self._unheard = 0
        self._waits = False
        self._finds_facts = False

    @property
    def state(self) -> ScenarioState:
        return self._state

    @property
    def locale(self) -> Locale:
        """The language that the learner spoke last."""
        return self._locale

    def hear(self, text: str, *, typed: bool = False) -> None:
        """A final turn of the learner. The tutor's words and ours never come here."""
        self._heard.put_nowait(Heard(text, typed))

    def not_heard(self) -> None:
        self._heard.put_nowait(Heard(""))

    @property
    def waits(self) -> bool:
        """For the learner; until then it has something to say or to find out."""
        return self._waits and self._heard.empty()

    @property
    def finds_facts(self) -> bool:
        """In what the learner said last; its words follow."""
        return self._finds_facts

    async def run(self, opening: BuilderOpening = "new") -> Scenario:
        """Until the scene is complete and its closing line is said."""
        match opening:
            case "new":
                await self._speak(greeting(self._state.scenario))
            case "resumed":
                await self._speak(RESUMED)
                await self._speak(self._question_or_greeting())
            case "none":
                pass
        while True:
            heard = await self._next_turns()
            said = " ".join(turn.text for turn in heard)
            if is_unheard(said):
                found: Scenario = Scenario()
            else:
                self._finds_facts = True
                found = await self._facts(heard)
                self._finds_facts = False
                said = " ".join(turn.text for turn in heard)  # it may have grown meanwhile
                self._locale = speech_locale(said, self._locale)
                if await self._answered(said) and found == Scenario():
                    if self._heard.empty():  # as after a line that nobody heard
                        await self._speak(self._question_or_greeting())
                    continue
            before = self._state
            self._state, step = hear(before, said or None, found)
            if step_done := await self._take(step, before):
                return step_done

    async def _answered(self, said: str) -> bool:
        return self._aside is not None and await self._aside(said, self._locale)

    async def _take(self, step: Step, before: ScenarioState) -> Scenario | None:
        match step:
            case RepeatQuestion():
                self._unheard += 1
                if self._unheard >= MAX_UNHEARD:
                    self._unheard = 0
                    await self._speak(OFFER_TYPING)
                await self._speak(self._question_or_greeting())
            case Ask(field=field, again=again):
                self._unheard = 0
                self._observer.scenario_changed(self._state)
                await self._speak(default_question(field, again=again))
            case Fallback(missing=missing):
                if self._state != before:
                    self._observer.scenario_changed(self._state)
                proposals = await self._proposals(len(missing))
                self._state, completed = fill(self._state, proposals, self._catalogue)
                if isinstance(completed, Complete):
                    return await self._complete(completed)
            case Complete():
                return await self._complete(step)
            case Nothing():
                pass
        return None

    async def _complete(self, complete: Complete) -> Scenario:
        self._observer.scenario_completed(self._state)
        await self._speak(closing_line(complete.scenario, filled=complete.filled))
        return complete.scenario

    async def _proposals(self, wanted: int) -> list[Scenario]:
        """Up to two tries, for what is still missing after the first."""
        proposals: list[Scenario] = []
        known = self._state.scenario
        for _ in range(FALLBACK_TRIES):
            proposals.append(proposal := await self._propose(known))
            known = merged(known, proposal)
            if known.complete:
                break
            logger.info("the model left fields of the scene open", extra={"wanted": wanted})
        return proposals

    def _question_or_greeting(self) -> Line:
        field = self._state.last_asked
        return greeting(self._state.scenario) if field is None else default_question(field)

    async def _next_turns(self) -> list[Heard]:
        """The next turn, and those that came while the last sentence was said."""
        self._waits = True
        turns = [await self._heard.get()]
        self._waits = False
        while not self._heard.empty():
            turns.append(self._heard.get_nowait())
        spoken = [turn for turn in turns if not is_unheard(turn.text)]
        return spoken or turns[:1]

    async def _facts(self, turns: list[Heard]) -> Scenario:
        """The facts in `turns`, which grow by what the learner adds while they are being extracted."""
        while True:
            found = await self._extract(turns)
            if found is not None:
                return found
            try:
                async with asyncio.timeout(SETTLE_SECONDS):
                    added = await self._heard.get()
            except TimeoutError:
                again = await self._extract(turns)
                return again if again is not None else Scenario()
            if not is_unheard(added.text):
                turns.append(added)

    async def _speak(self, line: Line) -> None:
        await self._say(line.said(self._locale))
