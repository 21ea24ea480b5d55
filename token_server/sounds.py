"""What pages let a learner hear: samples of the voices, the catalogue's phrases, the tutor's lines again, hints."""

from collections.abc import Callable, Collection
from typing import Final
from uuid import UUID

from contract.words import DEFAULT_VOICE, Voice
from token_server.engine import Engine, EngineUnavailableError
from token_server.flights import Flights
from token_server.limits import CallLimit
from token_server.problems import Refusal
from token_server.sound_cache import Sound, SoundCache

SAMPLE_TEXT: Final = "Hello! I am your English tutor. Take your time, and let us talk together."
LINES_BYTES: Final = 32 * 1024 * 1024
LINES_SECONDS: Final = 600.0  # a line is heard again soon, or not at all
ANYBODYS_BYTES: Final = 64 * 1024 * 1024  # all voices, and all phrases of the catalogue twice over
RETRY_SECONDS: Final = 5.0


class Sounds:
    """`phrases` are the catalogue's key phrases."""

    def __init__(
        self,
        *,
        engine: Engine,
        limit: CallLimit,
        phrases: Collection[str],
        monotonic: Callable[[], float],
    ) -> None:
        self._engine = engine
        self._phrases = frozenset(phrases)
        self._limit = limit
        self._lines = SoundCache(max_bytes=LINES_BYTES, max_seconds=LINES_SECONDS, monotonic=monotonic)
        self._anybodys = SoundCache(max_bytes=ANYBODYS_BYTES, max_seconds=float("inf"), monotonic=monotonic)
        self._flights: Flights[Sound, bytes] = Flights()
        self._forgotten = 0

    async def sample(self, voice: Voice) -> bytes:
        """A WAV file; made once. Nobody has to be signed in to choose a voice, so nobody's limit counts it."""
        return await self._heard(Sound(text=SAMPLE_TEXT, voice=voice, speed=1.0), self._anybodys)

    async def phrase(self, text: str, *, speed: float) -> bytes | None:
        """A WAV file of a key phrase, made once for everybody: it is looked into before a first lesson. None if it is none."""
        if text not in self._phrases or speed != 1.0:
            return None
        return await self._heard(Sound(text=text, voice=DEFAULT_VOICE, speed=1.0), self._anybodys)

    async def line(
        self, text: str, *, voice: Voice, speed: float, learner_id: UUID, lesson_id: UUID | None
    ) -> bytes:
        """A WAV file of a text that is this learner's to hear. Raises Refusal."""
        if not text.strip():
            raise Refusal("audio_unavailable", detail="the line has no words")
        return await self._heard(
            Sound(text=text, voice=voice, speed=round(speed, 2), learner_id=learner_id, lesson_id=lesson_id),
            self._lines,
        )

    def forget(self, *, learner_id: UUID | None = None, lesson_id: UUID | None = None) -> None:
        """Nothing of this learner, or this lesson, is kept, nor what is being made now."""
        self._forgotten += 1
        self._lines.forget(learner_id=learner_id, lesson_id=lesson_id)

    def drop_old(self) -> None:
        """What was not asked for again is not kept until somebody asks for something else."""
        self._lines.drop_old()

    async def aclose(self) -> None:
        await self._flights.aclose()

    async def _heard(self, sound: Sound, cache: SoundCache) -> bytes:
        kept = cache.get(sound)
        return kept if kept is not None else await self._flights.join(sound, lambda: self._make(sound, cache))

    async def _make(self, sound: Sound, cache: SoundCache) -> bytes:
        if sound.learner_id is not None and (wait := self._limit.take(sound.learner_id)) is not None:
            raise Refusal("too_many_requests", retry_after_seconds=round(wait, 1))
        before = self._forgotten
        try:
            wav = await self._engine.say(
                sound.text, voice=sound.voice, speed=sound.speed, lesson_id=sound.lesson_id
            )
        except EngineUnavailableError:
            raise Refusal("audio_unavailable", retry_after_seconds=RETRY_SECONDS) from None
        # Whoever was forgotten meanwhile: a line that is not kept is made again.
        if sound.learner_id is None or before == self._forgotten:
            cache.put(sound, wav)
        return wav
