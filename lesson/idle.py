"""Silence after the tutor, and when a hint is offered in it. Times are seconds of any one clock.

Silence is while nobody does anything: it begins when the last thing ends. One offer a silence; a noise or an empty press
makes it count anew, but only a line of either side, or a hint that was asked for, brings the next offer.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal, Self

from contract.words import Role

HINT_AFTER_SECONDS: Final = 15.0

# The tutor thinks or speaks; the learner's voice is heard, their button is held, they are not in the room.
Doing = Literal["tutor", "voice", "press", "away"]


@dataclass(frozen=True, slots=True)
class Silence:
    """`since` is when the last thing ended. Before the tutor's first line there is no silence that counts."""

    going_on: frozenset[Doing] = frozenset()
    since: float = 0.0
    tutor_spoke: bool = False
    offered: bool = False

    def began(self, doing: Doing) -> Self:
        return replace(self, going_on=self.going_on | {doing})

    def ended(self, doing: Doing, at: float) -> Self:
        """Without a beginning nothing changes."""
        if doing not in self.going_on:
            return self
        return replace(self, going_on=self.going_on - {doing}, since=max(self.since, at))

    def said(self, role: Role, at: float) -> Self:
        """A line is final, or was typed."""
        return replace(
            self,
            since=max(self.since, at),
            tutor_spoke=self.tutor_spoke or role == "tutor",
            offered=False,
        )

    def asked(self, at: float) -> Self:
        """The learner has asked for a hint."""
        return replace(self, since=max(self.since, at), offered=False)

    def offer(self) -> Self:
        return replace(self, offered=True)

    @property
    def due_at(self) -> float | None:
        """When a hint is to be offered, if nothing happens until then; None: not at all."""
        if self.going_on or self.offered or not self.tutor_spoke:
            return None
        return self.since + HINT_AFTER_SECONDS
