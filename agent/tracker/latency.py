"""Which stages belong to which reply: pairs what the ears and the engine report into one record a reply.

No LiveKit, no clock: instants come in as Unix seconds, in any order within a turn. The learner's side is told by turn id,
the reply's by the engine's item id, or with None where that id is known only when the reply has sounded (a pipeline);
`reply_began` then says that what follows belongs to a new one. The arithmetic is lesson.latency's.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from contract.latency import TurnLatency
from contract.words import EngineKind, Source
from lesson.latency import total_seconds

REMEMBERED: Final = 16  # turns and replies that may still be waiting for their other half


@dataclass(slots=True)
class _Asked:
    """A turn of the learner that may get a reply."""

    channel: Source = "voice"
    vad_end: float | None = None
    turn_decided: float | None = None
    stt_final: float | None = None
    answered: bool = False


@dataclass(slots=True)
class _Reply:
    llm_first_token: float | None = None
    llm_first_sentence: float | None = None
    tts_first_byte: float | None = None


@dataclass
class LatencyLog:
    """One for a sitting. `engine` may change with it, at a failover."""

    engine: EngineKind
    _asked: "OrderedDict[UUID, _Asked]" = field(default_factory=OrderedDict)
    _replies: "OrderedDict[str, _Reply]" = field(default_factory=OrderedDict)
    _unnamed: _Reply = field(default_factory=_Reply)

    # The learner's turn

    def turn_decided(self, turn_id: UUID, at: float) -> None:
        """The turn is over: the engine, the session or the talk button says so. A later word on it counts."""
        self._turn(turn_id).turn_decided = at

    def transcript_final(self, turn_id: UUID, at: float) -> None:
        self._turn(turn_id).stt_final = at

    def voice_ended(self, turn_id: UUID, at: float, *, channel: Source) -> None:
        """The turn's last voiced sound."""
        turn = self._turn(turn_id)
        turn.vad_end, turn.channel = at, channel

    def sent(self, turn_id: UUID, at: float, *, channel: Source) -> None:
        """Typed, or recorded beforehand: it is decided when it arrives."""
        turn = self._turn(turn_id)
        turn.turn_decided, turn.channel = at, channel

    def nothing_heard(self, turn_id: UUID) -> None:
        """It has no text and becomes no turn; a reply to it is one to nothing."""
        self._asked.pop(turn_id, None)

    # The reply

    def reply_began(self) -> None:
        """A generation begins whose id is not known yet, or ended unheard; what was reported without an id is void."""
        self._unnamed = _Reply()

    def first_token(self, reply: str | None, at: float) -> None:
        found = self._reply(reply)
        found.llm_first_token = found.llm_first_token or at

    def first_sentence(self, reply: str | None, at: float) -> None:
        found = self._reply(reply)
        found.llm_first_sentence = found.llm_first_sentence or at

    def first_byte(self, reply: str | None, at: float) -> None:
        found = self._reply(reply)
        found.tts_first_byte = found.tts_first_byte or at

    def reply_sounded(self, reply: str, *, audio_out: float, interrupted: bool) -> TurnLatency | None:
        """The record of a reply whose first sound left at `audio_out`; None if it answers no turn.

        It answers the last turn that was decided by then. A second message of the same reply, an opening and a line of
        our own accord answer none.
        """
        named, unnamed = self._replies.pop(reply, _Reply()), self._unnamed
        self._unnamed = _Reply()
        decided = [
            (turn.turn_decided, turn_id)
            for turn_id, turn in self._asked.items()
            if turn.turn_decided is not None and turn.turn_decided <= audio_out
        ]
        if not decided:
            return None
        turn_id = max(decided)[1]
        turn = self._asked[turn_id]
        if turn.answered:
            return None
        turn.answered = True
        return TurnLatency(
            answers=turn_id,
            vad_end=_rounded(turn.vad_end),
            turn_decided=_rounded(turn.turn_decided),
            stt_final=_rounded(turn.stt_final),
            llm_first_token=_rounded(named.llm_first_token or unnamed.llm_first_token),
            llm_first_sentence=_rounded(named.llm_first_sentence or unnamed.llm_first_sentence),
            tts_first_byte=_rounded(named.tts_first_byte or unnamed.tts_first_byte),
            audio_out=_rounded(audio_out),
            total=_rounded(total_seconds(turn_decided=turn.turn_decided, audio_out=audio_out)),
            engine=self.engine,
            channel=turn.channel,
            interrupted=interrupted,
        )

    def _turn(self, turn_id: UUID) -> _Asked:
        turn = self._asked.setdefault(turn_id, _Asked())
        while len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)
        return turn

    def _reply(self, reply: str | None) -> _Reply:
        if reply is None:
            return self._unnamed
        found = self._replies.setdefault(reply, _Reply())
        while len(self._replies) > REMEMBERED:
            self._replies.popitem(last=False)
        return found


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
