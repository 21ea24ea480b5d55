"""What the tutor says is judged while it says it: pause by pause, beside the sound and never before it.

The text of a reply runs ahead of its sound, so a hit mostly stops a line before the words that gave it. A judge that fails
or is late lets speech pass, and is counted. A line is reported on once its verdicts are in, which is before its sound has
ended, or at most JUDGE_SECONDS after. What is sent instead of spoken cannot be stopped: there each sentence waits for its
own verdict (`SentenceGuardrail`).
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterable, AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol, TypeVar

from livekit.agents.voice import SpeechHandle
from openai import OpenAIError
from openai.types.shared_params import ResponseFormatJSONSchema

from agent.prompts import prompt
from agent.settings import AgentSettings
from agent.text_models import CurrentModel
from agent.tutor.lines import is_ours
from contract.usage import Use
from lesson.guardrail import (
    VERDICT_SCHEMA,
    Category,
    Verdict,
    due_for_judgement,
    parse_verdict,
    verdict_messages,
)
from lesson.usage import chat_use
from storage.records import LessonRecord

logger = logging.getLogger(__name__)

JUDGE_SECONDS: Final = 2.0  # later, speech goes on
MAX_TOKENS: Final = 200
REMEMBERED: Final = 8  # speeches that may still be asked about

Outcome = Category | Literal["failed"]
Piece = TypeVar("Piece", bound=str)
Made = TypeVar("Made", bound="Guardrail")


class Judging(Protocol):
    async def verdict(self, line: str) -> Verdict | None:
        """None where there is none: the judge failed, or was too late."""
        ...


class ChatJudge:
    def __init__(
        self,
        model: CurrentModel,
        *,
        lesson: Callable[[], LessonRecord],
        on_use: Callable[[Use], None],
    ) -> None:
        self._model = model
        self._lesson = lesson
        self._on_use = on_use

    async def verdict(self, line: str) -> Verdict | None:
        lesson, model = self._lesson(), self._model()
        system, user = verdict_messages(
            prompt("agent.tutor", "guardrail"), line, lesson.scenario, title=lesson.title
        )
        try:
            async with asyncio.timeout(JUDGE_SECONDS):
                answer = await model.client.chat.completions.create(
                    model=model.name,
                    messages=[
                        {"role": "system", "content": system["content"]},
                        {"role": "user", "content": user["content"]},
                    ],
                    response_format=_FORMAT,
                    max_completion_tokens=MAX_TOKENS,
                    timeout=JUDGE_SECONDS,
                )
        except (OpenAIError, TimeoutError):
            return None
        self._on_use(chat_use("guardrail", model.name, answer))
        return parse_verdict(answer.choices[0].message.content if answer.choices else None)


_FORMAT: Final[ResponseFormatJSONSchema] = {
    "type": "json_schema",
    "json_schema": {"name": "verdict", "strict": True, "schema": dict(VERDICT_SCHEMA)},
}


def guardrail_of(
    settings: AgentSettings,
    kind: "type[Made]",
    *,
    model: CurrentModel,
    current: Callable[[], LessonRecord],
    on_hit: Callable[[SpeechHandle], None],
    on_verdict: Callable[["Outcome"], None],
    on_use: Callable[[Use], None],
) -> "Made | None":
    """None where the settings switch it off. `current` gives the lesson as it is when a line is judged."""
    if settings.guardrail_model is None:
        return None
    judge = ChatJudge(model, lesson=current, on_use=on_use)
    return kind(judge, on_hit=on_hit, on_verdict=on_verdict)


@dataclass(slots=True)
class _Line:
    """What one speech says. `waiting` is told whether it was blocked, once no verdict is out."""

    said: str = ""
    judged: int = 0  # characters of it that have had, or are having, their verdict; where pauses decide that
    out: int = 0  # verdicts that are not in
    blocked: bool = False
    waiting: list[Callable[[bool], None]] = field(default_factory=list)


class Guardrail:
    """`on_hit` is told once a speech; `on_verdict` each outcome, for the figures."""

    def __init__(
        self,
        judge: Judging,
        *,
        on_hit: Callable[[SpeechHandle], None],
        on_verdict: Callable[[Outcome], None] = lambda _: None,
    ) -> None:
        self._judge = judge
        self._on_hit = on_hit
        self._on_verdict = on_verdict
        self._lines: OrderedDict[str, _Line] = OrderedDict()
        self._tasks: set[asyncio.Task[bool]] = set()
        self._judged = 0
        self._failed = 0

    async def watch(self, pieces: AsyncIterable[Piece], speech: SpeechHandle | None) -> AsyncIterator[Piece]:
        """The pieces as they come. Lines of our own making pass unjudged."""
        if speech is None:
            async for piece in pieces:
                yield piece
            return
        line = self._line_of(speech)
        line.said += " " if line.said else ""  # a speech may be of several messages
        async for piece in pieces:
            yield piece
            line.said += piece
            self._look_at(line, speech)
        self._look_at(line, speech, ended=True)

    def when_judged(self, speech: SpeechHandle | None, then: Callable[[bool], None]) -> None:
        """Call `then` with whether the speech was blocked: now, or when its last verdict is in."""
        line = self._lines.get(speech.id) if speech is not None else None
        if line is None or not line.out:
            then(line is not None and line.blocked)
        else:
            line.waiting.append(then)

    def close(self) -> None:
        """The lesson ends: what is not judged by now passes."""
        for task in self._tasks:
            task.cancel()
        for line in self._lines.values():
            self._tell(line)

    def _line_of(self, speech: SpeechHandle) -> _Line:
        line = self._lines.setdefault(speech.id, _Line())
        while len(self._lines) > REMEMBERED:
            _, old = self._lines.popitem(last=False)
            self._tell(old)
        return line

    def _look_at(self, line: _Line, speech: SpeechHandle, *, ended: bool = False) -> None:
        due = due_for_judgement(line.said, line.judged, ended=ended)
        if due == line.judged or line.blocked:
            return
        line.judged = due
        self._ask(line, line.said[:due], speech)

    def _ask(self, line: _Line, said: str, speech: SpeechHandle) -> asyncio.Future[bool] | None:
        """Whether it is a hit, once the verdict is in; None where there need be none."""
        said = " ".join(said.split())
        if is_ours(said):
            return None
        line.out += 1
        task = asyncio.create_task(self._have_judged(line, said, speech), name="guardrail")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _have_judged(self, line: _Line, said: str, speech: SpeechHandle) -> bool:
        try:
            try:
                verdict = await self._judge.verdict(said)
            except Exception as error:  # noqa: BLE001 - a judge's mistake must not cost the learner the line
                logger.error("the judge failed", extra={"error": type(error).__name__})
                verdict = None
            self._count(verdict)
            is_hit = verdict is not None and verdict.is_hit
            if is_hit and not line.blocked:
                line.blocked = True
                self._on_hit(speech)
            return is_hit
        finally:
            line.out -= 1
            if not line.out:
                self._tell(line)

    def _count(self, verdict: Verdict | None) -> None:
        self._judged += 1
        self._failed += verdict is None
        self._on_verdict("failed" if verdict is None else verdict.category)
        counts = {"judged": self._judged, "failed": self._failed}
        if verdict is None:
            logger.warning("a line was not judged in time, and passes", extra=counts)
        elif verdict.is_hit:
            logger.warning("a line is stopped", extra={**counts, "category": verdict.category})

    def _tell(self, line: _Line) -> None:
        waiting, line.waiting = line.waiting, []
        for then in waiting:
            then(line.blocked)


class SentenceGuardrail(Guardrail):
    """Judges the sentences as their sender tells them, each with those before it, and not at pauses."""

    async def watch(self, pieces: AsyncIterable[Piece], speech: SpeechHandle | None) -> AsyncIterator[Piece]:
        """The pieces as they come; from now on the sentences of this speech are judged."""
        if speech is not None:
            self._line_of(speech)
        async for piece in pieces:
            yield piece

    def judge(self, sentence: str, speech: SpeechHandle | None) -> asyncio.Future[bool]:
        """Whether the sentence is stopped, once the verdict on it is in, or there will be none."""
        line = self._lines.get(speech.id) if speech is not None else None
        asked = None
        if speech is not None and line is not None and not line.blocked:
            line.said += f" {sentence}"
            asked = self._ask(line, line.said, speech)
        if asked is None:
            asked = asyncio.get_running_loop().create_future()
            asked.set_result(line is not None and line.blocked)
        return asked
