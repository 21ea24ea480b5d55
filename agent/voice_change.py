"""Another voice in the middle of a lesson: between two lines, in the same conversation, without an opening.

A tutor that speaks says its line to the end, a learner that speaks is heard to the end; the reply after that comes in the
new voice. Meanwhile the engine answers nothing by itself: its answer would be in the old voice, or lost on the way.
"""

import asyncio
from collections.abc import Mapping
from typing import Final, Protocol

from contract.words import Voice

QUIET_SECONDS: Final = 30.0  # two lines of both sides; longer, and something is in the way
LOOK_SECONDS: Final = 0.05


class VoiceUnchangedError(Exception):
    """The voice could not be changed; the old one goes on."""


class Speaker(Protocol):
    """The engine's part."""

    @property
    def voice(self) -> Voice: ...
    async def change_voice(self, voice: Voice, *, heard: Mapping[str, str]) -> None:
        """Raises VoiceUnchangedError."""
        ...


class Talk(Protocol):
    """The conversation's part."""

    @property
    def is_quiet(self) -> bool:
        """Nobody speaks, and nothing that was said is on its way."""
        ...

    @property
    def interrupted_lines(self) -> Mapping[str, str]:
        """What was heard of them, by the engine's item id."""
        ...

    def hold_answers(self) -> None: ...
    def release_answers(self) -> None:
        """A learner who was not answered meanwhile gets their answer. Twice is harmless."""
        ...


class VoiceChange:
    def __init__(self, speaker: Speaker, talk: Talk) -> None:
        self._speaker = speaker
        self._talk = talk
        self._one_at_a_time = asyncio.Lock()
        self._wanted: Voice = speaker.voice

    async def to(self, voice: Voice) -> None:
        """Until the voice speaks, or another is wanted. Raises VoiceUnchangedError."""
        self._wanted = voice
        async with self._one_at_a_time:
            try:
                if self._wanted == voice != self._speaker.voice:
                    await self._change(voice)
            finally:
                if self._wanted == voice:  # else the wish after this one goes on from here
                    self._talk.release_answers()

    async def _change(self, voice: Voice) -> None:
        self._talk.hold_answers()
        try:
            async with asyncio.timeout(QUIET_SECONDS):
                while not self._talk.is_quiet:  # many things make it quiet, not one event
                    await asyncio.sleep(LOOK_SECONDS)
                    if self._wanted != voice:
                        return
        except TimeoutError:
            raise VoiceUnchangedError(f"no pause in {QUIET_SECONDS:g} s to change the voice in") from None
        await self._speaker.change_voice(voice, heard=self._talk.interrupted_lines)
