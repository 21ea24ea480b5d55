"""English phrases: where one ends, what its last word is, and what of it says something."""

import re
from typing import Final

from local_engine.minds.words_english import COMPANIONS, DROPPED_E_VERBS, PARTNERS, PLACES, VAGUE_GOALS, VERBS

# A noun phrase runs up to one of these. Commas and full stops stand as words of their own.
_NP: Final = (
    r"(?P<{name}>(?:(?:a|an|the|my|our|some|this|that)\s+)?(?!(?:to|and|with|at|in|for|about)\b)[\w'-]+"
    r"(?:\s+(?!(?:to|and|with|at|in|on|for|about|because|who|where|when|so|but|talking|speaking|please|now|too|today"
    r"|tomorrow|is|are|was|from|i|i'm|we|which|that|as|of my)\b)[\w'-]+){{0,4}})"
)


def noun_phrase(name: str) -> str:
    return _NP.format(name=name)


_GOAL_ENDS: Final = re.compile(
    r"\s+(?:,.*|(?:and (?:i|then|we|my|also|the (?:place|partner))|but|because|please|so|when|since|while|if|in english"
    r"|talking|speaking|today|now|too)\b.*)$"
)


def goal_phrase(phrase: str) -> str | None:
    """A goal without what follows it (another clause, where, with whom); None when it says nothing."""
    phrase = _GOAL_ENDS.sub("", phrase.strip())
    for found in re.finditer(rf"\s(?:at|in|to|with|from) {noun_phrase('np')}", phrase):
        value = bare_phrase(found["np"])
        if (ends_in(value, PLACES) and not found[0].startswith((" to ", " from "))) or (
            ends_in(value, PARTNERS | COMPANIONS)
            and found[0].startswith((" to ", " with ", " from "))
            and not phrase.startswith(("apologize", "complain", "explain", "apologise"))
        ):
            phrase = phrase[: found.start()]
            break
    phrase = phrase.strip(" ,.")
    if phrase in VAGUE_GOALS or phrase.split(" ")[0] in {"", "be"}:
        return None
    words = phrase.split()
    if (
        words[0] in {"talk", "speak", "chat", "practice", "practise", "learn", "study", "improve"}
        and "about" not in words
    ):
        return None
    if words[0] == "go" and len(words) > 1 and words[1] == "to":
        return None if ends_in(bare_phrase(" ".join(words[2:])), PLACES) else phrase
    return phrase


def bare_phrase(np: str) -> str:
    """Without its article, or the possessive that means nothing to a scene."""
    return re.sub(r"^(?:a|an|the|my|our|some|this|that) ", "", np.strip(" ,.")).strip()


def ends_in(phrase: str, words: frozenset[str]) -> bool:
    """Whether the phrase ends in one of the words ("big hotel", "front desk clerk"), singular or plural."""
    return any(
        candidate in words
        for at in range(len(phrase.split()))
        for tail in [" ".join(phrase.split()[at:])]
        for candidate in (tail, tail.removesuffix("s"))
    )


def base_form(word: str) -> str:
    """Checking → check, getting → get, making → make. Words without -ing stay."""
    if not word.endswith("ing") or len(word) < 5:
        return word
    stem = word[:-3]
    if f"{stem}e" in DROPPED_E_VERBS:
        return f"{stem}e"
    if len(stem) > 3 and stem[-1] == stem[-2] and stem not in VERBS:
        return stem[:-1]
    return stem
