"""When speech begins and when a turn is over, from the voice detector's probabilities. No clock: the sound is the clock.

`server_vad` waits `silence_duration_ms`. `semantic_vad` is a rule of our own, for no model here judges meaning: silence
by eagerness, shorter when the text recognised so far reads as a finished sentence.

| eagerness | finished | open or nothing recognised |
|---|---|---|
| high | 300 ms | 800 ms |
| medium, auto | 500 ms | 1500 ms |
| low | 800 ms | 2500 ms |

Finished: at least three words, the last of which is none of those that lead on (and, because, the, to, um …); or one or
two words that stand alone (yes, no, thank you); or closed by . ! or ?
"""

import re
from dataclasses import dataclass
from typing import Literal

Eagerness = Literal["low", "medium", "high", "auto"]

_SILENCE_MS: dict[Eagerness, tuple[int, int]] = {  # finished, open
    "high": (300, 800),
    "medium": (500, 1500),
    "auto": (500, 1500),
    "low": (800, 2500),
}
SEMANTIC_THRESHOLD = 0.5
SEMANTIC_PADDING_MS = 300

# Regular expressions only because they read better than a hundred quoted words.
_LEADS_ON = re.compile(
    r"(?:a|also|an|and|are|as|at|because|but|could|for|from|had|has|have|he|his|i|i'd|i'll|i'm|if|into|is|its|just|maybe|my"
    r"|of|or|our|should|some|than|the|their|they|to|uh|um|until|very|want|was|we|were|when|which|while|will|with|would"
    r"|your)"
)
_STANDS_ALONE = re.compile(
    r"(?:yes|no|yeah|yep|nope|okay|ok|sure|hello|hi|thanks|bye|goodbye|please|thank you|yes please|no thanks|of course"
    r"|that's all|not yet|excuse me|good morning)"
)

# Onset: two windows (64 ms) above the threshold, so that a click is not a turn. Speech goes on until the probability
# falls clearly below it (the distance livekit-agents uses), so that a turn does not flicker.
ONSET_WINDOWS = 2
HYSTERESIS = 0.15


@dataclass(frozen=True, slots=True)
class Detection:
    """How turns are taken. `mode` None leaves it to the client."""

    mode: Literal["server_vad", "semantic_vad"] | None
    threshold: float = 0.5
    prefix_padding_ms: int = 300
    silence_duration_ms: int = 500
    eagerness: Eagerness = "auto"
    create_response: bool = True
    interrupt_response: bool = True

    def silence_needed_ms(self, text_so_far: str | None) -> int:
        """The silence that ends a turn; `text_so_far` None: not known yet."""
        if self.mode != "semantic_vad":
            return self.silence_duration_ms
        finished, still_open = _SILENCE_MS[self.eagerness]
        return finished if text_so_far and reads_as_finished(text_so_far) else still_open


def reads_as_finished(text: str) -> bool:
    text = text.strip()
    words = text.lower().rstrip(".!?,").split()
    if not words:
        return False
    if text[-1] in ".!?":
        return True
    if _STANDS_ALONE.fullmatch(" ".join(words)):
        return True
    return len(words) >= 3 and not _LEADS_ON.fullmatch(words[-1])


@dataclass(frozen=True, slots=True)
class Onset:
    at_ms: float  # the first window of speech began here


@dataclass(frozen=True, slots=True)
class Quiet:
    silence_ms: float  # since the last voiced window


@dataclass(slots=True)
class SpeechGate:
    """Follows one stream, window by window. Times are milliseconds of sound since its beginning."""

    threshold: float
    speaking: bool = False
    _run: int = 0
    _run_began_ms: float = 0.0
    _last_voice_ms: float = 0.0

    def window(self, probability: float, *, begin_ms: float, end_ms: float) -> Onset | Quiet | None:
        """None: nothing new. While speaking each silent window gives Quiet; the caller decides when it is enough."""
        if not self.speaking:
            if probability < self.threshold:
                self._run = 0
                return None
            if self._run == 0:
                self._run_began_ms = begin_ms
            self._run += 1
            if self._run < ONSET_WINDOWS:
                return None
            self.speaking = True
            self._last_voice_ms = end_ms
            return Onset(self._run_began_ms)
        if probability >= max(self.threshold - HYSTERESIS, 0.01):
            self._last_voice_ms = end_ms
            return None
        return Quiet(end_ms - self._last_voice_ms)

    def stop(self) -> None:
        self.speaking = False
        self._run = 0
