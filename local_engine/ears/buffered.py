"""A recogniser made of a model that takes a whole recording: sound is kept until the text is asked for.

The models' libraries let go of Python's lock while they work and use several cores by themselves: one thread, one
utterance after another.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]  # -1 to 1, at EAR_RATE
Transcribe = Callable[[Samples, str | None], str]


class BufferedEars:
    """A Recogniser. `start` it before the first `listen`, `aclose` it at the end."""

    def __init__(self, load: Callable[[], Transcribe]) -> None:
        self._load = load
        self._transcribe: Transcribe | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="recogniser")

    async def start(self) -> None:
        """Returns when the model is loaded. Raises what the loader raises."""
        self._transcribe = await asyncio.get_running_loop().run_in_executor(self._thread, self._load)

    def listen(self, language: str | None = None) -> "BufferedUtterance":
        return BufferedUtterance(self, language)

    async def text_of(self, pcm: bytes, language: str | None) -> str:
        """PCM16 at EAR_RATE."""
        if self._transcribe is None:
            raise RuntimeError("the recogniser is asked before its start")
        samples: Samples = np.frombuffer(pcm, np.int16).astype(np.float32) / np.float32(32768)
        loop = asyncio.get_running_loop()
        return (await loop.run_in_executor(self._thread, self._transcribe, samples, language)).strip()

    async def aclose(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)


class BufferedUtterance:
    """An Utterance."""

    def __init__(self, ears: BufferedEars, language: str | None) -> None:
        self._ears = ears
        self._language = language
        self._sound = bytearray()
        self._over = False

    def feed(self, pcm: bytes) -> None:
        if not self._over:
            self._sound += pcm

    async def so_far(self) -> str:
        return "" if self._over or not self._sound else await self._text()

    async def finish(self) -> str:
        if self._over or not self._sound:
            self._over = True
            return ""
        self._over = True
        return await self._text()

    def discard(self) -> None:
        self._over = True
        self._sound.clear()

    async def _text(self) -> str:
        return await self._ears.text_of(bytes(self._sound), self._language)


def missing_package(setting: str, package: str, error: ImportError) -> RuntimeError:
    """What to say where a part was asked for and its package is not here."""
    return RuntimeError(
        f"{setting} needs the package {package}, which cannot be imported ({error}): run `make models`, or install "
        f"the extra `{package.split('-')[0]}` of this project"
    )
