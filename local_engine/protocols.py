"""What the server needs from a mind, a voice and a recogniser. Better ones plug in by offering the same."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

WIRE_RATE = 24_000  # Hz; PCM16 mono little-endian, both ways on the wire
EAR_RATE = 16_000  # Hz; what detector and recogniser hear
BYTES_PER_SAMPLE = 2


@dataclass(frozen=True, slots=True)
class Message:
    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToolResult:
    name: str
    output: str


HistoryItem = Message | ToolCall | ToolResult


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    description: str
    parameters: Mapping[str, Any]  # a JSON schema of type object


@dataclass(frozen=True, slots=True)
class Task:
    """What a mind is asked: answer this talk.

    `forced_tool` is a name from `tools` that must be called; `may_call` is False where the client forbade tools.
    `response_schema` asks for one JSON text that is valid under it.
    """

    instructions: str
    history: Sequence[HistoryItem] = ()
    tools: Sequence[Tool] = ()
    forced_tool: str | None = None
    may_call: bool = True
    response_schema: Mapping[str, Any] | None = field(default=None)


class Mind(Protocol):
    async def answer(self, task: Task) -> AsyncGenerator[str, None] | ToolCall:
        """Sentences, one a piece and in order, or the one tool to call. Raises MindError, also between sentences."""
        ...


class Voice(Protocol):
    @property
    def names(self) -> Sequence[str]:
        """The voices a client may name."""
        ...

    def speak(self, text: str, *, voice: str, speed: float) -> AsyncGenerator[bytes, None]:
        """PCM16 at WIRE_RATE, in pieces of whole samples, as they come. Closing the iterator stops the synthesis.

        `speed` 1.0 is the voice's own pace. Raises SynthesisError.
        """
        ...

    def estimate_seconds(self, text: str, *, speed: float) -> float:
        """About how long `text` will sound: enough to let captions keep step."""
        ...

    async def check(self) -> None:
        """Raise SynthesisError with the remedy if nothing can be spoken on this machine."""
        ...


class Utterance(Protocol):
    """One stretch of speech being recognised while it comes in."""

    def feed(self, pcm: bytes) -> None:
        """PCM16 at EAR_RATE."""
        ...

    async def so_far(self) -> str:
        """The text until now; a guess that may change."""
        ...

    async def finish(self) -> str:
        """The final text; empty when nothing was recognised. The utterance is over."""
        ...

    def discard(self) -> None:
        """Forget it. Harmless when it is over already."""
        ...


class Recogniser(Protocol):
    def listen(self, language: str | None = None) -> Utterance:
        """`language` is what the client expects to hear (en, ko); None: it did not say."""
        ...


class SpeechProbability(Protocol):
    """A voice detector's state for one stream of sound."""

    window_samples: int

    def __call__(self, window: bytes) -> float:
        """The probability (0 to 1) of speech in the next `window_samples` samples of PCM16 at EAR_RATE."""
        ...


class SynthesisError(Exception):
    """A voice could not speak; the text says what failed, never what was to be said."""


class MindError(Exception):
    """A mind could not answer; the text says what failed, never what was asked."""
