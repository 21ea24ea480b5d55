"""What of a learner's words can be stored: all but the one character that Postgres cannot hold."""


def storable(text: str) -> str:
    """Without NUL; a turn that has one must not be refused for it."""
    return text.replace("\x00", "")


def storable_field(text: str | None) -> str | None:
    """The same for a part of the scene, which is None rather than empty."""
    return (storable(text).strip() or None) if text is not None else None
