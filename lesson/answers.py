"""What a chat model's answer must be before a learner sees it: one clean line, mostly in the language that was asked for."""

import re
import unicodedata
from typing import Final

from contract.words import Locale
from lesson.clauses import plain, quotes_something
from lesson.language import has_hangul, has_latin

_UNSEEN: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")  # soft hyphen, zero-width space, word joiner, BOM
_CONTROLS: Final = re.compile(
    "[\u0000-\u001f\u007f-\u009f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_SYLLABLE: Final = re.compile("[가-힣]")
_JAMO: Final = re.compile("[ㄱ-ㅎㅏ-ㅣ]")
_LAUGHS_AND_TEARS: Final = re.compile("[ㅋㅎㅠㅜ]")


def one_line(text: str) -> str | None:
    """Composed, with single spaces, without what nobody sees; None with what no line has: control and bidi characters."""
    line = _UNSEEN.sub("", " ".join(unicodedata.normalize("NFC", text).split()))
    return None if _CONTROLS.search(line) else line


def is_mostly(locale: Locale, text: str, *, source: str) -> bool:
    """At least as many words in that language as not. What may stand as it does in `source` counts for neither.

    "Jobs는" is Korean; "ㅁㄴㅇㄹ" is no word of any language.
    """
    kept = _kept(source)
    words = [word for word in text.split() if plain(word) not in kept]
    korean = sum(map(_is_korean, words))
    english = sum(has_latin(word) and not has_hangul(word) for word in words)
    nothing = sum(_is_nothing(word) for word in words)
    wanted, others = (korean, english) if locale == "ko" else (english, korean)
    return wanted > 0 and wanted >= others + nothing


def _is_korean(word: str) -> bool:
    syllables = len(_SYLLABLE.findall(word))
    return syllables > 0 and syllables >= len(_JAMO.findall(word))


def _is_nothing(word: str) -> bool:
    return not _is_korean(word) and bool(_JAMO.search(_LAUGHS_AND_TEARS.sub("", word)))


def _kept(source: str) -> set[str]:
    """What may stay as it is in a translation: names, words with a capital or a digit ("I" is none); where something is
    quoted, every word.
    """
    words = source.split()
    if not quotes_something(source):
        words = [word for word in words if any(char.isupper() or char.isdigit() for char in word)]
        words = [word for word in words if word.strip(".,!?") != "I"]
    return {plain(word) for word in words}
