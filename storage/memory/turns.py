"""Turns in memory."""

from collections.abc import Sequence
from uuid import UUID

from contract.turn import StoredTurn
from storage.errors import UnknownSittingError
from storage.memory.state import State
from storage.text import storable


class MemoryTurns:
    def __init__(self, state: State) -> None:
        self._state = state

    async def save(self, turns: Sequence[StoredTurn]) -> None:
        new = list({turn.turn_id: turn for turn in reversed(turns)}.values())[::-1]
        new = [turn for turn in new if turn.turn_id not in self._state.turns]
        for turn in turns:
            self._state.lesson(turn.lesson_id)
        for turn in new:
            sitting = self._state.sittings.get(turn.sitting_id)
            if sitting is None or sitting.sitting.lesson_id != turn.lesson_id:
                raise UnknownSittingError(
                    f"sitting_id {turn.sitting_id} is not of lesson_id {turn.lesson_id}; "
                    f"turn {turn.turn_id} was not saved"
                )
        for lesson_id in {turn.lesson_id for turn in turns}:
            self._state.note_activity(lesson_id)
        for turn in new:
            self._state.turns[turn.turn_id] = turn.model_copy(
                update={"seq": self._free_seq(turn), "text": storable(turn.text)}
            )
            self._state.lesson(turn.lesson_id).report_due = True

    async def of_lesson(self, lesson_id: UUID) -> list[StoredTurn]:
        return self._state.turns_of(lesson_id)

    async def get(self, turn_id: UUID) -> StoredTurn | None:
        return self._state.turns.get(turn_id)

    def _free_seq(self, turn: StoredTurn) -> int:
        taken = {other.seq for other in self._state.turns_of(turn.lesson_id)}
        seq = turn.seq
        while seq in taken:
            seq += 1
        return seq
