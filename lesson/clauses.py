"""An utterance as it is compared: whole, or clause by clause; never by substring ("hi" is not in "which")."""

import re
import unicodedata
from typing import Final

# A full stop inside a word (p.m., 3.5) ends nothing, hence the look-ahead.
_CLAUSE_END: Final = re.compile(r"[,;:!?…。，、！？；：]+|\.+(?=\s|$)|\n+|\s[-–—]+\s")
_QUOTED: Final = re.compile(r"[\"“”«»「」『』]|(?<!\w)['‘]|['’](?!\w)")


def plain(text: str) -> str:
    """Case, punctuation and spacing levelled: "Thank you,  GOODBYE!" and "thank you goodbye" become the same."""
    text = unicodedata.normalize("NFC", text).casefold().replace("’", "'")
    return " ".join(re.sub(r"[^\w\s']|_", " ", text).split())


def clauses(text: str) -> list[str]:
    """The clauses of an utterance, each `plain`, empty ones left out."""
    return [
        clause for part in _CLAUSE_END.split(unicodedata.normalize("NFC", text)) if (clause := plain(part))
    ]


def quotes_something(text: str) -> bool:
    """Whether words are set in quotation marks: those are talked about, not said."""
    return bool(_QUOTED.search(text))
