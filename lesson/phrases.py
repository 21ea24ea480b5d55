"""Whether an utterance is made of given phrases and nothing else: whole, in any order, never by substring.

English is laid out word by word; Korean letter by letter without its spaces, which recognisers set as they like.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lesson.clauses import plain

MAX_CHARACTERS = 160  # longer utterances are made of more than phrases


@dataclass(frozen=True, slots=True)
class Phrases:
    """`core`: one of these must be there. `trimmings` may stand beside it ("again", "doctor"), never alone."""

    core: frozenset[tuple[str, ...]]
    trimmings: frozenset[tuple[str, ...]]

    def make_up(self, units: Sequence[str]) -> bool:
        reached = {(0, False)}  # how far one gets, and whether a core phrase was among the parts
        for at in range(len(units)):
            for _, found in [state for state in reached if state[0] == at]:
                for parts, is_core in ((self.core, True), (self.trimmings, False)):
                    reached |= {
                        (at + len(part), found or is_core)
                        for part in parts
                        if tuple(units[at : at + len(part)]) == part
                    }
        return (len(units), True) in reached


def english(core: str, trimmings: str) -> Phrases:
    """From phrases divided by "|" or line ends."""
    return Phrases(_divided(core), _divided(trimmings))


def korean(core: str, trimmings: str) -> Phrases:
    """From phrases without inner spaces, divided by white space."""
    return Phrases(
        frozenset(tuple(word) for word in core.split()), frozenset(tuple(word) for word in trimmings.split())
    )


def made_of(text: str, in_english: Phrases, in_korean: Phrases) -> bool:
    said = plain(text)
    if not said or len(said) > MAX_CHARACTERS:
        return False
    return in_english.make_up(said.split()) or in_korean.make_up(said.replace(" ", ""))


def _divided(phrases: str) -> frozenset[tuple[str, ...]]:
    return frozenset(
        tuple(phrase.split()) for phrase in phrases.replace("\n", "|").split("|") if phrase.strip()
    )
