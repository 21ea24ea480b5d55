"""Turns, made once each from what the session and the engine report, and given on as they become final.

A learner's turn is the engine's item: it opens when the engine hears speech, closes when it hears silence, and is final
when its transcript is there and its voiced time is known (`lesson.speech`; a transcript may come before its segment is
closed, or out of order). With the talk button the window is the press, and its item the next one that the engine takes. `seq` is milliseconds since the job claimed the lesson, in the range of the claim's epoch: so
turns are ordered by when they began, whatever order they arrive in and whichever job made them.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID, uuid4, uuid5

from agent.engine.resilience import RECOGNITION, WORDLESS_SECONDS
from agent.tracker.latency import LatencyLog
from contract.latency import TurnLatency
from contract.turn import StoredTurn, Turn
from contract.words import Role, Source
from lesson.language import language_of
from lesson.speech import SpeechLog, Voiced
from lesson.utterances import is_unheard

PRESS_SECONDS = RECOGNITION.all_seconds  # no transcript of a press by then: not heard
SWALLOWED_SECONDS = (
    10.0  # voice so long before a break may have met a deaf engine (a silent one is found after 6 s)
)
SEGMENT_SECONDS = 0.5  # how long a transcript waits for a voiced segment that is still open
EPOCH_RANGE = 1_000_000_000  # milliseconds: more than eleven days for one claim
LOW_CONFIDENCE = 0.5


class Observer(Protocol):
    """Who is told. Called on the event loop, must not block."""

    def turn_final(self, turn: StoredTurn) -> None: ...
    def not_heard(self) -> None: ...


@dataclass(slots=True)
class _Item:
    """One item of the engine that is not yet a turn."""

    text: str = ""  # until its transcript is there
    confidence: float | None = None
    source: Source = "voice"
    timer: asyncio.TimerHandle | None = None


@dataclass(slots=True)
class _Press:
    """A press of the talk button whose item the engine has not named yet."""

    pressed: float
    let_go: float
    timer: asyncio.TimerHandle


@dataclass(kw_only=True)
class ConversationTracker:
    """`earlier` are the lesson's turns before this job; `wall` is the clock that times come from (epoch seconds)."""

    lesson_id: UUID
    sitting_id: UUID
    job_id: str
    epoch: int
    observer: Observer
    earlier: list[Turn] = field(default_factory=list)
    wall: Callable[[], float] = time.time
    latency: LatencyLog = field(default_factory=lambda: LatencyLog("realtime"))

    def __post_init__(self) -> None:
        self._claimed_at = self.wall()
        self._log = SpeechLog()
        self._items: dict[str, _Item] = {}
        self._presses: list[_Press] = []
        self._broken_at: float | None = None
        self._copied: str | None = None
        self._turns: dict[UUID, StoredTurn] = {}
        self._chosen_ids: dict[str, UUID] = {}

    @property
    def turns(self) -> list[Turn]:
        """All turns of the lesson so far, earlier sittings included, in order."""
        return sorted([*self.earlier, *(turn.public() for turn in self._turns.values())], key=lambda t: t.seq)

    # What the ears report (agent.engine.ears.Listener)

    def voice_began(self, at: float) -> None:
        self._log = self._log.speech_began(at)

    def voice_ended(self, at: float) -> None:
        self._log = self._log.speech_ended(at)
        for item_id, item in list(self._items.items()):
            if item.text:
                self._try(item_id)

    def engine_heard_start(self, item_id: str, at: float) -> None:
        self._items[item_id] = _Item()
        self._log = self._log.turn_began(item_id, at)

    def engine_heard_end(self, item_id: str, at: float) -> None:
        self._log = self._log.turn_ended(item_id, at)
        self.latency.turn_decided(self._turn_id(item_id), at)
        if item_id in self._items:
            self._arm(item_id, WORDLESS_SECONDS, self._give_up)

    def engine_heard_nothing(self, item_id: str) -> None:
        if item_id in self._items:
            self._heard_nothing(item_id)

    def engine_took(self, item_id: str) -> None:
        """What was heard has become an item. One whose speech the engine did not report is a press."""
        if item_id in self._items or not self._presses:
            return
        press = self._presses.pop(0)
        press.timer.cancel()
        self._items[item_id] = _Item(source="push_to_talk")
        self._log = self._log.turn_began(item_id, press.pressed, lead=0.0)
        self.engine_heard_end(item_id, press.let_go)

    def engine_lost(self, *, told: bool = False) -> bool:
        """The connection broke: what was being heard comes again under another id, in part, or never.

        `told`: somebody else asks the learner for what was swallowed. Gives whether the learner has been told here.
        """
        now = self._broken_at = self.wall()
        deaf = not (told or self._items or self._presses) and self._log.unclaimed_since(
            now - SWALLOWED_SECONDS
        )
        if deaf:  # before it was lost
            self.observer.not_heard()
        heard_in_part = [item_id for item_id, item in self._items.items() if not item.text]
        told_of = [item_id for item_id in heard_in_part if self._heard_nothing(item_id)]
        return deaf or bool(told_of)

    def learner_said(self, item_id: str, text: str, *, confidence: float | None) -> None:
        self.engine_took(item_id)  # an engine may not say so
        item = self._items.setdefault(item_id, _Item())  # a late one was given up, but keeps its window
        if is_unheard(text):
            self.engine_heard_nothing(item_id)
            return
        item.text, item.confidence = text.strip(), confidence
        self.latency.transcript_final(self._turn_id(item_id), self.wall())
        self._try(item_id)

    def session_heard(
        self,
        item_id: str,
        text: str,
        *,
        began: float,
        decided: float,
        transcribed: float,
        closed: float,
        confidence: float | None,
    ) -> None:
        """The session itself heard a turn (a pipeline): all that belongs to it comes at once.

        Its voice is what sounded until it was `closed`; that waits for the words, the turn was `decided` before.
        """
        self.engine_took(item_id)
        if item_id not in self._items:
            self._items[item_id] = _Item()
            self._log = self._log.turn_began(item_id, began).turn_ended(item_id, closed)
            self.latency.turn_decided(self._turn_id(item_id), decided)
        if is_unheard(text):
            self.engine_heard_nothing(item_id)
            return
        item = self._items[item_id]
        item.text, item.confidence = text.strip(), confidence
        self.latency.transcript_final(self._turn_id(item_id), transcribed)
        self._try(item_id)

    def session_heard_nothing(self) -> None:
        """There was voice, and nobody made words of it."""
        if self._presses:
            self._presses[0].timer.cancel()
            self._give_up_press()
        else:
            self.observer.not_heard()

    def learner_typed(self, item_id: str, text: str, *, at: float) -> None:
        if text.strip() == self._copied:  # of what is a turn already
            self._copied = None
        else:
            self.learner_sent(item_id, text, Voiced(at, at, 0.0), at=at, source="text")

    def typed_ahead(self, text: str) -> None:
        """A turn now, whenever the engine is given it to answer: then as `a_copy`."""
        self.learner_typed(f"ahead-{uuid4()}", text, at=self.wall())

    @contextlib.contextmanager
    def a_copy(self, text: str) -> Iterator[None]:
        """While the engine is given `text`, what it reports as typed in these words is no other turn."""
        self._copied = text.strip()
        try:
            yield
        finally:
            self._copied = None

    def learner_sent(
        self,
        item_id: str,
        text: str,
        voiced: Voiced,
        *,
        at: float,
        source: Source,
        understood_at: float | None = None,
        turn_id: UUID | None = None,
    ) -> None:
        """Whole when it came: typed, or recorded beforehand and made into words at `understood_at`."""
        if turn_id is not None:
            self._chosen_ids[item_id] = turn_id
        self.latency.sent(self._turn_id(item_id), at, channel=source)
        if understood_at is not None:
            self.latency.transcript_final(self._turn_id(item_id), understood_at)
        self._add(item_id, "learner", text.strip(), voiced, source=source)

    def tutor_said(
        self,
        item_id: str,
        text: str,
        *,
        began: float,
        ended: float,
        interrupted: bool,
        blocked: bool = False,
        seconds: float | None = None,
    ) -> None:
        """`seconds` of sound; without a word of pauses between `began` and `ended` there were none."""
        self._add(
            item_id,
            "tutor",
            text.strip(),
            Voiced(began, ended, ended - began if seconds is None else seconds),
            interrupted=interrupted,
            blocked=blocked,
            latency=self.latency.reply_sounded(item_id, audio_out=began, interrupted=interrupted),
        )

    # What the talk button reports (agent.push_to_talk.PressLog)

    def forget_open_speech(self) -> None:
        """What the engine is hearing now is thrown away: no turn, no notice."""
        for item_id in self._log.open_turns & self._items.keys():
            self._items.pop(item_id)
            self._log = self._log.settled(item_id)

    @property
    def hears(self) -> bool:
        """Something that the learner said is on its way to become a turn."""
        return bool(self._items or self._presses)

    def voiced_since(self, at: float) -> bool:
        return self._log.voiced_since(at)

    def button_let_go(self, *, pressed: float, let_go: float) -> None:
        """The press has been committed; the engine will name its item."""
        timer = asyncio.get_running_loop().call_later(PRESS_SECONDS, self._give_up_press)
        self._presses.append(_Press(pressed, let_go, timer))

    def close(self) -> None:
        """The lesson ends: an open segment ends with it, and what has a text becomes a turn."""
        self._log = self._log.closed(self.wall())
        for item_id, item in list(self._items.items()):
            if item.text:
                self._finish(item_id)
            elif item.timer is not None:
                item.timer.cancel()
        for press in self._presses:
            press.timer.cancel()

    # From item to turn

    def _try(self, item_id: str) -> None:
        if self._log.voiced(item_id) is not None:
            self._finish(item_id)
        else:
            self._arm(item_id, SEGMENT_SECONDS, self._finish)

    def _finish(self, item_id: str) -> None:
        item = self._items.pop(item_id)
        if item.timer is not None:
            item.timer.cancel()
        now = self.wall()
        voiced = self._log.voiced(item_id, until=now) or Voiced(now, now, 0.0)
        self._log = self._log.settled(item_id)
        if voiced.speech_seconds > 0:
            self.latency.voice_ended(self._turn_id(item_id), voiced.ended_at, channel=item.source)
        unsure = item.confidence is not None and item.confidence < LOW_CONFIDENCE
        self._add(
            item_id,
            "learner",
            item.text,
            voiced,
            low_confidence=unsure or self._broke_inside(voiced),
            source=item.source,
        )

    def _heard_nothing(self, item_id: str) -> bool:
        told = self._give_up(item_id)
        self._log = self._log.settled(item_id)
        return told

    def _give_up(self, item_id: str) -> bool:
        """No transcript. Its window stays known, for one that comes late after all. Gives whether the learner was told."""
        self.latency.nothing_heard(self._turn_id(item_id))
        item = self._items.pop(item_id)
        if item.timer is not None:
            item.timer.cancel()
        voiced = self._log.voiced(item_id, until=self.wall())
        told = voiced is not None and voiced.speech_seconds > 0
        if told:
            self.observer.not_heard()
        return told

    def _give_up_press(self) -> None:
        self._presses.pop(0)
        self.observer.not_heard()

    def _broke_inside(self, voiced: Voiced) -> bool:
        """The text of such a turn covers only what came after the break, its seconds the whole."""
        return self._broken_at is not None and voiced.started_at < self._broken_at < voiced.ended_at

    def _arm(self, item_id: str, seconds: float, then: Callable[[str], object]) -> None:
        item = self._items[item_id]
        if item.timer is not None:
            item.timer.cancel()
        item.timer = asyncio.get_running_loop().call_later(seconds, then, item_id)

    def _add(
        self,
        item_id: str,
        role: Role,
        text: str,
        voiced: Voiced,
        *,
        interrupted: bool = False,
        blocked: bool = False,
        low_confidence: bool = False,
        source: Source = "voice",
        latency: TurnLatency | None = None,
    ) -> None:
        turn_id = self._turn_id(item_id)
        if turn_id in self._turns or not text:
            return
        turn = StoredTurn(
            turn_id=turn_id,
            lesson_id=self.lesson_id,
            sitting_id=self.sitting_id,
            seq=self._seq(voiced.started_at),
            role=role,
            text=text,
            started_at=datetime.fromtimestamp(voiced.started_at, UTC),
            ended_at=datetime.fromtimestamp(max(voiced.started_at, voiced.ended_at), UTC),
            speech_seconds=round(max(0.0, voiced.speech_seconds), 3),
            interrupted=interrupted,
            blocked=blocked,
            source=source,
            language=language_of(text),
            low_confidence=low_confidence,
            pauses=[round(pause, 3) for pause in voiced.pauses],
            latency=latency,
        )
        self._turns[turn_id] = turn
        self.observer.turn_final(turn)

    def _turn_id(self, item_id: str) -> UUID:
        return self._chosen_ids.get(item_id) or uuid5(self.lesson_id, f"{self.job_id}:{item_id}")

    def _seq(self, began: float) -> int:
        since_claim = min(max(0, round((began - self._claimed_at) * 1000)), EPOCH_RANGE - 1)
        taken = {turn.seq for turn in self._turns.values()}
        seq = self.epoch * EPOCH_RANGE + since_claim
        while seq in taken:
            seq += 1
        return seq
