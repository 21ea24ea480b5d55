"""Sentences of the role play that are said word for word."""

from typing import Final

GOODBYE: Final = "It was nice talking with you. Goodbye!"
ASK_TO_END: Final = "Shall we finish the lesson here?"
