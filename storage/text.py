"""How a learner's words are stored: all but the one character that Postgres cannot hold, and spelt in one way only."""

import unicodedata


def storable(text: str) -> str:
    """Without NUL; a turn that has one must not be refused for it. Composed (NFC): some keyboards send a Korean syllable in
    its parts, and who looks for the word may type it whole.
    """
    return unicodedata.normalize("NFC", text.replace("\x00", ""))


def storable_field(text: str | None) -> str | None:
    """The same for a part of the scene, which is None rather than empty."""
    return (storable(text).strip() or None) if text is not None else None
