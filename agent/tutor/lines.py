"""Sentences of the role play that are said word for word, in English: it is an English scene."""

from typing import Final

from lesson import own_lines

GOODBYE: Final = own_lines.GOODBYE.en
ASK_TO_END: Final = own_lines.ASK_TO_END.en
