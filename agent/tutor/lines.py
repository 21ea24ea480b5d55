"""Sentences of the role play that are said word for word, in English: it is an English scene."""

from typing import Final, get_args

from contract.words import Locale
from lesson import own_lines
from lesson.abuse import abuse_line
from lesson.fillers import APOLOGY, FIRST, STILL
from lesson.guardrail import REDIRECTS

GOODBYE: Final = own_lines.GOODBYE.en
ASK_TO_END: Final = own_lines.ASK_TO_END.en
LOST_REPLY: Final = own_lines.LOST_REPLY.en

_EXACT: Final = (
    GOODBYE,
    *(own_lines.TIME_IS_UP.said(locale) for locale in get_args(Locale)),
    ASK_TO_END,
    LOST_REPLY,
    abuse_line(),
    *REDIRECTS,
    *(line for lines in (FIRST, STILL) for locale in lines.values() for line in locale),
    *APOLOGY.values(),
)


def is_ours(said: str) -> bool:
    """Whether what was said so far of a line is the beginning of one of these: nobody need judge it."""
    return any(line.startswith(said) for line in _EXACT)
