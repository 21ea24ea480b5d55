"""Whether a realtime engine still lives: pure, told the events of both sides and the time.

A connection whose pings are answered may lead to a model that says nothing more. An engine that owes something and has been
silent for `resilience.SILENT_ENGINE_SECONDS` is taken for dead; one that owes nothing may be silent for hours.
"""

from dataclasses import dataclass, field

# What the engine answers with no event, or only when there is something to stop.
_UNANSWERED = frozenset({"input_audio_buffer.append", "response.cancel"})


@dataclass
class Pulse:
    """One connection. Times are monotonic seconds."""

    _asked: bool = False  # something was sent that is answered, and nothing came since
    _answers_due: int = (
        0  # asked for, and neither begun nor refused: a confirmation of something else is none
    )
    _answering: set[str] = field(default_factory=set)  # responses that began and are not done
    _since: float = 0.0  # of the last event, or of the question that it owes an answer to

    def sent(self, kind: str, at: float) -> None:
        if kind not in _UNANSWERED and not self._owes:
            self._since = at
        self._asked = self._asked or kind not in _UNANSWERED
        self._answers_due += kind == "response.create"

    def received(self, kind: str, at: float, *, response_id: str | None) -> None:
        self._asked = False
        self._since = at
        if kind in ("response.created", "error"):
            self._answers_due = max(0, self._answers_due - 1)
        if kind == "response.created" and response_id is not None:
            self._answering.add(response_id)
        elif kind == "response.done" and response_id is not None:
            self._answering.discard(response_id)

    def silent_for(self, at: float) -> float:
        """Seconds without an event that is due; 0.0 while none is."""
        return at - self._since if self._owes else 0.0

    @property
    def _owes(self) -> bool:
        return self._asked or self._answers_due > 0 or bool(self._answering)
