"""How often each part of an engine is tried, and how long it is waited for. The one place for such numbers; the table in
docs/operations.md, "When an engine fails", is of these.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Synthesis:
    """One sentence's sound. Seconds."""

    tries: int = 2
    first_sound: float = 4.0  # a good service needs 0.5 (docs/behaviours.md, first audio)
    next_sound: float = 3.0  # between two pieces of it


@dataclass(frozen=True, slots=True)
class Recognition:
    """The words of one stretch of speech."""

    tries: int = 2
    seconds: float = 6.0  # a good service needs 1


@dataclass(frozen=True, slots=True)
class Thinking:
    """One request to the pipeline's language model; a realtime model's connection has agent.engine.patched.GrowingWaits."""

    tries: int = 2
    wait: float = 0.3  # between them
    seconds: float = 6.0  # without a word; a good service needs 0.5


SYNTHESIS: Final = Synthesis()
THINKING: Final = Thinking()
RECOGNITION: Final = Recognition()
# So many sentences in a row without sound, each after all its tries: the voice is gone, not the sentence.
SILENT_SENTENCES: Final = 2
# So many stretches of speech in a row without an answer, each after all its tries: the ears are gone.
UNHEARD_STRETCHES: Final = 2
# A realtime engine that owes an event (an answer it began, a confirmation) and sends none for so long is dead, though
# its connection may live. A good one needs 1 s for its first sound, and sends its sound faster than it plays.
SILENT_ENGINE_SECONDS: Final = 6.0
# So many lost connections without a word of the tutor between them: it is gone, though it lets itself be connected.
# One more than the tries of agent.engine.patched.GrowingWaits, which end by themselves.
LOST_CONNECTIONS: Final = 7
# So many answers in a row that the engine itself calls failed: it is gone.
FAILED_ANSWERS: Final = 3
FAILED_ANSWER_WAIT_SECONDS: Final = 0.5  # before an answer that failed is asked for again; doubled each time
