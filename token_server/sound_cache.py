"""Sounds in memory, bounded by bytes and by age; those of a learner or a lesson are forgotten with it."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from contract.words import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What is said how, and to whom it belongs: None for what is everybody's."""

    text: str
    voice: Voice
    speed: float
    learner_id: UUID | None = None
    lesson_id: UUID | None = None


class SoundCache:
    def __init__(self, *, max_bytes: int, max_seconds: float, monotonic: Callable[[], float]) -> None:
        self._max_bytes = max_bytes
        self._max_seconds = max_seconds
        self._monotonic = monotonic
        self._kept: OrderedDict[Sound, tuple[float, bytes]] = OrderedDict()  # the longest unused first
        self._bytes = 0

    @property
    def bytes_kept(self) -> int:
        return self._bytes

    def get(self, sound: Sound) -> bytes | None:
        self.drop_old()
        if sound not in self._kept:
            return None
        self._kept.move_to_end(sound)
        return self._kept[sound][1]

    def put(self, sound: Sound, wav: bytes) -> None:
        self._drop(sound)
        self._kept[sound] = (self._monotonic() + self._max_seconds, wav)
        self._bytes += len(wav)
        while self._bytes > self._max_bytes:
            self._drop(next(iter(self._kept)))

    def drop_old(self) -> None:
        now = self._monotonic()
        for sound in [sound for sound, (until, _) in self._kept.items() if until <= now]:
            self._drop(sound)

    def forget(self, *, learner_id: UUID | None = None, lesson_id: UUID | None = None) -> None:
        for sound in [
            sound
            for sound in self._kept
            if (learner_id is not None and sound.learner_id == learner_id)
            or (lesson_id is not None and sound.lesson_id == lesson_id)
        ]:
            self._drop(sound)

    def _drop(self, sound: Sound) -> None:
        if sound in self._kept:
            self._bytes -= len(self._kept.pop(sound)[1])
