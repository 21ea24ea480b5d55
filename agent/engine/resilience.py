"""How often each part of an engine is tried, how long it is waited for, and when another engine takes its place. The one
place for such rules; docs/operations.md, "When an engine fails", has them as tables.
"""

from dataclasses import dataclass
from typing import Final, Literal


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
    seconds: float = 4.0  # a good service needs 1, and 3 for a minute of speech

    @property
    def all_seconds(self) -> float:
        """After the end of the voice: by then there are words, or it is told that there are none."""
        return self.tries * self.seconds + 1.0


@dataclass(frozen=True, slots=True)
class Thinking:
    """One request to the pipeline's language model; a realtime model's connection has agent.engine.patched.GrowingWaits."""

    tries: int = 2
    wait: float = 0.3  # between them
    seconds: float = 6.0  # without a word; a good service needs 0.5


SYNTHESIS: Final = Synthesis()
THINKING: Final = Thinking()
RECOGNITION: Final = Recognition()
# Voice, and by then no words: the learner is told (docs/behaviours.md, B13). Where the pipeline still tries to recognise it, it
# is told when the tries are spent.
WORDLESS_SECONDS: Final = 5.0
# So many sentences in a row without sound, each after all its tries: the voice is gone, not the sentence. Where no other
# voice stands by, those after them are tried all the same, once each until there is sound again.
SILENT_SENTENCES: Final = 2
# So many stretches of speech in a row without an answer, each after all its tries: the ears are gone.
UNHEARD_STRETCHES: Final = 2
UNHEARD_STRETCHES_WITH_SPARE: Final = 1
# A realtime engine that owes an event (an answer it began, a confirmation) and sends none for so long is dead, though
# its connection may live. A good one needs 1 s for its first sound, and sends its sound faster than it plays.
SILENT_ENGINE_SECONDS: Final = 6.0
# So many lost connections without a word of the tutor between them: it is gone, though it lets itself be connected.
# One more than the tries below, which end by themselves.
LOST_CONNECTIONS: Final = 7
# So many answers in a row that the engine itself calls failed: it is gone.
FAILED_ANSWERS: Final = 3
FAILED_ANSWER_WAIT_SECONDS: Final = 0.5  # before an answer that failed is asked for again; doubled each time
FAILED_ANSWERS_WITH_SPARE: Final = 1
# A realtime model's connection: at once and silently, then as docs/behaviours.md says; 25 s in all.
RECONNECT_WAITS: Final = (0.1, 1.0, 2.0, 4.0, 8.0, 10.0)
# Where another engine stands by, it takes over sooner: after so many tries to connect, or connections without a word.
RECONNECTS_WITH_SPARE: Final = 2
LOST_CONNECTIONS_WITH_SPARE: Final = 2
# So many replies in a row that failed: until then the tutor says that it is sorry.
LOST_REPLIES: Final = 2
# So many times the voice was gone in a row: until then the lesson goes on by captions.
LOST_VOICES: Final = 3

# Of one engine, when all tries of the part are spent.
Loss = Literal["refused", "connection", "ears", "reply", "voice"]
# "give up": another engine takes its place, or the lesson ends.
Remedy = Literal["go on", "apologise", "give up"]


@dataclass(slots=True)
class Losses:
    """What one engine has lost since it was last heard; says what to do about the next loss.

    | loss | with another engine | without |
    |---|---|---|
    | refused: the key, the account | give up | give up |
    | connection: a realtime model cannot be reached, or says nothing | give up | give up |
    | ears: stretches of speech without an answer | give up | give up |
    | reply: the model failed | give up | apologise, the second time give up; go on while a scene is built |
    | voice: sentences without sound, one after the other | give up | go on with the next, the third time give up |
    """

    replies: int = 0
    voices: int = 0

    def spoke(self, *, own_words: bool = False) -> None:
        """`own_words`: an apology shows that the voice is there, and nothing of the model."""
        self.voices = 0
        if not own_words:
            self.replies = 0

    def add(self, loss: Loss, *, has_spare: bool, does_without: bool = False) -> Remedy:
        match loss:
            case "reply" if does_without and not has_spare:
                return "go on"
            case "reply":
                self.replies += 1
                return "give up" if has_spare or self.replies >= LOST_REPLIES else "apologise"
            case "voice":
                self.voices += 1
                return "give up" if has_spare or self.voices >= LOST_VOICES else "go on"
            case "refused" | "connection" | "ears":
                return "give up"
