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


SYNTHESIS: Final = Synthesis()
# So many sentences in a row without sound, each after all its tries: the voice is gone, not the sentence.
SILENT_SENTENCES: Final = 2
