"""A question on its way to the supervisor and back: fillers meanwhile, the answer word for word in the tutor's voice.

Knows no LiveKit. One question at a time; whatever comes of it, the learner hears something and the talk goes on. A learner
who goes on with something else meanwhile has taken the question back.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal, Protocol

from agent.settings import AgentSettings
from agent.text_models import CurrentModel
from agent.tutor.supervisor import NoAnswerError, Question, Supervisor
from agent.tutor.supervisor_tools import toolbox
from contract.turn import Turn
from contract.usage import Use
from contract.words import Locale
from lesson.fillers import APOLOGY, first_filler, is_filler, still_filler
from lesson.routing import certain_route
from storage.records import LessonRecord
from storage.repositories import Storage

logger = logging.getLogger(__name__)

ANSWER_SECONDS = 10.0  # from the call to the apology
GRACE_SECONDS = 0.05  # an answer that is there at once needs no filler
STILL_SECONDS = 4.0  # from the call to the second filler
LINE_SECONDS = 1.5  # how long the words of the learner's latest line are waited for

Outcome = Literal["answered", "apologised", "taken_back", "for_the_voice", "asked_already"]


def consultation_of(
    settings: AgentSettings,
    *,
    model: CurrentModel,
    storage: Storage,
    voice: "Voice",
    lesson: LessonRecord,
    current: Callable[[], LessonRecord],
    talk: Callable[[], Sequence[Turn]],
    now: Callable[[], datetime],
    on_use: Callable[[Use], None],
) -> "Consultation | None":
    """None where the settings switch the supervisor off. `current` gives the lesson as it is when asked."""
    if settings.supervisor_model is None:
        return None
    tools = toolbox(storage=storage, lesson=lesson, current=current, wordnet=settings.wordnet_dir, now=now)
    supervisor = Supervisor(model, tools=tools, lesson=current, now=now, on_use=on_use)
    return Consultation(supervisor, voice=voice, talk=talk, start=lesson.lesson_id.int)


class Answering(Protocol):
    async def answer(self, question: Question) -> str:
        """Raises NoAnswerError."""
        ...


class Voice(Protocol):
    @property
    def is_speaking(self) -> bool: ...

    def say(self, text: str) -> None:
        """Word for word, after what is being said."""
        ...

    def prepare(self, text: str) -> None:
        """It will be said soon: have its sound ready."""
        ...


class Consultation:
    """`talk` gives the turns so far; `start` is where the fillers begin (any number, the same for a lesson)."""

    def __init__(
        self,
        supervisor: Answering,
        *,
        voice: Voice,
        talk: Callable[[], Sequence[Turn]],
        start: int = 0,
    ) -> None:
        self._supervisor = supervisor
        self._voice = voice
        self._talk = talk
        self._start = start
        self._first: str | None = None  # the fillers said last
        self._still: str | None = None
        self._asking: asyncio.Task[str | None] | None = None
        self._line: Turn | None = None  # the learner's latest, until the tutor has answered it
        self._line_known = asyncio.Event()

    @property
    def busy(self) -> bool:
        return self._asking is not None

    def prepare(self, locale: Locale) -> None:
        """The next fillers' sound, before it is needed."""
        self._voice.prepare(first_filler(locale, previous=self._first, start=self._start))
        self._voice.prepare(still_filler(locale, previous=self._still, start=self._start))

    def learner_said(self, turn: Turn) -> None:
        """A final line. While a question is out, one that is more than a "yes" or "hello?" takes it back."""
        if self._asking is not None and self._line is not None and not _is_the_voices(turn):
            self.take_back()
        self._line = turn
        self._line_known.set()

    def tutor_said(self, turn: Turn) -> None:
        """A line of the tutor's: the learner's latest is answered, if it was before it and this is no filler."""
        if self._line is not None and self._line.started_at < turn.started_at and not is_filler(turn.text):
            self._line = None
            self._line_known.clear()

    def take_back(self) -> None:
        if self._asking is not None:
            self._asking.cancel()

    async def ask(self, context: str, *, locale: Locale = "en") -> Outcome:
        """Until the answer is on its way to the learner's ear; `context` may be empty."""
        if self._asking is not None:
            return "asked_already"
        asking = self._asking = asyncio.create_task(self._find(context, locale), name="consultation")
        filling = asyncio.create_task(self._fill(asking, locale), name="consultation.fillers")
        try:
            await asyncio.wait({asking}, timeout=ANSWER_SECONDS)
            return self._settled(asking, locale)
        finally:
            self._asking = None
            for task in (asking, filling):
                task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await filling
            self.prepare(locale)

    def _settled(self, asking: "asyncio.Task[str | None]", locale: Locale) -> Outcome:
        if asking.cancelled():
            return "taken_back"
        error: BaseException | None = NoAnswerError(f"no answer within {ANSWER_SECONDS:g} s")
        if asking.done() and (error := asking.exception()) is None:
            answer = asking.result()
            if answer is None:
                return "for_the_voice"
            self._voice.say(answer)
            return "answered"
        reason = str(error) if isinstance(error, NoAnswerError) else type(error).__name__
        logger.warning("the supervisor did not answer", extra={"reason": reason})
        self._voice.say(APOLOGY[locale])
        return "apologised"

    async def _find(self, context: str, locale: Locale) -> str | None:
        """The answer; None where the line turns out to be the voice's own."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LINE_SECONDS):
                await self._line_known.wait()
        if self._line is not None and _is_the_voices(self._line):
            return None
        return await self._supervisor.answer(Question(turns=self._talk(), context=context, locale=locale))

    async def _fill(self, asking: "asyncio.Task[str | None]", locale: Locale) -> None:
        await asyncio.wait({asking}, timeout=GRACE_SECONDS)
        if asking.done():
            return
        if not self._voice.is_speaking:  # else the model has said something of its own before the call
            self._first = first_filler(locale, previous=self._first, start=self._start)
            self._voice.say(self._first)
        await asyncio.wait({asking}, timeout=STILL_SECONDS - GRACE_SECONDS)
        if not asking.done() and not self._voice.is_speaking:
            self._still = still_filler(locale, previous=self._still, start=self._start)
            self._voice.say(self._still)


def _is_the_voices(turn: Turn) -> bool:
    """Surely no question for the supervisor."""
    return certain_route(turn.text) in ("junior", "nobody")
