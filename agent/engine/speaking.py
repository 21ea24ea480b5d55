"""Sentences to sound while the text is still being written: the first is heard while the model writes the second.

At most `AT_ONCE` are synthesised at a time, what is heard is in strict order, a sentence that fails is tried again and then
skipped alone, closing the stream closes every request. Knows no LiveKit: sound is PCM16 in bytes, `Synthesise` makes it.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from agent.engine.resilience import SILENT_SENTENCES, SYNTHESIS, Synthesis
from agent.engine.sentences import IDLE_SECONDS, SentenceSplitter

logger = logging.getLogger(__name__)

AT_ONCE: Final = 2
AHEAD_SECONDS: Final = 12.0  # of sound made beyond what can have been heard: an interruption throws it away
MAX_SENTENCES_PER_REQUEST: Final = 3

# Sound of one text, in pieces of any size, as it comes. Closing it ends the request at the provider. May raise anything.
Synthesise = Callable[[str], AsyncGenerator[bytes, None]]


class VoiceGoneError(Exception):
    """No sound came for what was to be said: the service is gone. The message holds no word of the talk."""


@dataclass(frozen=True, slots=True)
class Begins:
    """From here on it is this text that is heard. Also for one that has no sound: it is shown."""

    text: str


@dataclass(frozen=True, slots=True)
class Sound:
    pcm: bytes  # of the text that began last


@dataclass(frozen=True, slots=True)
class Ends:
    text: str
    heard: bool  # whether there was any sound


@dataclass(frozen=True, slots=True)
class Lost:
    """No sound came for one sentence after the other; the next ones are tried all the same. Once a text."""


Event = Begins | Sound | Ends | Lost


WhenLost = Literal["go on", "stop"]


@dataclass(frozen=True, slots=True)
class Manner:
    """`first_cut` "comma": the first piece of a text may be a clause, heard sooner and said less well. `when_lost`: what is
    done after one sentence without sound and then another; "stop" where another voice stands by.
    """

    sentences_per_request: int = 1
    first_cut: Literal["sentence", "comma"] = "sentence"
    when_lost: WhenLost = "go on"


class _Over:
    """After the last piece of sound."""


@dataclass(slots=True, eq=False)
class _Spoken:
    """One text on its way to the ear."""

    text: str
    sound: "asyncio.Queue[bytes | _Over]" = field(default_factory=asyncio.Queue)
    made_bytes: int = 0


class Speaker:
    """`bytes_a_second` is that of the sound. One speaker says any number of texts, one after another or at once."""

    def __init__(
        self,
        synthesise: Synthesise,
        *,
        bytes_a_second: int,
        rules: Synthesis = SYNTHESIS,
        manner: Manner | None = None,
    ) -> None:
        self._synthesise = synthesise
        self._bytes_a_second = bytes_a_second
        self._rules = rules
        self._manner = manner or Manner()

    async def speak(self, text: AsyncIterable[str]) -> AsyncGenerator[Event, None]:
        """What is to be heard, in order, as soon as it can be. Close it to stop everything.

        Raises VoiceGoneError, and what `text` raises.
        """
        utterance = _Utterance(self._synthesise, self._bytes_a_second, self._rules, self._manner.when_lost)
        pieces = sentences(text, first_cut=self._manner.first_cut)
        dispatch = asyncio.create_task(utterance.dispatch(pieces, self._manner.sentences_per_request))
        try:
            async for event in utterance.events():
                yield event
            await dispatch  # raises what stopped it
        finally:
            dispatch.cancel()
            await utterance.aclose()
            await asyncio.gather(dispatch, return_exceptions=True)


class _Utterance:
    """One call of `speak`."""

    def __init__(
        self,
        synthesise: Synthesise,
        bytes_a_second: int,
        rules: Synthesis,
        when_lost: WhenLost,
    ) -> None:
        self._synthesise = synthesise
        self._bytes_a_second = bytes_a_second
        self._rules = rules
        self._when_lost = when_lost
        self._order: asyncio.Queue[_Spoken | _Over] = asyncio.Queue()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._making: set[asyncio.Task[None]] = set()
        self._made_bytes = 0
        self._began = asyncio.Event()  # the first sound left
        self._began_at = 0.0
        self._silent = 0  # sentences without sound, in a row

    async def dispatch(self, pieces: AsyncGenerator[str, None], together: int) -> None:
        """Give each text its turn to be made, in order."""
        waiting: asyncio.Queue[str | _Over] = asyncio.Queue()
        written = asyncio.create_task(_collect(pieces, waiting))
        try:
            while not isinstance(text := await waiting.get(), _Over):
                await self._places.acquire()
                await self._until_needed()
                spoken = _Spoken(" ".join([text, *self._more(waiting, together - 1)]))
                self._order.put_nowait(spoken)
                self._own(self._make(spoken))
            await written  # raises what the text raised
        finally:
            self._order.put_nowait(_Over())
            written.cancel()
            await asyncio.gather(written, return_exceptions=True)

    def _more(self, waiting: "asyncio.Queue[str | _Over]", count: int) -> list[str]:
        """Up to `count` that are written already; none for the first request, whose sound is waited for."""
        more: list[str] = []
        while len(more) < count and self._began.is_set() and not waiting.empty():
            if isinstance(text := waiting.get_nowait(), _Over):
                waiting.put_nowait(text)
                break
            more.append(text)
        return more

    async def events(self) -> AsyncGenerator[Event, None]:
        loop = asyncio.get_running_loop()
        lost = False
        while not isinstance(spoken := await self._order.get(), _Over):
            yield Begins(spoken.text)
            while not isinstance(pcm := await spoken.sound.get(), _Over):
                if not self._began.is_set():
                    self._began_at = loop.time()
                    self._began.set()
                self._silent = 0
                yield Sound(pcm)
            heard = spoken.made_bytes > 0
            yield Ends(spoken.text, heard)
            self._silent += not heard
            if self._is_lost and self._when_lost == "stop":
                raise VoiceGoneError(f"{self._silent} sentences in a row had no sound")
            if self._is_lost and not lost:
                lost = True
                yield Lost()
        if self._silent and not self._began.is_set():
            raise VoiceGoneError("nothing that was to be said had sound")

    @property
    def _is_lost(self) -> bool:
        return self._silent >= SILENT_SENTENCES

    async def aclose(self) -> None:
        for task in self._making:
            task.cancel()
        await asyncio.gather(*self._making, return_exceptions=True)

    async def _make(self, spoken: _Spoken) -> None:
        try:
            for attempt in range(self._rules.tries):
                if attempt and self._is_lost:
                    return
                if await self._try(spoken):
                    return
                logger.warning("a sentence had no sound, or only half", extra={"attempt": attempt + 1})
        finally:
            spoken.sound.put_nowait(_Over())
            self._places.release()

    async def _try(self, spoken: _Spoken) -> bool:
        """True when all of it was made. What an earlier try has made already is left out: it may have been heard."""
        left_out = spoken.made_bytes
        made = 0
        limit = self._rules.first_sound
        try:
            async with contextlib.aclosing(self._synthesise(spoken.text)) as pieces:
                while True:
                    async with asyncio.timeout(limit):
                        pcm = await anext(pieces, None)
                    if pcm is None:
                        return made > 0
                    made += len(pcm)
                    limit = self._rules.next_sound
                    if new := pcm[max(0, left_out - (made - len(pcm))) :]:
                        spoken.made_bytes += len(new)
                        self._made_bytes += len(new)
                        spoken.sound.put_nowait(new)
        except Exception as error:  # noqa: BLE001 - whatever a service or plugin raises; its text may hold what was said
            logger.info("synthesis failed", extra={"error": type(error).__name__})
            return False

    async def _until_needed(self) -> None:
        """No more is made than can be heard soon. The clock is the ear's at best: it never waits too long."""
        loop = asyncio.get_running_loop()
        while True:
            heard = loop.time() - self._began_at if self._began.is_set() else 0.0
            ahead = self._made_bytes / self._bytes_a_second - heard - AHEAD_SECONDS
            if ahead <= 0:
                return
            if self._began.is_set():
                await asyncio.sleep(ahead)
            else:
                await self._began.wait()

    def _own(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._making.add(task)
        task.add_done_callback(self._making.discard)


async def sentences(
    text: AsyncIterable[str], *, first_cut: Literal["sentence", "comma"] = "sentence"
) -> AsyncGenerator[str, None]:
    """The sentences of a text that is being written; a writer who pauses gets what is decided."""
    splitter = SentenceSplitter(first_cut=first_cut)
    chunks = aiter(text)
    coming: asyncio.Task[str] | None = None
    try:
        while True:
            coming = coming or asyncio.create_task(_chunk(chunks))
            await asyncio.wait({coming}, timeout=IDLE_SECONDS if splitter.has_decided else None)
            if not coming.done():
                pieces = splitter.release()
            else:
                try:
                    pieces = splitter.push(coming.result())
                except _WrittenError:
                    break
                coming = None
            for piece in pieces:
                yield piece
        for piece in splitter.flush():
            yield piece
    finally:
        if coming is not None:
            coming.cancel()


class _WrittenError(Exception):
    """The text is over. (StopAsyncIteration may not leave a task.)"""


async def _chunk(chunks: AsyncIterator[str]) -> str:
    try:
        return await anext(chunks)
    except StopAsyncIteration:
        raise _WrittenError from None


async def _collect(pieces: AsyncGenerator[str, None], waiting: "asyncio.Queue[str | _Over]") -> None:
    try:
        async with contextlib.aclosing(pieces):
            async for piece in pieces:
                waiting.put_nowait(piece)
    finally:
        waiting.put_nowait(_Over())
