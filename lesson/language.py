"""Which language a text is in, by its script, and how many English words it has."""

import re
from typing import Final

from contract.words import Language, Locale

# Syllables, conjoining jamo (decomposed text), compatibility jamo ("ㅋㅋ"), half-width jamo.
_HANGUL: Final = re.compile(r"[가-힣ᄀ-ᇿ㄰-㆏ꥠ-꥿ힰ-퟿ﾠ-ￜ]")
_LATIN: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]")
_WORD: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ0-9]")


def has_hangul(text: str) -> bool:
    return bool(_HANGUL.search(text))


def has_latin(text: str) -> bool:
    return bool(_LATIN.search(text))


def language_of(text: str) -> Language:
    """`mixed` with letters of both scripts; `en` also for a text without letters, like Turn's default."""
    if not has_hangul(text):
        return "en"
    return "mixed" if has_latin(text) else "ko"


def speech_locale(text: str, previous: Locale) -> Locale:
    """The language to answer in: that of most of the words; `previous` for a text without letters.

    A tie goes to Korean: "checkin 하고" is a Korean sentence with an English noun more often than the reverse.
    """
    tokens = text.split()
    korean = sum(has_hangul(token) for token in tokens)
    english = sum(has_latin(token) and not has_hangul(token) for token in tokens)
    if korean == english == 0:
        return previous
    return "ko" if korean >= english else "en"


def count_words(text: str) -> int:
    """Whitespace tokens with at least one Latin letter or digit."""
    return sum(bool(_WORD.search(token)) for token in text.split())
