"""Sound of fixed phrases (greeting, questions, fillers, notices), made once: ahead of need, or when first said.

What a model writes is not kept: it never comes twice. Bounded; the phrase used longest ago goes first.
"""

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import AsyncGenerator, Iterable
from typing import Final

from agent.engine.sentences import split
from agent.engine.speaking import Synthesise

logger = logging.getLogger(__name__)

MAX_BYTES: Final = 8 * 1024 * 1024  # PCM16 at 24 kHz: nearly three minutes


class PhraseLostError(Exception):
    """The voice was changed while the phrase was being made."""


class Phrases:
    def __init__(self, synthesise: Synthesise, *, max_bytes: int = MAX_BYTES) -> None:
        self._synthesise = synthesise
        self._max_bytes = max_bytes
        self._fixed: set[str] = set()
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._ahead: asyncio.Task[None] | None = None
        self._waiting: list[str] = []
        self._making: _Making | None = None
        self._anew: asyncio.TimerHandle | None = None
        self._voice = 0  # which one it is: counts up with each change

    async def sound(self, text: str) -> AsyncGenerator[bytes, None]:
        """The sound of `text`: at once if it is kept, else made; kept then if it is a fixed phrase."""
        if (kept := self._kept.get(text)) is not None:
            self._kept.move_to_end(text)
            yield kept
            return
        if self._making is not None and self._making.text == text:
            async for pcm in self._making.follow():
                yield pcm
            return
        async for pcm in self._made(text):
            yield pcm

    def prepare(self, lines: Iterable[str]) -> None:
        """These are fixed, and will be said: their sentences are made one after another, in this order."""
        for line in lines:
            for piece in split(line):
                self._fixed.add(piece)
                if piece not in self._kept and piece not in self._waiting:
                    self._waiting.append(piece)
        if self._waiting and (self._ahead is None or self._ahead.done()):
            self._ahead = asyncio.create_task(self._make_ahead(), name="phrases")

    def forget(self, *, settles_seconds: float = 0.0) -> None:
        """The voice sounds otherwise now: all that was prepared is made anew, once it has stayed so for `settles_seconds`."""
        self._stop()
        self._kept.clear()
        self._voice += 1
        if settles_seconds > 0:
            self._anew = asyncio.get_running_loop().call_later(settles_seconds, self._prepare_all)
        else:
            self._prepare_all()

    def _prepare_all(self) -> None:
        self.prepare(sorted(self._fixed))

    async def aclose(self) -> None:
        self._stop()

    def _stop(self) -> None:
        self._waiting.clear()
        if self._anew is not None:
            self._anew.cancel()
            self._anew = None
        if self._ahead is not None:
            self._ahead.cancel()
            self._ahead = None

    async def _made(self, text: str) -> AsyncGenerator[bytes, None]:
        sound, voice = bytearray(), self._voice
        async with contextlib.aclosing(self._synthesise(text)) as pieces:
            async for pcm in pieces:
                if text in self._fixed:
                    sound += pcm
                yield pcm
        if sound and voice == self._voice:
            self._keep(text, bytes(sound))

    async def _make_ahead(self) -> None:
        while self._waiting:
            text = self._waiting.pop(0)
            if text in self._kept:  # said meanwhile
                continue
            self._making = making = _Making(text)
            try:
                async with contextlib.aclosing(self._made(text)) as pieces:
                    async for pcm in pieces:
                        making.add(pcm)
                making.end()
            except asyncio.CancelledError:
                making.end(PhraseLostError())
                raise
            except Exception as error:  # noqa: BLE001 - then it is made when it is said
                logger.info("a phrase was not made ahead", extra={"error": type(error).__name__})
                making.end(error)
            finally:
                self._making = None

    def _keep(self, text: str, sound: bytes) -> None:
        if len(sound) > self._max_bytes:
            return
        self._kept[text] = sound
        while sum(map(len, self._kept.values())) > self._max_bytes:
            self._kept.popitem(last=False)


class _Making:
    """A phrase on its way, for those who want to say it already."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._pieces: list[bytes] = []
        self._over = False
        self._error: Exception | None = None
        self._news = asyncio.Event()

    def add(self, pcm: bytes) -> None:
        self._pieces.append(pcm)
        self._tell()

    def end(self, error: Exception | None = None) -> None:
        self._over, self._error = True, error
        self._tell()

    async def follow(self) -> AsyncGenerator[bytes, None]:
        at = 0
        while True:
            news = self._news
            while at < len(self._pieces):
                yield self._pieces[at]
                at += 1
            if self._over:
                if self._error is not None:
                    raise self._error
                return
            if news is self._news:
                await news.wait()

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()
